import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { keysQuery } from '../../../api/keys.ts';
import { rowsOf } from '../../../api/pages.ts';
import { subscriptionsQuery } from '../../../api/subscriptions.ts';
import { type RequestFilter, requestsQuery } from '../../../api/usage.ts';
import { t } from '../../../text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { Select } from '../../../ui/field.tsx';
import { Page } from '../../../ui/page.tsx';
import { Segments } from '../../../ui/segments.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { TablePanel } from '../../../ui/table-panel.tsx';
import { useOrganization } from '../organization.ts';
import { SubscriptionFilter } from '../subscription-filter.tsx';
import { TextFilter } from '../text-filter.tsx';
import { requestColumns } from './request-columns.tsx';
import { RequestDialog } from './request-dialog.tsx';

const route = getRouteApi('/o/$org/requests');

/** Every call of the last weeks; what is looked for, and the one that is open, stand in the address. */
export function RequestsPage() {
  const organization = useOrganization();
  const { request: opened, ...search } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(requestsQuery(organization.slug, search));
  const keys = rowsOf(useInfiniteQuery(keysQuery(organization.slug)).data);
  const keyName = useMemo(() => {
    const names = new Map(keys?.map(({ id, name }) => [id, name]));
    return (id: string | null) => (id === null ? '–' : (names.get(id) ?? id));
  }, [keys]);
  const columns = useMemo(
    () =>
      requestColumns(
        keyName,
        (request) => void navigate({ search: (now) => ({ ...now, request }), resetScroll: false }),
      ),
    [keyName, navigate],
  );
  const rows = useMemo(() => rowsOf(query.data), [query.data]);
  const isFiltered = Object.values(search).some((value) => value !== undefined);
  return (
    <Page title={t.requests.title} hint={t.requests.hint}>
      <Filters search={search} keys={keys} isFiltered={isFiltered} />
      <TablePanel query={query}>
        <DataTable
          caption={t.requests.title}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          expectedRows={8}
          empty={
            isFiltered ? (
              <EmptyState kind="filtered" title={t.requests.noMatchTitle} />
            ) : (
              <EmptyState title={t.requests.noneTitle}>{t.requests.none}</EmptyState>
            )
          }
        />
      </TablePanel>
      <RequestDialog
        id={opened ?? null}
        keyName={keyName}
        onClose={() =>
          void navigate({ search: (now) => ({ ...now, request: undefined }), resetScroll: false })
        }
      />
    </Page>
  );
}

const CLASSES = ['', '2', '3', '4', '5'];
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

interface FiltersProps {
  search: RequestFilter;
  keys: { id: string; name: string }[] | undefined;
  isFiltered: boolean;
}

function Filters({ search, keys, isFiltered }: FiltersProps) {
  const organization = useOrganization();
  const navigate = route.useNavigate();
  const subscriptions = useQuery(subscriptionsQuery(organization));
  const filter = (change: RequestFilter) =>
    void navigate({ search: (now) => ({ ...now, ...change }), replace: true });
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Segments
        label={t.requests.filterStatus}
        value={String(search.status ?? '')}
        options={CLASSES.map((value) => ({ value, label: value ? `${value}xx` : t.requests.allStatuses }))}
        onChange={(value) => filter({ status: value ? Number(value) : undefined })}
      />
      <Choice
        label={t.requests.filterMethod}
        all={t.requests.allMethods}
        value={search.method}
        options={METHODS.map((method) => [method, method])}
        onChange={(method) => filter({ method })}
      />
      <Choice
        label={t.limits.key}
        all={t.requests.allKeys}
        value={search.key}
        options={(keys ?? []).map(({ id, name }) => [id, name])}
        onChange={(key) => filter({ key })}
      />
      <Choice
        label={t.keys.environment}
        all={t.requests.allEnvironments}
        value={search.environment}
        options={Object.entries(t.environments)}
        onChange={(environment) => filter({ environment: environment as 'live' | 'test' | undefined })}
      />
      <SubscriptionFilter
        subscriptions={subscriptions.data}
        value={search.subscription}
        onChange={(subscription) => filter({ subscription })}
      />
      <TextFilter
        label={t.requests.filterPath}
        initial={search.path ?? ''}
        onChange={(path) => filter({ path: path || undefined })}
      />
      {isFiltered && (
        <Button look="quiet" size="small" onClick={() => void navigate({ search: {} })}>
          {t.actions.clearFilters}
        </Button>
      )}
    </div>
  );
}

interface ChoiceProps {
  label: string;
  /** What the choice of none is called. */
  all: string;
  value: string | undefined;
  options: [value: string, name: string][];
  onChange(value: string | undefined): void;
}

function Choice({ label, all, value, options, onChange }: ChoiceProps) {
  return (
    <Select
      aria-label={label}
      className="w-[calc(50%-0.375rem)] sm:w-40"
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value || undefined)}
    >
      <option value="">{all}</option>
      {options.map(([option, name]) => (
        <option key={option} value={option}>
          {name}
        </option>
      ))}
    </Select>
  );
}
