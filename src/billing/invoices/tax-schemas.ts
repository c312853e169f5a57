/** Tax facts as requests and answers have them. */
import { z } from 'zod';
import { countryField, readRegion, readTaxNumber } from '#identity';
import { decimal, decimalText, invalid, type PointedError } from '#kernel';
import {
  type Exemption,
  RATE_CATEGORIES,
  type Registration,
  TAX_SCHEMES,
  type TaxRate,
} from './tax-facts.ts';

/** Text that every store can hold and that shows something. */
const text = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .refine(
      (value) => !value.includes('\u0000') && value.isWellFormed(),
      'contains characters that cannot be stored',
    );

export const dayField = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a day such as 2027-01-31')
  .transform((value, context) => {
    try {
      const day = Temporal.PlainDate.from(value, { overflow: 'reject' });
      if (day.year >= 1970) return day;
    } catch {
      // Falls through to the refusal below.
    }
    context.addIssue({ code: 'custom', message: 'must be a day from 1970 on such as 2027-01-31' });
    return z.NEVER;
  })
  .describe('ISO 8601 day');

export const regionField = text(60).describe('State or province, by code (`CA`, `US-CA`) or English name');
const validity = {
  valid_from: dayField,
  valid_to: dayField.nullable().default(null).describe('The last day; null: without end'),
};
const shownValidity = { valid_from: z.string(), valid_to: z.string().nullable() };

export const percentField = z
  .string()
  .regex(/^\d{1,3}(\.\d{1,3})?$/, 'must be a percentage in quotes with at most 3 decimals')
  .refine((value) => Number(value) <= 100, 'must be at most 100');

export const newRateSchema = z.strictObject({
  country: countryField,
  region: regionField.nullable().default(null),
  category: z.enum(RATE_CATEGORIES).default('standard'),
  name: text(40).describe('VAT, GST, Sales tax; several of a place with different names add up'),
  percent: percentField,
  ...validity,
});

export const rateSchema = z.object({
  id: z.string(),
  owner: z.enum(['own', 'installation']),
  country: z.string(),
  region: z.string().nullable(),
  category: z.enum(RATE_CATEGORIES),
  name: z.string(),
  percent: z.string(),
  ...shownValidity,
});

export const newRegistrationSchema = z.strictObject({
  country: countryField,
  region: regionField.nullable().default(null),
  scheme: z
    .enum(TAX_SCHEMES)
    .default('standard')
    .describe(
      'small_business: exempt by size. oss: VAT of private buyers in all of the Union is declared there',
    ),
  tax_id: text(50).nullable().default(null).describe('Where it is another than that of the organization'),
  ...validity,
});

export const registrationSchema = z.object({
  id: z.string(),
  country: z.string(),
  region: z.string().nullable(),
  scheme: z.enum(TAX_SCHEMES),
  tax_id: z.string().nullable(),
  ...shownValidity,
});

export const newExemptionSchema = z.strictObject({
  organization_id: z.string().max(64).describe('The consumer'),
  country: countryField.nullable().default(null).describe('null: wherever the sale is taxed'),
  region: regionField.nullable().default(null),
  certificate: text(100).describe('Number of the certificate'),
  reason: text(300).describe('Stands on the invoice'),
  ...validity,
});

export const exemptionSchema = z.object({
  id: z.string(),
  organization_id: z.string(),
  country: z.string().nullable(),
  region: z.string().nullable(),
  certificate: z.string(),
  reason: z.string(),
  ...shownValidity,
});

const days = (of: { validFrom: Temporal.PlainDate; validTo: Temporal.PlainDate | null }) => ({
  valid_from: of.validFrom.toString(),
  valid_to: of.validTo?.toString() ?? null,
});

export function presentRate(rate: TaxRate): z.input<typeof rateSchema> {
  const { id, country, region, category, name } = rate;
  const owner = rate.sellerId === null ? 'installation' : 'own';
  return { id, owner, country, region, category, name, percent: decimalText(rate.percent), ...days(rate) };
}

export function presentRegistration(one: Registration): z.input<typeof registrationSchema> {
  const { id, country, region, scheme } = one;
  return { id, country, region, scheme, tax_id: one.taxId, ...days(one) };
}

export function presentExemption(one: Exemption): z.input<typeof exemptionSchema> {
  const { id, country, region, certificate, reason } = one;
  return { id, organization_id: one.buyerId, country, region, certificate, reason, ...days(one) };
}

interface Placed {
  readonly country: string | null;
  readonly region: string | null;
  readonly valid_from?: Temporal.PlainDate;
  readonly valid_to?: Temporal.PlainDate | null;
}

/** What fields say together: the region in its normal form; 422 where they contradict each other. */
function acceptPlace(of: Placed, at: string, more: readonly PointedError[] = []): string | null {
  const { country, region, valid_from: from, valid_to: to } = of;
  const errors: PointedError[] = [...more];
  const read = country === null || region === null ? null : readRegion(country, region);
  if (region !== null && read === null) {
    const detail = country === null ? 'needs its country' : `must be a state or province of ${country}`;
    errors.push({ pointer: `${at}/region`, detail });
  }
  if (from && to && Temporal.PlainDate.compare(to, from) < 0) {
    errors.push({ pointer: `${at}/valid_to`, detail: 'must not be before valid_from' });
  }
  if (errors.length > 0) throw invalid(errors);
  return read;
}

export function acceptRate(
  body: z.output<typeof newRateSchema>,
  id: string,
  sellerId: string | null,
): TaxRate {
  const { country, category, name, percent } = body;
  const region = acceptPlace(body, '');
  const valid = { validFrom: body.valid_from, validTo: body.valid_to };
  return { id, sellerId, country, region, category, name, percent: decimal(percent), ...valid };
}

export function acceptRegistration(
  body: z.output<typeof newRegistrationSchema>,
  id: string,
  sellerId: string,
): Registration {
  const { country, scheme, tax_id: given } = body;
  // Small businesses often have a number of another kind; sellers from outside the Union have one of its own.
  const isOtherNumber = scheme === 'small_business' || (scheme === 'oss' && /^EU\d{9}$/.test(given ?? ''));
  const read = given === null || isOtherNumber ? null : readTaxNumber(country, given);
  const wrong = read && !read.ok ? [{ pointer: '/tax_id', detail: read.reason }] : [];
  const region = acceptPlace(body, '', wrong);
  const valid = { validFrom: body.valid_from, validTo: body.valid_to };
  return { id, sellerId, country, region, scheme, taxId: read?.ok ? read.number : given, ...valid };
}

export function acceptExemption(
  body: z.output<typeof newExemptionSchema>,
  id: string,
  sellerId: string,
): Exemption {
  const { organization_id: buyerId, country, certificate, reason } = body;
  const region = acceptPlace(body, '');
  const valid = { validFrom: body.valid_from, validTo: body.valid_to };
  return { id, sellerId, buyerId, country, region, certificate, reason, ...valid };
}

export const buyerSchema = z.strictObject({
  organization_id: z.string().max(64).nullable().default(null).describe('For its exemptions with you'),
  country: countryField.nullable().default(null),
  region: regionField.nullable().default(null),
  tax_id: text(50).nullable().default(null),
});

export function acceptBuyer(body: z.output<typeof buyerSchema>) {
  const { country, tax_id: given } = body;
  const read = given === null || country === null ? null : readTaxNumber(country, given);
  const wrong = read && !read.ok ? [{ pointer: '/buyer/tax_id', detail: read.reason }] : [];
  const region = acceptPlace(body, '/buyer', wrong);
  return { country, region, taxId: read?.ok ? read.number : given };
}
