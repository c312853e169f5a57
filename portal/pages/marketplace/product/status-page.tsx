import { useQuery } from '@tanstack/react-query';
import { type ProductStatus, statusQuery } from '../../../api/product-docs.ts';
import { t } from '../../../text/index.ts';
import { Badge, type Tone } from '../../../ui/badge.tsx';
import { Facts, Panel } from '../../../ui/card.tsx';
import { cn } from '../../../ui/class-names.ts';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { formatQuantity, formatShare } from '../../../ui/format/money.ts';
import { formatDate } from '../../../ui/format/time.ts';
import { QueryView } from '../../../ui/query-view.tsx';
import { When } from '../../../ui/values.tsx';
import { useProduct } from '../use-product.ts';

const TONES: Record<ProductStatus['state'], Tone> = { operational: 'good', degraded: 'warn', down: 'bad' };

type Day = ProductStatus['days'][number];

const helper = columnsOf<Day>();
const columns = helper.columns([
  helper.accessor('day', {
    header: t.status.day,
    meta: { lead: true },
    cell: ({ getValue }) => <When at={getValue()} timeZone="UTC" />,
  }),
  helper.accessor('availability', {
    header: t.status.availability,
    meta: { align: 'end' },
    cell: ({ getValue }) => shareWords(getValue()),
  }),
  helper.accessor('average_latency_ms', {
    header: t.status.latency,
    meta: { align: 'end' },
    cell: ({ getValue }) => latencyWords(getValue()),
  }),
]);

export function StatusPage() {
  const product = useProduct();
  const query = useQuery(statusQuery(product.id));
  return (
    <QueryView query={query}>
      {(status) => (
        <div className="grid gap-5">
          <Panel
            title={t.status.now}
            actions={<Badge tone={TONES[status.state]}>{t.status.states[status.state]}</Badge>}
          >
            <Facts
              facts={[
                [t.status.meaning, t.status.explanations[status.state]],
                [t.status.overall, shareWords(status.availability)],
              ]}
            />
          </Panel>
          <Panel title={t.status.history} hint={t.status.historyHint} flush>
            <Days days={status.days} />
            <DataTable
              caption={t.status.history}
              columns={columns}
              rows={status.days.filter((day) => day.availability !== null).toReversed()}
              rowKey={(day) => day.day}
            />
          </Panel>
        </div>
      )}
    </QueryView>
  );
}

/** A strip of days. The table below says the same in numbers. */
function Days({ days }: { days: Day[] }) {
  return (
    <div aria-hidden="true" className="flex gap-0.5 border-b border-line p-4 sm:gap-1 sm:p-5">
      {days.map((day) => (
        <span
          key={day.day}
          title={`${formatDate(day.day, { timeZone: 'UTC' })}: ${shareWords(day.availability)}`}
          className={cn('h-9 min-w-0 flex-1 rounded-sm', lookOf(day.availability))}
        />
      ))}
    </div>
  );
}

function lookOf(availability: number | null): string {
  if (availability === null) return 'bg-neutral-soft';
  if (availability >= 0.999) return 'bg-brand';
  return availability >= 0.98 ? 'bg-lane' : 'bg-danger';
}

function shareWords(share: number | null): string {
  return share === null ? t.status.noCalls : formatShare(share);
}

function latencyWords(ms: number | null): string {
  return ms === null ? t.status.noCalls : t.tryIt.milliseconds(formatQuantity(ms));
}
