import { invalid, type PointedError } from '#kernel';
import type { LegalEntity } from './organization.ts';
import { readRegion } from './regions.ts';
import type { OrganizationChange } from './store-accounts.ts';
import { readTaxNumber } from './tax-number.ts';

/**
 * What taxes go by, in its normal form: the tax number and, where states or provinces tax, the region. 422 where one is not
 * what its country has. Facts that do not change are not asked about again.
 */
export function acceptLegalFacts(before: LegalEntity, change: OrganizationChange): OrganizationChange {
  const moves = change.legal_country !== undefined && change.legal_country !== before.country;
  const country = change.legal_country === undefined ? before.country : change.legal_country;
  if (country === null) return change;
  const taxId = change.tax_id === undefined && moves ? before.taxId : change.tax_id;
  const address = change.legal_address === undefined && moves ? before.address : change.legal_address;
  const errors: PointedError[] = [];
  const accepted: { tax_id?: string; legal_address?: NonNullable<typeof address> } = {};
  if (taxId) {
    const read = readTaxNumber(country, taxId);
    if (read.ok) accepted.tax_id = read.number;
    else errors.push({ pointer: '/legal/tax_id', detail: read.reason });
  }
  if (address?.region) {
    const region = readRegion(country, address.region);
    if (region !== null) accepted.legal_address = { ...address, region };
    else
      errors.push({ pointer: '/legal/address/region', detail: `must be a state or province of ${country}` });
  }
  if (errors.length > 0) throw invalid(errors);
  return { ...change, ...accepted };
}
