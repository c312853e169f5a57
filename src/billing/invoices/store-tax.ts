import { sql } from 'kysely';
import { type Db, type Decimal, decimal, decimalText } from '#kernel';
import type { Exemption, RateCategory, Registration, TaxCode, TaxRate, TaxScheme } from './tax-facts.ts';
import type { Tax } from './totals.ts';

interface RegistrationRow {
  id: string;
  provider_id: string;
  country: string;
  region: string | null;
  scheme: TaxScheme;
  tax_id: string | null;
  valid_from: Temporal.PlainDate;
  valid_to: Temporal.PlainDate | null;
}

const toRegistration = (row: RegistrationRow): Registration => ({
  id: row.id,
  sellerId: row.provider_id,
  country: row.country,
  region: row.region,
  scheme: row.scheme,
  taxId: row.tax_id,
  validFrom: row.valid_from,
  validTo: row.valid_to,
});

interface RateRow {
  id: string;
  provider_id: string | null;
  country: string;
  region: string | null;
  category: RateCategory;
  name: string;
  percent: Decimal;
  valid_from: Temporal.PlainDate;
  valid_to: Temporal.PlainDate | null;
}

const toRate = (row: RateRow): TaxRate => ({
  id: row.id,
  sellerId: row.provider_id,
  country: row.country,
  region: row.region,
  category: row.category,
  name: row.name,
  percent: row.percent,
  validFrom: row.valid_from,
  validTo: row.valid_to,
});

interface ExemptionRow {
  id: string;
  provider_id: string;
  organization_id: string;
  country: string | null;
  region: string | null;
  certificate: string;
  reason: string;
  valid_from: Temporal.PlainDate;
  valid_to: Temporal.PlainDate | null;
}

const toExemption = (row: ExemptionRow): Exemption => ({
  id: row.id,
  sellerId: row.provider_id,
  buyerId: row.organization_id,
  country: row.country,
  region: row.region,
  certificate: row.certificate,
  reason: row.reason,
  validFrom: row.valid_from,
  validTo: row.valid_to,
});

export async function registrationsOf(db: Db, sellerIds: readonly string[]): Promise<Registration[]> {
  const { rows } = await sql<RegistrationRow>`
    select * from billing_tax_registrations where provider_id = any(${[...sellerIds]}::text[])
    order by country, region, valid_from, id`.execute(db);
  return rows.map(toRegistration);
}

/** Those of the sellers and the operator's. `countries`: null for all. */
export async function ratesFor(
  db: Db,
  sellerIds: readonly string[],
  countries: readonly string[] | null,
): Promise<TaxRate[]> {
  const { rows } = await sql<RateRow>`
    select * from billing_tax_rates
    where (provider_id is null or provider_id = any(${[...sellerIds]}::text[]))
      and (${countries === null} or country = any(${[...(countries ?? [])]}::text[]))`.execute(db);
  return rows.map(toRate);
}

export async function exemptionsBetween(
  db: Db,
  sellerIds: readonly string[],
  buyerIds: readonly string[],
): Promise<Exemption[]> {
  const { rows } = await sql<ExemptionRow>`
    select * from billing_tax_exemptions where provider_id = any(${[...sellerIds]}::text[])
      and organization_id = any(${[...buyerIds]}::text[]) order by id`.execute(db);
  return rows.map(toExemption);
}

interface Page {
  readonly limit: number;
  readonly afterId: string | null;
}

/** Of one owner in the order of their ids; null: the operator's. */
export async function listRates(
  db: Db,
  ownerId: string | null,
  country: string | null,
  page: Page,
): Promise<TaxRate[]> {
  const { rows } = await sql<RateRow>`
    select * from billing_tax_rates where provider_id is not distinct from ${ownerId}::text
      and (${country}::text is null or country = ${country})
      and (${page.afterId}::text is null or id > ${page.afterId}) order by id limit ${page.limit}`.execute(
    db,
  );
  return rows.map(toRate);
}

export async function listRegistrations(db: Db, sellerId: string, page: Page): Promise<Registration[]> {
  const { rows } = await sql<RegistrationRow>`
    select * from billing_tax_registrations where provider_id = ${sellerId}
      and (${page.afterId}::text is null or id > ${page.afterId}) order by id limit ${page.limit}`.execute(
    db,
  );
  return rows.map(toRegistration);
}

export async function listExemptions(
  db: Db,
  sellerId: string,
  buyerId: string | null,
  page: Page,
): Promise<Exemption[]> {
  const { rows } = await sql<ExemptionRow>`
    select * from billing_tax_exemptions where provider_id = ${sellerId}
      and (${buyerId}::text is null or organization_id = ${buyerId})
      and (${page.afterId}::text is null or id > ${page.afterId}) order by id limit ${page.limit}`.execute(
    db,
  );
  return rows.map(toExemption);
}

const dates = (of: { validFrom: Temporal.PlainDate; validTo: Temporal.PlainDate | null }) =>
  [of.validFrom.toString(), of.validTo?.toString() ?? null] as const;

/** The same place, category, name and first day once more takes the new percent and end. */
export async function saveRate(tx: Db, rate: TaxRate): Promise<TaxRate> {
  const [from, to] = dates(rate);
  const { rows } = await sql<RateRow>`
    insert into billing_tax_rates (id, provider_id, country, region, category, name, percent, valid_from, valid_to)
    values (${rate.id}, ${rate.sellerId}, ${rate.country}, ${rate.region}, ${rate.category}, ${rate.name},
      ${decimalText(rate.percent)}, ${from}, ${to})
    on conflict (provider_id, country, region, category, name, valid_from)
    do update set percent = excluded.percent, valid_to = excluded.valid_to returning *`.execute(tx);
  return toRate(rows[0]!);
}

/** Adds those whose place, category, name and first day are not there, and answers them. */
export async function addRates(tx: Db, rates: readonly TaxRate[]): Promise<TaxRate[]> {
  const rows = rates.map((rate) => ({
    id: rate.id,
    provider_id: rate.sellerId,
    country: rate.country,
    region: rate.region,
    category: rate.category,
    name: rate.name,
    percent: decimalText(rate.percent),
    valid_from: rate.validFrom.toString(),
    valid_to: rate.validTo?.toString() ?? null,
  }));
  const added = await sql<RateRow>`
    insert into billing_tax_rates
    select * from jsonb_populate_recordset(null::billing_tax_rates, ${JSON.stringify(rows)}::jsonb)
    on conflict do nothing returning *`.execute(tx);
  return added.rows.map(toRate);
}

export async function saveRegistration(tx: Db, one: Registration): Promise<Registration> {
  const [from, to] = dates(one);
  const { rows } = await sql<RegistrationRow>`
    insert into billing_tax_registrations (id, provider_id, country, region, scheme, tax_id, valid_from, valid_to)
    values (${one.id}, ${one.sellerId}, ${one.country}, ${one.region}, ${one.scheme}, ${one.taxId}, ${from}, ${to})
    on conflict (provider_id, country, region, scheme, valid_from)
    do update set tax_id = excluded.tax_id, valid_to = excluded.valid_to returning *`.execute(tx);
  return toRegistration(rows[0]!);
}

export async function saveExemption(tx: Db, one: Exemption): Promise<Exemption> {
  const [from, to] = dates(one);
  const { rows } = await sql<ExemptionRow>`
    insert into billing_tax_exemptions
      (id, provider_id, organization_id, country, region, certificate, reason, valid_from, valid_to)
    values (${one.id}, ${one.sellerId}, ${one.buyerId}, ${one.country}, ${one.region}, ${one.certificate},
      ${one.reason}, ${from}, ${to})
    on conflict (provider_id, organization_id, country, region, certificate)
    do update set reason = excluded.reason, valid_from = excluded.valid_from, valid_to = excluded.valid_to
    returning *`.execute(tx);
  return toExemption(rows[0]!);
}

/** Writers of one owner's facts stand in line until the transaction ends, so that they can be counted. */
export async function lockTaxFacts(tx: Db, ownerId: string | null): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tax facts of ${ownerId}`}, 0))`.execute(tx);
}

export type TaxFactKind = keyof typeof tables;

const tables = {
  rate: 'billing_tax_rates',
  registration: 'billing_tax_registrations',
  exemption: 'billing_tax_exemptions',
} as const;

export async function countTaxFacts(db: Db, kind: TaxFactKind, ownerId: string | null): Promise<number> {
  const { rows } = await sql<{ count: bigint }>`
    select count(*) as count from ${sql.table(tables[kind])}
    where provider_id is not distinct from ${ownerId}::text`.execute(db);
  return Number(rows[0]!.count);
}

/** False when the owner has no such thing. */
export async function removeTaxFact(
  tx: Db,
  kind: TaxFactKind,
  id: string,
  ownerId: string | null,
): Promise<boolean> {
  const { rows } = await sql`
    delete from ${sql.table(tables[kind])}
    where id = ${id} and provider_id is not distinct from ${ownerId}::text returning id`.execute(tx);
  return rows.length > 0;
}

/** The taxes of an invoice as its row keeps them. Those from before there were rates are none. */
export interface TaxEntry {
  readonly code: TaxCode;
  readonly name: string;
  readonly rate_percent: string;
  readonly base_minor: string;
  readonly amount_minor: string;
  readonly reason: string | null;
  readonly reason_code: string | null;
  readonly jurisdiction: string | null;
}

export function taxEntry(tax: Tax): TaxEntry {
  return {
    code: tax.code,
    name: tax.name,
    rate_percent: decimalText(tax.ratePercent),
    base_minor: tax.baseMinor.toString(),
    amount_minor: tax.amountMinor.toString(),
    reason: tax.reason,
    reason_code: tax.reasonCode,
    jurisdiction: tax.jurisdiction,
  };
}

export function readTaxEntry(entry: TaxEntry): Tax {
  return {
    code: entry.code,
    name: entry.name,
    ratePercent: decimal(entry.rate_percent),
    baseMinor: BigInt(entry.base_minor),
    amountMinor: BigInt(entry.amount_minor),
    reason: entry.reason,
    reasonCode: entry.reason_code,
    jurisdiction: entry.jurisdiction,
  };
}
