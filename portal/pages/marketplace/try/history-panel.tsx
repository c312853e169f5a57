import type { MadeCall } from '../../../api/console.ts';
import { t } from '../../../text/index.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button, TextLink } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { formatQuantity } from '../../../ui/format/money.ts';
import { When } from '../../../ui/values.tsx';

export interface HistoryPanelProps {
  calls: MadeCall[];
  shown: MadeCall | undefined;
  organization: string | undefined;
  onShow(id: string): void;
  onRefill(made: MadeCall): void;
}

/** The calls of this route that were made from here. */
export function HistoryPanel({ calls, shown, organization, onShow, onRefill }: HistoryPanelProps) {
  const log = organization && (
    <TextLink to="/o/$org/requests" params={{ org: organization }} className="text-sm">
      {t.tryIt.toRequests}
    </TextLink>
  );
  return (
    <Panel title={t.tryIt.history} hint={t.tryIt.historyHint} actions={log} flush>
      <ul className="divide-y divide-line">
        {calls.map((made) => (
          <li
            key={made.id}
            className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-4 py-2.5 text-sm sm:px-5"
          >
            <Badge tone={made.answer.response.status < 400 ? 'good' : 'warn'}>
              {made.answer.response.status}
            </Badge>
            <button
              type="button"
              aria-pressed={made === shown}
              aria-label={t.tryIt.show(lineOf(made))}
              onClick={() => onShow(made.id)}
              className="min-h-6 min-w-0 flex-1 basis-48 truncate text-start font-mono text-[0.8125rem] hover:underline aria-pressed:font-semibold"
            >
              {lineOf(made)}
            </button>
            <span className="text-[0.8125rem] text-ink-muted">
              <When at={made.answer.made_at} as="moment" />
              {` · ${t.tryIt.milliseconds(formatQuantity(made.answer.total_ms))}`}
            </span>
            <Button size="small" look="quiet" onClick={() => onRefill(made)}>
              {t.tryIt.refill}
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function lineOf({ answer }: MadeCall): string {
  return `${answer.request.method} ${answer.request.path}`;
}
