import { z } from 'zod';
import { currencyDigits, decimal, formatAmount, isCurrency, isDecimalText, parseAmount } from '#kernel';
import { BUILT_IN_METERS, meterDefinitionSchema, quotaAlignments, quotaPeriods } from '#rating';
import { positiveDecimalText, text } from './fields.ts';
import { concurrencySchema, ROUTE_METHOD, rateLimitsSchema, routeTemplate } from './route-definition.ts';
import { termsKey, usagePriceSchema } from './usage-price.ts';

const interval = z.strictObject({
  unit: z.enum(['day', 'week', 'month', 'quarter', 'year']),
  count: z.int().min(1).max(366).default(1),
});
/** No interval is longer than this: about three years. */
const mostPerUnit = { day: 366, week: 156, month: 36, quarter: 12, year: 3 } as const;

const overage = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('block') }),
  z.strictObject({
    mode: z.literal('charge'),
    unit_price: positiveDecimalText.max(25).describe('Per unit past the quota'),
    max_overage_units: z.int().min(1).max(1_000_000_000_000).nullable().default(null),
  }),
]);

const quota = z.strictObject({
  units: z.int().min(0).max(1_000_000_000_000).describe('Units included per period'),
  period: z.enum(quotaPeriods),
  alignment: z
    .enum(quotaAlignments)
    .default('calendar')
    .describe(
      'calendar: local days, weeks from Monday, months from the 1st. anniversary: from the subscription’s anchor',
    ),
  overage: overage.default({ mode: 'block' }),
});
const MOST_QUOTAS = 4;

/**
 * By method and template, not by id: terms outlive a route that is deleted and made again, and people can read
 * them. An entry that names no route of the product limits nothing.
 */
const routeRateLimits = z
  .array(z.strictObject({ method: ROUTE_METHOD, template: routeTemplate, rate_limits: rateLimitsSchema }))
  .max(100)
  .describe('In place of the windows of these routes; an empty list lifts them');

const feature = z.union([z.boolean(), text(200), z.number()]);
const features = z
  .record(termsKey, feature)
  .refine((record) => Object.keys(record).length <= 100, 'has more than 100 features');

const termsFields = z.strictObject({
  currency: z.string().refine(isCurrency, 'is not an ISO 4217 currency').describe('ISO 4217'),
  interval,
  price: positiveDecimalText.max(25).describe('Flat fee per interval in major units, charged in advance'),
  trial_days: z.int().min(0).max(730).default(0),
  quotas: z.array(quota).max(MOST_QUOTAS).default([]).describe('A call passes when each of them has room'),
  rate_limits: rateLimitsSchema.default([]).describe('Over all routes together'),
  route_rate_limits: routeRateLimits.default([]),
  concurrency: concurrencySchema.default(null),
  prices: z.array(usagePriceSchema).max(100).default([]).describe('Usage prices, charged in arrears'),
  meters: z
    .record(termsKey, meterDefinitionSchema)
    .optional()
    .describe('What the meters of the prices count, kept when a version is saved; given ones are replaced'),
  features: features.default({}),
});

/** What a plan version promises. Snake case, because it is stored and sent exactly as it is written here. */
export type PlanTerms = z.output<typeof termsFields>;
export type PlanInterval = PlanTerms['interval'];
export type QuotaTerms = PlanTerms['quotas'][number];
/** A quota beyond which units are charged. */
export type ChargedQuota = QuotaTerms & { overage: Extract<QuotaTerms['overage'], { mode: 'charge' }> };

/** Validates terms; what fields say together is checked once each is right by itself. */
export const planTermsSchema = termsFields.superRefine((terms, context) => {
  const report = (path: (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path, message });
  checkPrice(terms, report);
  const { unit, count } = terms.interval;
  if (count > mostPerUnit[unit])
    report(['interval', 'count'], `must be at most ${mostPerUnit[unit]} for ${unit}`);
  checkQuotas(terms.quotas, report);
  checkTwice(
    terms.route_rate_limits.map(({ method, template }) => `${method} ${template}`),
    (index, value) => report(['route_rate_limits', index, 'template'], `two entries are for ${value}`),
  );
  checkTwice(
    terms.prices.map((price) => price.key),
    (index, value) => report(['prices', index, 'key'], `two prices have the key ${value}`),
  );
});

function checkPrice(terms: PlanTerms, report: (path: string[], message: string) => void): void {
  // This runs even when a field was found wrong by its own rule; that has been reported then.
  if (!isCurrency(terms.currency) || !isDecimalText(terms.price)) return;
  const digits = currencyDigits(terms.currency);
  const [whole = '', decimals = ''] = terms.price.split('.');
  if (decimals.length > digits) report(['price'], `${terms.currency} has at most ${digits} decimal places`);
  else if (whole.length > 12) report(['price'], 'is too large');
}

function checkQuotas(
  quotas: readonly QuotaTerms[],
  report: (path: (string | number)[], message: string) => void,
): void {
  checkTwice(
    quotas.map(({ period, alignment }) => `${period} and alignment ${alignment}`),
    (index, value) => report(['quotas', index, 'period'], `two quotas have the period ${value}`),
  );
  const charged = quotas.flatMap(({ overage: { mode } }, index) => (mode === 'charge' ? [index] : []));
  for (const index of charged.slice(1)) {
    report(['quotas', index, 'overage'], 'two quotas charge overage; a unit can be charged once');
  }
}

function checkTwice<T>(values: readonly T[], report: (index: number, value: T) => void): void {
  const seen = new Set<T>();
  values.forEach((value, index) => {
    if (seen.has(value)) report(index, value);
    seen.add(value);
  });
}

/** One spelling per meaning, so that a comparison shows differences only: '29' and '29.0' become '29.00'. */
export function normalizeTerms(terms: PlanTerms): PlanTerms {
  const price = formatAmount(parseAmount(terms.price, terms.currency));
  return { ...terms, price, quotas: terms.quotas.map(normalizeQuota) };
}

function normalizeQuota(quota: QuotaTerms): QuotaTerms {
  const { overage } = quota;
  if (overage.mode === 'block') return quota;
  return { ...quota, overage: { ...overage, unit_price: decimal(overage.unit_price).toFixed() } };
}

/** The quota beyond which units are charged; there is at most one, because a unit is charged once. */
export function chargedQuotaOf(terms: Pick<PlanTerms, 'quotas'>): ChargedQuota | null {
  return terms.quotas.find((quota): quota is ChargedQuota => quota.overage.mode === 'charge') ?? null;
}

/** True when nothing is due at the start of a period. */
export function isFreeOfFlatFee(terms: PlanTerms): boolean {
  return !isDecimalText(terms.price) || decimal(terms.price).eq(0);
}

/** The meters that these terms price. */
export function meterNamesOf(terms: Pick<PlanTerms, 'prices'>): string[] {
  return [...new Set(terms.prices.map((price) => price.meter))];
}

/** The event types whose values these terms price without a meter of the provider's. */
export function eventTypesOf(terms: PlanTerms): string[] {
  const builtIn: readonly string[] = BUILT_IN_METERS;
  return meterNamesOf(terms).filter(
    (name) => !builtIn.includes(name) && !Object.hasOwn(terms.meters ?? {}, name),
  );
}
