import type { RequestEntry } from '../../../api/usage.ts';
import { t } from '../../../text/index.ts';
import { Badge, MethodBadge, StatusBadge } from '../../../ui/badge.tsx';
import { columnsOf } from '../../../ui/data-table.tsx';
import { When } from '../../../ui/values.tsx';
import { milliseconds } from '../milliseconds.ts';

const helper = columnsOf<RequestEntry>();

/** The path opens what else is known of the call. */
export function requestColumns(keyName: (id: string | null) => string, onOpen: (id: string) => void) {
  return helper.columns([
    helper.display({
      id: 'request',
      header: t.requests.request,
      meta: { lead: true },
      cell: ({ row: { original } }) => (
        <span className="flex flex-wrap items-center gap-2.5">
          <MethodBadge method={original.method} />
          <button
            type="button"
            onClick={() => onOpen(original.id)}
            className="rounded-sm text-start font-mono text-[0.8125rem] underline decoration-ink-faint/40 underline-offset-3 wrap-anywhere hover:decoration-current"
          >
            {original.path}
          </button>
          {original.environment === 'test' && <Badge tone="info">{t.environments.test}</Badge>}
          {original.interrupted && <Badge tone="warn">{t.requests.interrupted}</Badge>}
        </span>
      ),
    }),
    helper.accessor('status', {
      header: t.requests.status,
      cell: ({ getValue }) => {
        const status = getValue();
        return status === null ? '–' : <StatusBadge status={status} />;
      },
    }),
    helper.accessor('key_id', {
      header: t.limits.key,
      meta: { from: 'lg' },
      cell: ({ getValue }) => keyName(getValue()),
    }),
    helper.accessor('latency_ms', {
      header: t.requests.latency,
      meta: { align: 'end' },
      cell: ({ getValue }) => {
        const latency = getValue();
        return latency === null ? '–' : milliseconds(latency);
      },
    }),
    helper.accessor('timestamp', {
      header: t.requests.time,
      meta: { align: 'end' },
      cell: ({ getValue }) => <When at={getValue()} as="moment" />,
    }),
  ]);
}
