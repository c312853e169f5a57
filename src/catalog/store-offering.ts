import type { Db } from '#kernel';
import type { Category } from './category.ts';
import type { Grant } from './grant.ts';
import type { Logo } from './logo.ts';
import { tables } from './tables.ts';
import type { GrantRow } from './tables-offering.ts';

export async function isModerated(db: Db): Promise<boolean> {
  const row = await tables(db).selectFrom('catalog_settings').select('moderation').executeTakeFirst();
  return row?.moderation ?? false;
}

export async function saveModeration(tx: Db, moderation: boolean): Promise<void> {
  await tables(tx).updateTable('catalog_settings').set({ moderation }).execute();
}

export async function listCategories(db: Db): Promise<Category[]> {
  return await tables(db)
    .selectFrom('catalog_categories')
    .selectAll()
    .orderBy('position')
    .orderBy('slug')
    .execute();
}

export async function hasCategory(db: Db, slug: string): Promise<boolean> {
  const row = await tables(db)
    .selectFrom('catalog_categories')
    .select('slug')
    .where('slug', '=', slug)
    .executeTakeFirst();
  return row !== undefined;
}

export async function saveCategoryRow(tx: Db, { slug, ...said }: Category): Promise<void> {
  await tables(tx)
    .insertInto('catalog_categories')
    .values({ slug, ...said })
    .onConflict((conflict) => conflict.column('slug').doUpdateSet(said))
    .execute();
}

/** False when products are in it. */
export async function deleteCategory(tx: Db, slug: string): Promise<boolean> {
  const used = await tables(tx)
    .selectFrom('catalog_products')
    .select('id')
    .where('category', '=', slug)
    .limit(1)
    .executeTakeFirst();
  if (used) return false;
  await tables(tx).deleteFrom('catalog_categories').where('slug', '=', slug).execute();
  return true;
}

export async function findLogo(db: Db, productId: string, digest: string): Promise<Logo | null> {
  const row = await tables(db)
    .selectFrom('catalog_logos')
    .selectAll()
    .where('product_id', '=', productId)
    .where('digest', '=', digest)
    .executeTakeFirst();
  if (!row) return null;
  const { content_type: contentType, bytes, width, height } = row;
  return { digest, contentType: contentType as Logo['contentType'], bytes, width, height };
}

export async function saveLogoRow(
  tx: Db,
  productId: string,
  logo: Logo,
  at: Temporal.Instant,
): Promise<void> {
  const changed = {
    digest: logo.digest,
    content_type: logo.contentType,
    bytes: logo.bytes,
    width: logo.width,
    height: logo.height,
    updated_at: at,
  };
  await tables(tx)
    .insertInto('catalog_logos')
    .values({ product_id: productId, ...changed })
    .onConflict((conflict) => conflict.column('product_id').doUpdateSet(changed))
    .execute();
}

export async function deleteLogo(tx: Db, productId: string): Promise<void> {
  await tables(tx).deleteFrom('catalog_logos').where('product_id', '=', productId).execute();
}

export async function findGrant(
  db: Db,
  productId: string,
  organizationId: string,
  options: { lock?: boolean } = {},
): Promise<Grant | null> {
  const own = tables(db)
    .selectFrom('catalog_grants')
    .selectAll()
    .where('product_id', '=', productId)
    .where('organization_id', '=', organizationId);
  const row = await (options.lock ? own.forUpdate() : own).executeTakeFirst();
  return row ? fromGrantRow(row) : null;
}

export async function saveGrantRow(tx: Db, grant: Grant): Promise<void> {
  const changed = {
    state: grant.state,
    message: grant.message,
    reason: grant.reason,
    requested_at: grant.requestedAt,
    decided_at: grant.decidedAt,
    updated_at: grant.updatedAt,
  };
  await tables(tx)
    .insertInto('catalog_grants')
    .values({ product_id: grant.productId, organization_id: grant.organizationId, ...changed })
    .onConflict((conflict) => conflict.columns(['product_id', 'organization_id']).doUpdateSet(changed))
    .execute();
}

export interface GrantFilter {
  readonly state?: Grant['state'] | undefined;
  readonly afterId: string | null;
  readonly size: number;
}

/** Of a product, by organization. */
export async function grantsOfProduct(db: Db, productId: string, filter: GrantFilter): Promise<Grant[]> {
  let list = tables(db).selectFrom('catalog_grants').selectAll().where('product_id', '=', productId);
  if (filter.state !== undefined) list = list.where('state', '=', filter.state);
  if (filter.afterId !== null) list = list.where('organization_id', '>', filter.afterId);
  return (await list.orderBy('organization_id').limit(filter.size).execute()).map(fromGrantRow);
}

/** Of an organization, by product. */
export async function grantsOfOrganization(
  db: Db,
  organizationId: string,
  filter: Omit<GrantFilter, 'state'>,
): Promise<Grant[]> {
  let list = tables(db)
    .selectFrom('catalog_grants')
    .selectAll()
    .where('organization_id', '=', organizationId);
  if (filter.afterId !== null) list = list.where('product_id', '>', filter.afterId);
  return (await list.orderBy('product_id').limit(filter.size).execute()).map(fromGrantRow);
}

function fromGrantRow(row: GrantRow): Grant {
  return {
    productId: row.product_id,
    organizationId: row.organization_id,
    state: row.state,
    message: row.message,
    reason: row.reason,
    requestedAt: row.requested_at,
    decidedAt: row.decided_at,
    updatedAt: row.updated_at,
  };
}
