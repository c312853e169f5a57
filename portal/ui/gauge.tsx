import { Meter } from '@base-ui/react/meter';
import { cn } from './class-names.ts';

export interface GaugeProps {
  /** What is measured, for those who do not see it. */
  label: string;
  /** 0 to 1; more is shown as full. */
  share: number;
  /** A limit warns as it fills and stops at its end; an allowance only warns; progress does neither. */
  look?: 'limit' | 'allowance' | 'progress';
}

const NEARLY = 0.8;

/** How much of a limit is used. The words beside it say the same. */
export function Gauge({ label, share, look = 'limit' }: GaugeProps) {
  const percent = Math.round(Math.min(Math.max(share, 0), 1) * 100);
  const isFull = share >= 1 && look === 'limit';
  const isNear = share >= NEARLY && look !== 'progress';
  const tone = isFull ? 'bg-danger' : isNear ? 'bg-lane' : 'bg-brand';
  return (
    <Meter.Root value={percent} aria-label={label}>
      <Meter.Track className="h-2 overflow-hidden rounded-full bg-neutral-soft">
        <Meter.Indicator className={cn('rounded-full transition-[width]', tone)} />
      </Meter.Track>
    </Meter.Root>
  );
}
