import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type FormEvent, useMemo } from 'react';
import {
  type AuditEntry,
  type AuditFilter,
  operatorAuditQuery,
  verifyAudit,
} from '../../../api/operations.ts';
import { rowsOf } from '../../../api/pages.ts';
import { t } from '../../../text/index.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { columnsOf } from '../../../ui/data-table.tsx';
import { Field, Input } from '../../../ui/field.tsx';
import { ListPanel } from '../../../ui/list-panel.tsx';
import { Page } from '../../../ui/page.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { When } from '../../../ui/values.tsx';
import { VerdictCard } from './verdict-card.tsx';

const route = getRouteApi('/admin/audit');

/** Who did what, in chains that cannot be changed without it being seen. */
export function AuditPage() {
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(operatorAuditQuery(filter));
  const verification = useMutation({ mutationFn: verifyAudit });
  const words = t.auditLog;
  const columns = useMemo(() => auditColumns(), []);
  const isFiltered = Boolean(filter.chain || filter.object);
  const actions = (
    <Button busy={verification.isPending} onClick={() => verification.mutate()}>
      {words.verify}
    </Button>
  );
  return (
    <Page title={words.title} hint={words.hint} actions={actions}>
      {verification.data && <VerdictCard verdict={verification.data} />}
      <ProblemNote error={verification.error} />
      <Filters
        key={`${filter.chain} ${filter.object}`}
        filter={filter}
        onFilter={(search) => void navigate({ search, replace: true })}
      />
      <ListPanel
        title={filter.chain ? words.of(filter.chain) : words.installation}
        query={query}
        columns={columns}
        rows={rowsOf(query.data)}
        rowKey={(row) => String(row.position)}
        none={isFiltered ? words.noMatch : words.none}
      />
    </Page>
  );
}

interface FiltersProps {
  filter: AuditFilter;
  onFilter(filter: AuditFilter): void;
}

function Filters({ filter, onFilter }: FiltersProps) {
  const words = t.auditLog;
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const values = new FormData(event.currentTarget);
    const text = (name: string) => String(values.get(name) ?? '').trim() || undefined;
    onFilter({ chain: text('chain'), object: text('object') });
  }
  return (
    <form className="grid items-start gap-3 sm:grid-cols-[1fr_1fr_auto]" onSubmit={submit}>
      <Field label={words.chain} hint={words.chainHint}>
        <Input name="chain" defaultValue={filter.chain} spellCheck={false} autoCapitalize="none" />
      </Field>
      <Field label={words.object} hint={words.objectHint}>
        <Input name="object" defaultValue={filter.object} spellCheck={false} autoCapitalize="none" />
      </Field>
      <Button type="submit" className="sm:mt-6.5">
        {words.filter}
      </Button>
    </form>
  );
}

const helper = columnsOf<AuditEntry>();

function auditColumns() {
  const words = t.auditLog;
  return helper.columns([
    helper.accessor('action', {
      header: words.action,
      meta: { lead: true },
      cell: ({ getValue }) => <Badge>{getValue().replaceAll(/[._-]/g, ' ')}</Badge>,
    }),
    helper.accessor('actor', {
      header: words.actor,
      meta: { className: 'wrap-anywhere lg:whitespace-nowrap' },
      cell: ({ getValue }) => {
        const { name, id, kind } = getValue();
        return name || <code className="font-mono text-xs">{id ?? kind}</code>;
      },
    }),
    helper.accessor('object', {
      header: words.object,
      meta: { className: 'font-mono text-xs wrap-anywhere lg:whitespace-nowrap' },
    }),
    helper.accessor('detail', {
      header: t.operator.detail,
      meta: { from: 'xl', className: 'font-mono text-xs wrap-anywhere text-ink-muted' },
      cell: ({ getValue }) => {
        const detail = getValue();
        return Object.keys(detail).length > 0 ? JSON.stringify(detail) : '–';
      },
    }),
    helper.accessor('at', {
      header: words.at,
      meta: { align: 'end', className: 'whitespace-nowrap' },
      cell: ({ getValue }) => <When at={getValue()} as="moment" />,
    }),
  ]);
}
