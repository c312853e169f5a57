import { sql } from 'kysely';
import { type Db, jsonb } from '#kernel';
import type { Meter } from './meter.ts';
import { type MeterRow, tables } from './tables.ts';

/** False when the provider has a meter of this key. */
export async function insertMeter(tx: Db, meter: Meter): Promise<boolean> {
  const inserted = await tables(tx)
    .insertInto('catalog_meters')
    .values(toRow(meter))
    .onConflict((conflict) => conflict.columns(['organization_id', 'key']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

export async function updateMeter(tx: Db, meter: Meter): Promise<void> {
  const { id, organization_id, product_id, key, created_at, ...changed } = toRow(meter);
  await tables(tx).updateTable('catalog_meters').set(changed).where('id', '=', id).execute();
}

export async function deleteMeter(tx: Db, id: string): Promise<void> {
  await tables(tx).deleteFrom('catalog_meters').where('id', '=', id).execute();
}

export async function countMeters(db: Db, organizationId: string): Promise<number> {
  const row = await tables(db)
    .selectFrom('catalog_meters')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('organization_id', '=', organizationId)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** The meters that the plans of a product may price. */
export async function metersOfProduct(db: Db, organizationId: string, productId: string): Promise<Meter[]> {
  const rows = await tables(db)
    .selectFrom('catalog_meters')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where((is) => is.or([is('product_id', 'is', null), is('product_id', '=', productId)]))
    .orderBy('key')
    .execute();
  return rows.map(fromRow);
}

/** `lock`: until the transaction ends none of them changes, or only this transaction changes it. */
export async function metersByKeys(
  db: Db,
  organizationId: string,
  keys: readonly string[],
  lock?: 'share' | 'update',
): Promise<Meter[]> {
  if (keys.length === 0) return [];
  let list = tables(db)
    .selectFrom('catalog_meters')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('key', 'in', keys)
    .orderBy('key');
  if (lock === 'share') list = list.forShare();
  if (lock === 'update') list = list.forUpdate();
  return (await list.execute()).map(fromRow);
}

/** What several providers call by one key. */
export async function metersOfKey(db: Db, providerIds: readonly string[], key: string): Promise<Meter[]> {
  const rows = await tables(db)
    .selectFrom('catalog_meters')
    .selectAll()
    .where('organization_id', 'in', providerIds)
    .where('key', '=', key)
    .execute();
  return rows.map(fromRow);
}

/** Whether a published version of any of the provider's plans keeps a meter under this key. */
export async function isPriced(db: Db, organizationId: string, key: string): Promise<boolean> {
  const found = await tables(db)
    .selectFrom('catalog_plan_versions as version')
    .innerJoin('catalog_plans as plan', 'plan.id', 'version.plan_id')
    .innerJoin('catalog_products as product', 'product.id', 'plan.product_id')
    .select('version.id')
    .where('product.organization_id', '=', organizationId)
    .where('version.state', '=', 'published')
    .where(
      sql<boolean>`jsonb_path_exists(version.terms, '$.prices[*] ? (@.meter == $key && exists(@.definition))', jsonb_build_object('key', ${key}::text))`,
    )
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

function toRow(meter: Meter) {
  return {
    id: meter.id,
    organization_id: meter.organizationId,
    product_id: meter.productId,
    key: meter.key,
    name: meter.name,
    definition: jsonb(meter.definition),
    revision: meter.revision,
    created_at: meter.createdAt,
    updated_at: meter.updatedAt,
  };
}

function fromRow(row: MeterRow): Meter {
  return {
    id: row.id,
    organizationId: row.organization_id,
    productId: row.product_id,
    key: row.key,
    name: row.name,
    definition: row.definition,
    revision: row.revision,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
