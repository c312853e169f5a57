/** A change in words: what happens, when, what it costs, and what stays as it is. */
import { formatAmount } from '#kernel';
import type { PlannedChange } from '#subscriptions';
import type { ChangeMoney } from './preview-changes.ts';

/** A subscription before or after, as far as words name it. */
interface Side {
  readonly plan: string;
  readonly plan_version_id: string;
  readonly quantity: number;
}

export function explain(
  planned: PlannedChange,
  money: ChangeMoney,
  sides: { readonly before: Side; readonly after: Side },
): string[] {
  return [
    whatHappens(planned, sides),
    ...cycleText(planned, sides),
    ...moneyText(planned, money),
    ...quotaText(planned),
  ];
}

function whatHappens(
  { kind, before, after, effectiveAt }: PlannedChange,
  sides: { before: Side; after: Side },
): string {
  const when = effectiveAt ? `On ${dateText(effectiveAt, after.timeZone)}` : 'When it is resumed';
  switch (kind) {
    case 'terms': {
      const seats =
        before.quantity === sides.after.quantity
          ? ''
          : `, with ${sides.after.quantity} instead of ${before.quantity} seats`;
      if (sides.before.plan_version_id === sides.after.plan_version_id)
        return `${when} ${sides.after.plan} goes on${seats || ', with other terms'}.`;
      return `${when} ${sides.before.plan} becomes ${sides.after.plan}${seats}.`;
    }
    case 'pause': {
      const until = after.resumesAt
        ? `until ${dateText(after.resumesAt, after.timeZone)}`
        : 'until you resume it';
      return `${when} ${sides.after.plan} is paused ${until}: calls are refused and nothing is charged.`;
    }
    case 'resume':
      return `${when} ${sides.after.plan} goes on.`;
    case 'cancel':
      return after.state === 'canceled'
        ? `${when} ${sides.after.plan} ends, and calls are refused from then on.`
        : `${when} ${sides.after.plan} ends. Until then nothing changes, and you can take it back.`;
    case 'keep':
      return `${sides.after.plan} goes on as it is; what was scheduled does not happen.`;
    case 'extend_trial':
      return `The trial ends on ${dateText(after.currentPeriodEndAt, after.timeZone)}.`;
    case 'reactivate':
      return `${when} ${sides.after.plan} begins again, with the same keys.`;
  }
}

function cycleText(
  { kind, after, restartsCycle }: PlannedChange,
  sides: { before: Side; after: Side },
): string[] {
  if (after.state === 'canceled' || after.state === 'paused' || kind === 'cancel') return [];
  const end = dateText(after.currentPeriodEndAt, after.timeZone);
  if (restartsCycle) return [`A new billing period begins with it and ends on ${end}.`];
  if (after.scheduled !== null)
    return [`Until then ${sides.before.plan} holds, and you can take the change back.`];
  return [`The billing period still ends on ${end}.`];
}

function moneyText(
  { after }: PlannedChange,
  { currency, dueMinor, taxMinor, creditMinor, next }: ChangeMoney,
): string[] {
  const amount = (minor: bigint) => `${formatAmount({ minor, currency })} ${currency}`;
  const tax = taxMinor === 0n ? '' : `, ${amount(taxMinor)} of it tax`;
  const texts = [dueMinor > 0n ? `${amount(dueMinor)} is due now${tax}.` : 'Nothing is due now.'];
  if (creditMinor > 0n) {
    texts.push(
      after.state === 'canceled'
        ? `${amount(creditMinor)} is left of what was paid.`
        : `${amount(creditMinor)} of what was paid is taken off the next invoice.`,
    );
  }
  if (next && next.netMinor > 0n) {
    texts.push(
      `The next invoice, on ${dateText(next.at, after.timeZone)}, is ${amount(next.netMinor)} without tax and without what is used until then.`,
    );
  }
  return texts;
}

function quotaText({ kind, after }: PlannedChange): string[] {
  if (kind === 'terms' && after.scheduled === null)
    return ['What was used of a quota stays used; the new limits hold at once.'];
  return kind === 'pause' ? ['What was used of a quota stays used.'] : [];
}

/** `10 Feb 2026, 13:00 (Europe/Berlin)` */
export function dateText(at: Temporal.Instant, timeZone: string): string {
  const local = at.toZonedDateTimeISO(timeZone);
  const date = local.toLocaleString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
  return `${date}, ${local.toPlainTime().toString({ smallestUnit: 'minute' })} (${timeZone})`;
}
