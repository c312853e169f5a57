import type { BillingRun } from '../../../api/operator.ts';
import { t } from '../../../text/index.ts';
import { Badge, type Tone } from '../../../ui/badge.tsx';

const TONES: Record<string, Tone> = {
  invoiced: 'good',
  waiting: 'warn',
  set_aside: 'bad',
  busy: 'warn',
  unknown: 'bad',
};

/** What became of one subscription in a billing run. */
export function Outcome({ outcome, reason }: { outcome: string | null; reason: string | null }) {
  const words: Record<string, string> = t.operator.outcomeWords;
  if (outcome === null) return <Badge>{t.operator.toDo}</Badge>;
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Badge tone={TONES[outcome] ?? 'neutral'}>{words[outcome] ?? outcome}</Badge>
      {reason && <span className="text-[0.8125rem] text-ink-muted">{reason}</span>}
    </span>
  );
}

const RUN_TONES: Record<BillingRun['state'], Tone> = {
  queued: 'neutral',
  running: 'warn',
  done: 'good',
  canceled: 'bad',
};

export function RunStateBadge({ state }: Pick<BillingRun, 'state'>) {
  return <Badge tone={RUN_TONES[state]}>{t.operator.runStates[state]}</Badge>;
}
