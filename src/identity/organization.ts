import { z } from 'zod';
import { instantText, isCurrency } from '#kernel';
import { isCountry } from './countries.ts';
import { emailField } from './user.ts';

/** As it stands in the column and on the wire. */
export interface PostalAddress {
  readonly line1: string;
  readonly line2: string | null;
  readonly city: string;
  readonly region: string | null;
  readonly postal_code: string | null;
}

export interface LegalEntity {
  readonly name: string | null;
  readonly address: PostalAddress | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  readonly taxId: string | null;
}

export interface Organization {
  readonly id: string;
  readonly slug: string;
  /** What the operator calls it; accepted wherever a path takes `{workspace_id}`. */
  readonly externalId: string | null;
  readonly name: string;
  readonly provider: boolean;
  readonly providerSinceAt: Temporal.Instant | null;
  /** IANA name: local days and months of its bills are days and months there. */
  readonly billingTimeZone: string;
  /** ISO 4217. */
  readonly defaultCurrency: string;
  readonly billingEmail: string | null;
  readonly legal: LegalEntity;
  /** While set, its members may do nothing in its name and its machines are refused. */
  readonly suspendedAt: Temporal.Instant | null;
  readonly closedAt: Temporal.Instant | null;
  readonly createdAt: Temporal.Instant;
}

// First segments that the portal, the API or the gateway use themselves: a provider's slug is one as well.
const reservedSlugs: ReadonlySet<string> = new Set(
  (
    'admin api apis assets auth authorize billing checkout docs docs-frame grafana health ingest login logout ' +
    'me metrics new operator ready report services settings signup static support turnpike v1 www'
  ).split(' '),
);

export function isSlug(text: string): boolean {
  return (
    /^[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])$/.test(text) && !text.includes('--') && !reservedSlugs.has(text)
  );
}

/** A slug made of a name; empty when the name has no letter or digit that a slug may have. */
export function slugOf(name: string): string {
  const letters = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return letters
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '');
}

/**
 * The IANA zone in its usual spelling, or null. Offsets (`+02:00`) are no zones: they know no summer
 * time.
 */
export function timeZoneName(text: string): string | null {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]{1,60}$/.test(text)) return null;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text).timeZoneId;
  } catch {
    return null;
  }
}

const line = z.string().trim().min(1).max(200);

export const organizationNameField = z.string().trim().min(1).max(120);
export const slugField = z
  .string()
  .max(48)
  .refine(isSlug, 'must be 2 to 48 of a-z, 0-9 and single hyphens, and not a reserved word');
export const externalIdField = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/, 'must be 1 to 200 visible ASCII characters')
  .refine((text) => !/^org_/i.test(text), 'must not look like an id of ours')
  .refine((text) => !/[/?#%]/.test(text), 'must fit into a path: without / ? # %');
export const timeZoneField = z.string().transform((text, context) => {
  const name = timeZoneName(text);
  if (name !== null) return name;
  context.addIssue({ code: 'custom', message: 'must be an IANA time zone such as Europe/Berlin' });
  return z.NEVER;
});
export const currencyField = z.string().max(3).refine(isCurrency, 'must be an ISO 4217 currency code');
export const countryField = z
  .string()
  .max(2)
  .refine(isCountry, 'must be an ISO 3166-1 country code such as DE');
export const addressField = z.strictObject({
  line1: line,
  line2: line.nullable().default(null),
  city: line,
  region: line.nullable().default(null),
  postal_code: z.string().trim().min(1).max(20).nullable().default(null),
});
export const taxIdField = z.string().trim().min(1).max(50);
export const billingEmailField = emailField;

const addressSchema = z.object({
  line1: z.string(),
  line2: z.string().nullable(),
  city: z.string(),
  region: z.string().nullable(),
  postal_code: z.string().nullable(),
});

export const organizationSchema = z.object({
  id: z.string(),
  slug: z.string(),
  external_id: z.string().nullable(),
  name: z.string(),
  provider: z.boolean(),
  billing_time_zone: z.string(),
  default_currency: z.string(),
  billing_email: z.string().nullable(),
  legal: z.object({
    name: z.string().nullable(),
    address: addressSchema.nullable(),
    country: z.string().nullable(),
    tax_id: z.string().nullable(),
  }),
  created_at: z.string(),
});

export function presentOrganization(organization: Organization): z.input<typeof organizationSchema> {
  const { legal } = organization;
  return {
    id: organization.id,
    slug: organization.slug,
    external_id: organization.externalId,
    name: organization.name,
    provider: organization.provider,
    billing_time_zone: organization.billingTimeZone,
    default_currency: organization.defaultCurrency,
    billing_email: organization.billingEmail,
    legal: { name: legal.name, address: legal.address, country: legal.country, tax_id: legal.taxId },
    created_at: instantText(organization.createdAt),
  };
}
