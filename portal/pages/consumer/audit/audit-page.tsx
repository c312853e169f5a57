import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type AuditEntry, auditQuery } from '../../../api/organization.ts';
import { rowsOf } from '../../../api/pages.ts';
import { type Member, membersQuery } from '../../../api/team.ts';
import { t } from '../../../text/index.ts';
import { Button, TextLink } from '../../../ui/button.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { Select } from '../../../ui/field.tsx';
import { Page } from '../../../ui/page.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { TablePanel } from '../../../ui/table-panel.tsx';
import { When } from '../../../ui/values.tsx';
import { useOrganization, usePermission } from '../organization.ts';
import { TextFilter } from '../text-filter.tsx';

const route = getRouteApi('/o/$org/audit');
const helper = columnsOf<AuditEntry>();

/** Who did what in the organization's name. Entries are chained: none can be changed or taken out unseen. */
export function AuditPage() {
  const organization = useOrganization();
  const mayRead = usePermission('audit:read');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const members = useQuery(membersQuery(organization.id)).data;
  const query = useInfiniteQuery({ ...auditQuery(organization, search), enabled: mayRead });
  const columns = useMemo(() => columnsFor(organization.slug, members ?? []), [organization.slug, members]);
  const filter = (change: typeof search) =>
    void navigate({ search: { ...search, ...change }, replace: true });
  const isFiltered = Object.values(search).some((value) => value !== undefined);
  if (!mayRead) {
    return (
      <Page title={t.audit.title}>
        <EmptyState kind="locked" title={t.audit.locked}>
          {t.problem.permissionAdvice('audit:read')}
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page title={t.audit.title} hint={t.audit.hint}>
      <div className="flex flex-wrap items-center gap-3">
        <Select
          aria-label={t.audit.about}
          className="w-full sm:w-52"
          value={search.action ?? ''}
          onChange={(event) => filter({ action: event.target.value || undefined })}
        >
          <option value="">{t.audit.everything}</option>
          {Object.entries(t.audit.groups).map(([group, name]) => (
            <option key={group} value={group}>
              {name}
            </option>
          ))}
        </Select>
        <Select
          aria-label={t.audit.who}
          className="w-full sm:w-52"
          value={search.actor ?? ''}
          onChange={(event) => filter({ actor: event.target.value || undefined })}
        >
          <option value="">{t.audit.everybody}</option>
          {members?.map((member) => (
            <option key={member.user_id} value={member.user_id}>
              {member.name}
            </option>
          ))}
        </Select>
        <TextFilter
          label={t.audit.object}
          initial={search.object ?? ''}
          onChange={(object) => filter({ object: object || undefined })}
        />
        {isFiltered && (
          <Button look="quiet" size="small" onClick={() => void navigate({ search: {} })}>
            {t.actions.clearFilters}
          </Button>
        )}
      </div>
      <TablePanel query={query}>
        <DataTable
          caption={t.audit.title}
          columns={columns}
          rows={rowsOf(query.data)}
          rowKey={(row) => String(row.position)}
          expectedRows={8}
          empty={<EmptyState kind={isFiltered ? 'filtered' : 'none'} title={t.audit.none} />}
        />
      </TablePanel>
    </Page>
  );
}

function columnsFor(org: string, members: readonly Member[]) {
  const names = new Map(members.map((member) => [member.user_id, member.name]));
  return helper.columns([
    helper.display({
      id: 'what',
      header: t.audit.what,
      meta: { lead: true },
      cell: ({ row: { original } }) => (
        <span className="grid gap-0.5">
          <span className="font-medium">{actionWords(original.action)}</span>
          <Detail detail={original.detail} />
        </span>
      ),
    }),
    helper.display({
      id: 'object',
      header: t.audit.object,
      cell: ({ row: { original } }) => <AuditObject org={org} id={original.object} />,
    }),
    helper.display({
      id: 'who',
      header: t.audit.who,
      cell: ({ row: { original } }) => actorWords(original.actor, names),
    }),
    helper.accessor('at', {
      header: t.audit.when,
      meta: { align: 'end' },
      cell: ({ getValue }) => <When at={getValue()} as="date-time" />,
    }),
  ]);
}

/** `service_token.created` → Service token created. */
function actionWords(action: string): string {
  const words = action.replaceAll(/[._]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function actorWords({ kind, id, name }: AuditEntry['actor'], names: ReadonlyMap<string, string>): string {
  if (kind === 'system') return t.audit.system;
  // People stand in the chain by id only, so that it can forget them.
  return (id && names.get(id)) || name || (kind === 'user' ? t.audit.formerMember : (id ?? kind));
}

function Detail({ detail }: { detail: AuditEntry['detail'] }) {
  const facts = Object.entries(detail);
  if (facts.length === 0) return null;
  const words = facts.map(([name, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return `${name.replaceAll('_', ' ')}: ${text}`;
  });
  return <span className="text-[0.8125rem] wrap-anywhere text-ink-muted">{words.join(' · ')}</span>;
}

/** The page of what it happened to, where it has one. */
function AuditObject({ org, id }: { org: string; id: string }) {
  const code = <code className="font-mono text-[0.8125rem] wrap-anywhere">{id}</code>;
  if (id.startsWith('inv_')) {
    return (
      <TextLink to="/o/$org/invoices/$invoice" params={{ org, invoice: id }}>
        {code}
      </TextLink>
    );
  }
  if (id.startsWith('sub_')) {
    return (
      <TextLink to="/o/$org/subscriptions/$subscription" params={{ org, subscription: id }}>
        {code}
      </TextLink>
    );
  }
  return code;
}
