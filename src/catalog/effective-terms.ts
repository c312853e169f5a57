/** What holds for one subscription in one billing period, of all that a plan version says. */
import { decimal } from '#kernel';
import type { Price } from '#rating';
import type { PlanTerms } from './plan-terms.ts';
import type { InCurrency, TermsOverride } from './terms-change.ts';

export interface TermsChoice {
  /** The subscription's; one that the terms have no prices in is a bug of the caller. */
  readonly currency: string;
  /** Paid billing periods since the subscription began, 0 for the first; decides the phase. */
  readonly periodsElapsed: number;
  readonly overrides: TermsOverride | null;
}

const known = new WeakMap<PlanTerms, Map<string, PlanTerms>>();
const choices = new WeakMap<PlanTerms, TermsChoice>();

/**
 * The terms with one currency, no phases and nothing left to choose. The same choice of the same terms is the same
 * object, because rating and others read a price once.
 */
export function effectiveTerms(terms: PlanTerms, choice: TermsChoice): PlanTerms {
  const phase = phaseAt(terms, choice.periodsElapsed);
  if (phase === -1 && choice.overrides === null && isPlain(terms, choice.currency)) return terms;
  const byChoice = known.get(terms) ?? new Map<string, PlanTerms>();
  known.set(terms, byChoice);
  const name = `${choice.currency} ${phase} ${choice.overrides === null ? '' : JSON.stringify(choice.overrides)}`;
  let effective = byChoice.get(name);
  if (!effective) {
    effective = choose(terms, choice, phase);
    byChoice.set(name, effective);
    const { currency, periodsElapsed, overrides } = choice;
    choices.set(effective, { currency, periodsElapsed, overrides });
  }
  return effective;
}

/** The choice that makes these effective terms out of those of their plan version again; null: they are those. */
export function choiceOf(effective: PlanTerms): TermsChoice | null {
  return choices.get(effective) ?? null;
}

/** Currencies that a subscription to these terms may have, the plan's own first. */
export function currenciesOf(terms: PlanTerms): string[] {
  return [terms.currency, ...Object.keys(terms.currencies)];
}

/** Index of the phase of a billing period; -1 when the terms themselves hold. */
export function phaseAt(terms: Pick<PlanTerms, 'phases'>, periodsElapsed: number): number {
  let end = 0;
  return terms.phases.findIndex(({ periods }) => {
    end += periods;
    return periodsElapsed < end;
  });
}

function isPlain(terms: PlanTerms, currency: string): boolean {
  return (
    terms.currency === currency && terms.phases.length === 0 && Object.keys(terms.currencies).length === 0
  );
}

function choose(terms: PlanTerms, { currency, overrides }: TermsChoice, phase: number): PlanTerms {
  const chosen = { ...inCurrency(terms, currency), phases: [], currencies: {} };
  const changes = [terms.phases[phase], overrides].filter((one) => one !== undefined && one !== null);
  return changes.reduce(withChange, chosen);
}

function inCurrency(terms: PlanTerms, currency: string): PlanTerms {
  if (currency === terms.currency) return terms;
  const other = terms.currencies[currency];
  if (!other) throw new RangeError(`These terms have no prices in ${currency}`);
  const amountOr = <T>(amount: string | undefined, of: (text: string) => T): T | null =>
    amount === undefined ? null : of(amount);
  return {
    ...withPrices(terms, other),
    currency,
    commitment: amountOr(other.commitment, (amount) => ({ amount })),
    maximum: amountOr(other.maximum, (amount) => ({ amount })),
    threshold: other.threshold ?? null,
    included_credit: other.included_credit ?? null,
    prepaid: amountOr(other.prepaid_unit_price, (unit_price) => ({ unit_price })),
    quotas: terms.quotas.map((quota) => quotaIn(quota, other)),
  };
}

function quotaIn(quota: PlanTerms['quotas'][number], other: InCurrency): PlanTerms['quotas'][number] {
  if (quota.overage.mode === 'block') return quota;
  // Present: the schema asks for it.
  return { ...quota, overage: { ...quota.overage, unit_price: other.overage_unit_price! } };
}

function withChange(terms: PlanTerms, change: TermsOverride): PlanTerms {
  return {
    ...withPrices(terms, change),
    quotas: change.quotas ?? terms.quotas,
    features: { ...terms.features, ...change.features },
    percent_off: bothOff(terms.percent_off, change.percent_off),
  };
}

/** Two discounts one after the other: 10 % off what 20 % off leaves is 28 % off. */
function bothOff(before: string | null, more: string | undefined): string | null {
  if (more === undefined) return before;
  if (before === null) return more;
  const left = (percent: string) => decimal(100).minus(percent);
  return decimal(100)
    .minus(left(before).times(left(more)).times('0.01'))
    .toFixed();
}

function withPrices(
  terms: PlanTerms,
  {
    price,
    fees,
    prices,
  }: { price?: string | undefined; fees: Record<string, Price>; prices: Record<string, Price> },
): PlanTerms {
  return {
    ...terms,
    price: price ?? terms.price,
    fees: terms.fees.map((fee) => ({ ...fee, price: fees[fee.key] ?? fee.price })),
    prices: terms.prices.map((item) => {
      const priced = { ...item, price: prices[item.key] ?? item.price };
      if (!item.variants) return priced;
      const variants = item.variants.map((one) => {
        return { ...one, price: prices[`${item.key}.${one.key}`] ?? one.price };
      });
      return { ...priced, variants };
    }),
  };
}
