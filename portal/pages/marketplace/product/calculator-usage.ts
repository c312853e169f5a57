import type { Offer } from '../../../api/marketplace.ts';

/** What somebody expects to use, as the estimate wants to know it. No arithmetic of money: that is the server's. */

type Terms = Offer['version']['terms'];

export interface Usage {
  calls: string;
  /** By meter, beside calls. */
  values: Record<string, string>;
  seats: string;
}

/** A slider that shows ten calls as well as ten million: 1, 2, 5, 10, … */
const STEPS = [1, 2, 5].flatMap((digit) => Array.from({ length: 8 }, (_, power) => digit * 10 ** power));
const SORTED = [0, ...STEPS.toSorted((a, b) => a - b)];
export const MOST_STEPS = SORTED.length - 1;

export function callsAt(position: number): string {
  return String(SORTED[Math.min(Math.max(position, 0), MOST_STEPS)]);
}

/** The step at or below. */
export function positionOf(calls: string): number {
  const wanted = Number(calls || '0');
  return Math.max(
    0,
    SORTED.findLastIndex((step) => step <= wanted),
  );
}

/** The meters that some plan prices beside calls; units wherever they may cost. */
export function countedMeters(offers: Offer[]): string[] {
  const meters = offers.flatMap(({ version: { terms } }) => [
    ...terms.prices.map(({ meter }) => meter),
    ...(terms.prepaid || terms.quotas.some(({ overage }) => overage.mode === 'charge') ? ['units'] : []),
  ]);
  return [...new Set(meters)].filter((meter) => meter !== 'requests').toSorted();
}

export function hasSeats(offers: Offer[]): boolean {
  return offers.some(({ version: { terms } }) => terms.fees.some(({ per }) => per === 'seat'));
}

/** Units are as many as calls until something else is said. */
export function quantitiesOf(terms: Terms, usage: Usage): Record<string, string> {
  const calls = usage.calls || '0';
  const all: Record<string, string> = { requests: calls, units: usage.values.units || calls };
  for (const { meter } of terms.prices) all[meter] ??= complete(usage.values[meter]);
  return Object.fromEntries(Object.entries(all).map(([meter, text]) => [meter, complete(text)]));
}

/** '12.' and '' while somebody types. */
function complete(text = ''): string {
  const whole = text.startsWith('.') ? `0${text}` : text;
  return whole.replace(/\.$/, '') || '0';
}

/** The quota at which calls would stop; null where they do not. */
export function stopsAt(terms: Terms, quantities: Record<string, string>): number | null {
  const used = Number(quantities.units ?? '0');
  const limits = terms.quotas.flatMap(({ units, overage }) => {
    if (overage.mode === 'block') return [units];
    return overage.max_overage_units === null ? [] : [units + overage.max_overage_units];
  });
  const lowest = Math.min(...limits);
  return used > lowest ? lowest : null;
}
