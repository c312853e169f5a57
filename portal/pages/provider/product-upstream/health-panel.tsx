import { useQuery } from '@tanstack/react-query';
import type { OwnProduct } from '../../../api/products.ts';
import { type TargetHealth, upstreamHealthQuery } from '../../../api/upstream.ts';
import { t } from '../../../text/index.ts';
import { Badge, type Tone } from '../../../ui/badge.tsx';
import { Panel } from '../../../ui/card.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { useProvider } from '../organization.ts';

const TONES: Record<TargetHealth['state'], Tone> = { closed: 'good', half_open: 'warn', open: 'bad' };

const helper = columnsOf<TargetHealth>();
const columns = helper.columns([
  helper.accessor('url', {
    header: t.provider.upstream.address,
    meta: { lead: true, className: 'font-mono text-[0.8125rem] wrap-anywhere' },
  }),
  helper.accessor('state', {
    header: t.provider.state,
    cell: ({ getValue }) => (
      <Badge tone={TONES[getValue()]}>{t.provider.upstream.healthStates[getValue()]}</Badge>
    ),
  }),
  helper.display({
    id: 'workers',
    header: t.provider.upstream.leftBy,
    meta: { align: 'end' },
    cell: ({ row: { original } }) => t.provider.upstream.workers(original.open_workers, original.workers),
  }),
  helper.accessor('weight', { header: t.provider.upstream.weight, meta: { align: 'end' } }),
]);

/** What the gateway sees of the targets now. */
export function HealthPanel({ product }: { product: OwnProduct }) {
  const organization = useProvider();
  const query = useQuery(upstreamHealthQuery(organization.slug, product.id));
  const words = t.provider.upstream;
  return (
    <Panel title={words.health} hint={words.healthHint} flush>
      {query.isError && !query.data ? (
        <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <DataTable
          caption={words.health}
          columns={columns}
          rows={query.data}
          rowKey={(row) => row.url}
          expectedRows={1}
          empty={<EmptyState title={words.noHealthTitle}>{words.noHealth}</EmptyState>}
        />
      )}
    </Panel>
  );
}
