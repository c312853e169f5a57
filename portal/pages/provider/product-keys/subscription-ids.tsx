import { useInfiniteQuery } from '@tanstack/react-query';
import { rowsOf } from '../../../api/pages.ts';
import { type Subscriber, subscribersQuery } from '../../../api/provider.ts';
import { t } from '../../../text/index.ts';
import { Panel } from '../../../ui/card.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { LoadMore } from '../../../ui/load-more.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { useProvider } from '../organization.ts';

const helper = columnsOf<Subscriber>();
const columns = helper.columns([
  helper.accessor('organization.name', { header: t.provider.consumer, meta: { lead: true } }),
  helper.accessor('subscription.plan.name', { header: t.subscriptions.plan }),
  helper.accessor('subscription.id', {
    header: t.subscriptions.id,
    cell: ({ getValue }) => (
      <span className="inline-flex items-center gap-1">
        <code className="font-mono text-xs wrap-anywhere">{getValue()}</code>
        <CopyButton text={getValue()} what={t.subscriptions.id} />
      </span>
    ),
  }),
]);

/** The ids that rows of keys name: whose a key is. */
export function SubscriptionIds({ productId }: { productId: string }) {
  const organization = useProvider();
  const query = useInfiniteQuery(subscribersQuery(organization.slug));
  const rows = rowsOf(query.data)?.filter(({ subscription }) => subscription.product.id === productId);
  const words = t.provider.issuedKeys;
  return (
    <Panel title={words.subscriptions} hint={words.subscriptionsHint} flush>
      {query.isError && !rows ? (
        <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <DataTable
          caption={words.subscriptions}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.subscription.id}
          empty={<EmptyState title={t.provider.noConsumersTitle}>{words.noSubscriptions}</EmptyState>}
        />
      )}
      <LoadMore query={query} />
    </Panel>
  );
}
