import { type RawBuilder, sql } from 'kysely';
import type { Db } from '#kernel';
import type { PlanVersionOfPlan } from './plan.ts';
import type { Product } from './product.ts';
import { fromJoinedRow, versionsWithPlan } from './store-plans.ts';
import { fromProductRow } from './store-products.ts';
import { tables } from './tables.ts';

export interface MarketplaceFilter {
  readonly q?: string | undefined;
  readonly category?: string | undefined;
  readonly tag?: string | undefined;
  readonly price?: 'free' | 'paid' | undefined;
  readonly providerId?: string | undefined;
  /** Who looks: private products are listed for whom they were given. */
  readonly viewer: string | null;
  /** Providers whose products are not on offer, whatever these say. */
  readonly silent: readonly string[];
  readonly afterId: string | null;
  readonly size: number;
}

/** Products on offer that are listed for whoever looks, newest first. */
export async function listMarketplace(db: Db, filter: MarketplaceFilter): Promise<Product[]> {
  let list = tables(db)
    .selectFrom('catalog_products as product')
    .selectAll('product')
    .where('product.state', '=', 'published')
    .where(isListedFor(filter.viewer))
    .where(isOfNone(filter.silent));
  if (filter.category !== undefined) list = list.where('product.category', '=', filter.category);
  if (filter.tag !== undefined) list = list.where(sql<boolean>`product.tags @> array[${filter.tag}]::text[]`);
  if (filter.providerId !== undefined) list = list.where('product.organization_id', '=', filter.providerId);
  if (filter.price !== undefined) list = list.where(hasPlanThatIs(filter.price));
  for (const word of searchWords(filter.q)) {
    const like = `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`;
    list = list.where((is) =>
      is.or([
        is('product.name', 'ilike', like),
        is('product.summary', 'ilike', like),
        is('product.slug', 'ilike', like),
        is('product.description', 'ilike', like),
        sql<boolean>`array_to_string(product.tags, ' ') ilike ${like}`,
      ]),
    );
  }
  if (filter.afterId !== null) list = list.where('product.id', '<', filter.afterId);
  return (await list.orderBy('product.id', 'desc').limit(filter.size).execute()).map(fromProductRow);
}

function searchWords(q: string | undefined): string[] {
  return (q ?? '').split(/\s+/).filter(Boolean).slice(0, 8);
}

function isOfNone(providers: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`product.organization_id <> all(${[...providers]}::text[])`;
}

function isListedFor(viewer: string | null): RawBuilder<boolean> {
  if (viewer === null) return sql<boolean>`product.visibility = 'public'`;
  return sql<boolean>`(product.visibility = 'public' or product.visibility = 'private' and exists (
    select from catalog_grants g
    where g.product_id = product.id and g.organization_id = ${viewer} and g.state = 'granted'))`;
}

/** Free: one of its plans has no flat fee. Paid: none is without. */
function hasPlanThatIs(price: 'free' | 'paid'): RawBuilder<boolean> {
  const free = sql<boolean>`exists (
    select from catalog_plans p join catalog_plan_versions v on v.id = p.current_version_id
    where p.product_id = product.id and (v.terms->>'price')::numeric = 0)`;
  return price === 'free' ? free : sql<boolean>`not ${free}`;
}

/** Plans on offer of products that are listed for everybody, or of one product whose viewer was judged before. */
export async function listOffers(
  db: Db,
  filter: {
    productId?: string | undefined;
    silent: readonly string[];
    afterId: string | null;
    size: number;
  },
): Promise<PlanVersionOfPlan[]> {
  let list = versionsWithPlan(db)
    .innerJoin('catalog_products as product', 'product.id', 'plan.product_id')
    .whereRef('plan.current_version_id', '=', 'version.id')
    .where('product.state', '=', 'published');
  if (filter.productId === undefined)
    list = list.where('product.visibility', '=', 'public').where(isOfNone(filter.silent));
  else list = list.where('plan.product_id', '=', filter.productId);
  if (filter.afterId !== null) list = list.where('plan.id', '>', filter.afterId);
  return (await list.orderBy('plan.id').limit(filter.size).execute()).map(fromJoinedRow);
}

/** Products before the operator, by id. */
export async function listInState(
  db: Db,
  filter: { state: Product['state']; afterId: string | null; size: number },
): Promise<Product[]> {
  let list = tables(db).selectFrom('catalog_products').selectAll().where('state', '=', filter.state);
  if (filter.afterId !== null) list = list.where('id', '>', filter.afterId);
  return (await list.orderBy('id').limit(filter.size).execute()).map(fromProductRow);
}
