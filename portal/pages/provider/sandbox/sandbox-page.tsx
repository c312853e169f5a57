import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { rowsOf } from '../../../api/pages.ts';
import type { Session } from '../../../api/session.ts';
import { type TestClock, testClocksQuery } from '../../../api/test-clocks.ts';
import { t } from '../../../text/index.ts';
import { StateBadge } from '../../../ui/badge.tsx';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { Page } from '../../../ui/page.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { TablePanel } from '../../../ui/table-panel.tsx';
import { When } from '../../../ui/values.tsx';
import { useProvider } from '../organization.ts';
import { AdvanceDialog } from './advance-dialog.tsx';
import { ClockProgress } from './clock-progress.tsx';
import { CreateDialog } from './create-dialog.tsx';

const words = t.provider.sandbox;
const route = getRouteApi('/p/$org');
const helper = columnsOf<TestClock>();

type SandboxMember = Session['organizations'][number];

/** Its organization, if one is a member of it: only then can one act for it. */
const sandboxOf = (session: Session, clock: TestClock): SandboxMember | undefined =>
  session.organizations.find(({ id }) => id === clock.organization_id);

const columnsWith = (session: Session, onAdvance: ((clock: TestClock) => void) | null) =>
  helper.columns([
    helper.accessor('name', { header: words.name, meta: { lead: true } }),
    helper.display({
      id: 'state',
      header: t.provider.state,
      cell: ({ row: { original } }) => <ClockState clock={original} />,
    }),
    helper.accessor('now', {
      header: words.time,
      cell: ({ getValue }) => <When at={getValue()} as="date-time" timeZone="UTC" withZone />,
    }),
    helper.display({
      id: 'actions',
      header: () => <span className="sr-only">{t.actions.column}</span>,
      meta: { align: 'end' },
      cell: ({ row: { original } }) => {
        const sandbox = sandboxOf(session, original);
        return (
          <span className="inline-flex flex-wrap justify-end gap-2">
            {sandbox && (
              <ButtonLink size="small" to="/o/$org" params={{ org: sandbox.slug }}>
                {words.act}
                <span className="sr-only"> {original.name}</span>
              </ButtonLink>
            )}
            {onAdvance && (
              <Button
                size="small"
                look="primary"
                disabled={original.state === 'advancing'}
                onClick={() => onAdvance(original)}
              >
                {words.advance}
                <span className="sr-only"> {original.name}</span>
              </Button>
            )}
          </span>
        );
      },
    }),
  ]);

function ClockState({ clock }: { clock: TestClock }) {
  return (
    <div className="grid justify-items-start gap-1.5 max-sm:justify-items-end">
      <StateBadge state={clock.problem === null ? clock.state : 'failed'} />
      {clock.target !== null && <ClockProgress key={clock.target} clock={clock} target={clock.target} />}
      {clock.problem !== null && (
        <p className="text-[0.8125rem] wrap-anywhere text-danger-ink">
          {words.stopped}: {clock.problem}
        </p>
      )}
    </div>
  );
}

/** Consumers that one tries things out with: made here, and moved through time. */
export function SandboxPage() {
  const organization = useProvider();
  const { session } = route.useRouteContext();
  const query = useInfiniteQuery(testClocksQuery(organization.slug));
  const rows = rowsOf(query.data);
  const [isCreating, setCreating] = useState(false);
  const [advancing, setAdvancing] = useState<TestClock | null>(null);
  const mayWrite = organization.permissions.includes('catalog:write');
  const columns = useMemo(() => columnsWith(session, mayWrite ? setAdvancing : null), [session, mayWrite]);
  const create = mayWrite && (
    <Button look="primary" onClick={() => setCreating(true)}>
      {words.create}
    </Button>
  );
  return (
    <Page title={words.title} hint={words.hint} actions={rows?.length ? create : undefined}>
      <TablePanel query={query}>
        <DataTable
          caption={words.list}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.organization_id}
          empty={
            <EmptyState title={words.noneTitle} action={create}>
              {words.none}
            </EmptyState>
          }
        />
      </TablePanel>
      <CreateDialog open={isCreating} onClose={() => setCreating(false)} />
      <AdvanceDialog
        clock={advancing}
        sandbox={advancing ? sandboxOf(session, advancing) : undefined}
        onClose={() => setAdvancing(null)}
      />
    </Page>
  );
}
