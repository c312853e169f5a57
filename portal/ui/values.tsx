import { useEffect, useState } from 'react';
import { cn } from './class-names.ts';
import { formatMoney, formatQuantity } from './format/money.ts';
import { formatDate, formatDateTime, formatMoment, formatPeriod, formatRelative } from './format/time.ts';

/** Money, numbers and times as elements: aligned digits, exact value for machines. */

export function Money({
  amount,
  currency,
  signed,
  className,
}: {
  amount: string;
  currency: string;
  signed?: boolean;
  className?: string;
}) {
  return (
    <data value={`${amount} ${currency}`} className={cn('numbers', className)}>
      {formatMoney(amount, currency, signed ? { signed } : {})}
    </data>
  );
}

export function Quantity({ value, className }: { value: string | number; className?: string }) {
  return (
    <data value={String(value)} className={cn('numbers', className)}>
      {formatQuantity(value)}
    </data>
  );
}

export interface WhenProps {
  at: string;
  timeZone?: string | undefined;
  withZone?: boolean;
  /** How exactly. */
  as?: 'date' | 'date-time' | 'moment';
}

const WHEN = { date: formatDate, 'date-time': formatDateTime, moment: formatMoment };

export function When({ at, as = 'date', ...format }: WhenProps) {
  return (
    <time dateTime={at} title={formatDateTime(at, { ...format, withZone: true })} className="numbers">
      {WHEN[as](at, format)}
    </time>
  );
}

export function Period({
  startAt,
  endAt,
  timeZone,
  withZone,
}: {
  startAt: string;
  endAt: string;
  timeZone?: string | undefined;
  withZone?: boolean;
}) {
  return (
    <span className="numbers">{formatPeriod(startAt, endAt, { timeZone, withZone: withZone ?? false })}</span>
  );
}

const TICK_MS = 10_000;

/** "12 seconds ago" or "in 9 days", kept true while it stands on the screen. */
export function Ago({ at }: { at: string }) {
  const tickMs = useNow(TICK_MS);
  const atMs = Date.parse(at);
  // What is newer than the last tick is not to come, it is now.
  const nowMs = atMs > tickMs && atMs - tickMs <= TICK_MS ? atMs : tickMs;
  return (
    <time dateTime={at} title={formatDateTime(at, { withZone: true })}>
      {formatRelative(at, nowMs)}
    </time>
  );
}

export function useNow(everyMs: number): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return nowMs;
}
