import { type Db, notFound } from '#kernel';
import type { PostalAddress } from './organization.ts';
import { findOrganizations } from './store-accounts.ts';
import { findOwners } from './store-members.ts';

/** What an invoice says of a seller or a buyer. */
export interface BillingProfile {
  readonly organizationId: string;
  readonly slug: string;
  /** The legal name, or the display name of who has given none. */
  readonly name: string;
  readonly address: PostalAddress | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  readonly taxId: string | null;
  /** Where its invoices go: the billing address, or else the first owner's. */
  readonly email: string | null;
  /** IANA name. */
  readonly timeZone: string;
  /** ISO 4217. */
  readonly defaultCurrency: string;
}

export async function organizationBillingProfile(db: Db, organizationId: string): Promise<BillingProfile> {
  const organization = (await findOrganizations(db, [organizationId])).get(organizationId);
  if (!organization) throw notFound('organization');
  const { legal, billingEmail } = organization;
  const [owner] = billingEmail === null ? await findOwners(db, organizationId) : [];
  return {
    organizationId,
    slug: organization.slug,
    name: legal.name ?? organization.name,
    address: legal.address,
    country: legal.country,
    taxId: legal.taxId,
    email: billingEmail ?? owner?.email ?? null,
    timeZone: organization.billingTimeZone,
    defaultCurrency: organization.defaultCurrency,
  };
}
