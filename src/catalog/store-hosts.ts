import { sql } from 'kysely';
import type { Db } from '#kernel';
import { tables } from './tables.ts';

/** A host name that a product lists. */
export interface ListedHost {
  readonly host: string;
  readonly productId: string;
  /** Null while the operator has not given the name to this product. */
  readonly approvedAt: Temporal.Instant | null;
}

/** Approved names by product, whether the product still lists them or not. */
export async function approvedHostsOf(
  db: Db,
  productIds: readonly string[] | null,
): Promise<Map<string, string[]>> {
  let list = tables(db).selectFrom('catalog_hosts').select(['host', 'product_id']);
  if (productIds !== null) list = list.where('product_id', 'in', productIds);
  const rows = await list.orderBy('host').execute();
  const byProduct = Map.groupBy(rows, (row) => row.product_id);
  return new Map([...byProduct].map(([id, own]) => [id, own.map((row) => row.host)]));
}

/** Names that products list, approved or not; of one provider, or with null of all. */
export async function listHosts(
  db: Db,
  filter: {
    organizationId: string | null;
    after: readonly [host: string, productId: string] | null;
    size: number;
  },
): Promise<ListedHost[]> {
  const [host, productId] = filter.after ?? ['', ''];
  const { rows } = await sql<{ host: string; product_id: string; approved_at: Temporal.Instant | null }>`
    select listed.host, product.id as product_id, approved.approved_at
    from catalog_products product
    cross join lateral jsonb_array_elements_text(product.traffic -> 'hosts') as listed(host)
    left join catalog_hosts approved on approved.host = listed.host and approved.product_id = product.id
    where (${filter.organizationId}::text is null or product.organization_id = ${filter.organizationId})
      and (listed.host, product.id) > (${host}, ${productId})
    order by listed.host, product.id
    limit ${filter.size}`.execute(db);
  return rows.map((row) => ({ host: row.host, productId: row.product_id, approvedAt: row.approved_at }));
}

/** The product that had the name before, if any. */
export async function putHost(
  tx: Db,
  host: string,
  productId: string,
  at: Temporal.Instant,
): Promise<string | null> {
  const before = await tables(tx)
    .selectFrom('catalog_hosts')
    .select('product_id')
    .where('host', '=', host)
    .forUpdate()
    .executeTakeFirst();
  if (before?.product_id === productId) return productId;
  await tables(tx)
    .insertInto('catalog_hosts')
    .values({ host, product_id: productId, approved_at: at })
    .onConflict((conflict) => conflict.column('host').doUpdateSet({ product_id: productId, approved_at: at }))
    .execute();
  return before?.product_id ?? null;
}

/** The product that had it; null when nobody had. */
export async function deleteHost(tx: Db, host: string): Promise<string | null> {
  const row = await tables(tx)
    .deleteFrom('catalog_hosts')
    .where('host', '=', host)
    .returning('product_id')
    .executeTakeFirst();
  return row?.product_id ?? null;
}
