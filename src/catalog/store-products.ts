import { type Db, isUniqueViolation, jsonb } from '#kernel';
import type { Product } from './product.ts';
import type { RouteDefinition } from './route-definition.ts';
import { type ProductRow, type RouteRow, tables } from './tables.ts';
import { changeTraffic, DEFAULT_TRAFFIC } from './traffic.ts';
import { routeUpstreamSchema, upstreamSettingsSchema } from './upstream-settings.ts';

export async function insertProduct(tx: Db, product: Product): Promise<boolean> {
  const inserted = await tables(tx)
    .insertInto('catalog_products')
    .values(toProductRow(product))
    .onConflict((conflict) => conflict.columns(['organization_id', 'slug']).doNothing())
    .returning('id')
    .execute();
  return inserted.length > 0;
}

/** False when the slug belongs to another product of the provider. The transaction stays usable. */
export async function updateProduct(tx: Db, product: Product): Promise<boolean> {
  const taken = await tables(tx)
    .selectFrom('catalog_products')
    .select('id')
    .where('organization_id', '=', product.organizationId)
    .where('slug', '=', product.slug)
    .where('id', '<>', product.id)
    .executeTakeFirst();
  if (taken) return false;
  const { id, organization_id, created_at, ...changed } = toProductRow(product);
  try {
    await tables(tx).updateTable('catalog_products').set(changed).where('id', '=', id).execute();
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

export async function deleteProduct(tx: Db, id: string): Promise<void> {
  await tables(tx).deleteFrom('catalog_routes').where('product_id', '=', id).execute();
  await tables(tx)
    .deleteFrom('catalog_plan_versions')
    .where('plan_id', 'in', (plans) =>
      plans.selectFrom('catalog_plans').select('id').where('product_id', '=', id),
    )
    .execute();
  await tables(tx).deleteFrom('catalog_products').where('id', '=', id).execute();
}

/** The provider's product, or nothing when it does not exist or is another's. */
export async function findOwnProduct(
  db: Db,
  organizationId: string,
  id: string,
  options: { lock?: boolean } = {},
): Promise<Product | null> {
  const own = tables(db)
    .selectFrom('catalog_products')
    .selectAll()
    .where('id', '=', id)
    .where('organization_id', '=', organizationId);
  const row = await (options.lock ? own.forUpdate() : own).executeTakeFirst();
  return row ? fromProductRow(row) : null;
}

export async function productsByIds(db: Db, ids: readonly string[]): Promise<Map<string, Product>> {
  if (ids.length === 0) return new Map();
  const rows = await tables(db).selectFrom('catalog_products').selectAll().where('id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, fromProductRow(row)]));
}

export async function productBySlug(db: Db, organizationId: string, slug: string): Promise<Product | null> {
  const row = await tables(db)
    .selectFrom('catalog_products')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('slug', '=', slug)
    .executeTakeFirst();
  return row ? fromProductRow(row) : null;
}

export async function listOwnProducts(
  db: Db,
  organizationId: string,
  page: { afterId: string | null; size: number },
): Promise<Product[]> {
  let list = tables(db)
    .selectFrom('catalog_products')
    .selectAll()
    .where('organization_id', '=', organizationId);
  if (page.afterId !== null) list = list.where('id', '>', page.afterId);
  return (await list.orderBy('id').limit(page.size).execute()).map(fromProductRow);
}

export async function gatewayProducts(db: Db, ids: readonly string[] | null): Promise<Product[]> {
  let list = tables(db).selectFrom('catalog_products').selectAll();
  if (ids !== null) list = list.where('id', 'in', ids);
  return (await list.orderBy('id').execute()).map(fromProductRow);
}

export async function routesOf(db: Db, productIds: readonly string[] | null): Promise<RouteDefinition[]> {
  if (productIds?.length === 0) return [];
  let list = tables(db).selectFrom('catalog_routes').selectAll();
  if (productIds !== null) list = list.where('product_id', 'in', productIds);
  const rows = await list.orderBy('product_id').orderBy('position').orderBy('id').execute();
  return rows.map(fromRouteRow);
}

export async function insertRoute(
  tx: Db,
  route: RouteDefinition,
  shape: string,
  at: Temporal.Instant,
): Promise<void> {
  const row = { ...toRouteRow(route, shape), created_at: at, updated_at: at };
  await tables(tx).insertInto('catalog_routes').values(row).execute();
}

export async function updateRoute(
  tx: Db,
  route: RouteDefinition,
  shape: string,
  at: Temporal.Instant,
): Promise<void> {
  const { id, product_id, ...changed } = toRouteRow(route, shape);
  await tables(tx)
    .updateTable('catalog_routes')
    .set({ ...changed, updated_at: at })
    .where('id', '=', id)
    .execute();
}

export async function deleteRoute(tx: Db, id: string): Promise<void> {
  await tables(tx).deleteFrom('catalog_routes').where('id', '=', id).execute();
}

function toProductRow(product: Product) {
  return {
    id: product.id,
    organization_id: product.organizationId,
    slug: product.slug,
    name: product.name,
    summary: product.summary,
    description: product.description,
    category: product.category,
    tax_category: product.taxCategory,
    state: product.state,
    upstream_url: product.upstreamUrl,
    upstream: jsonb<object>(product.upstream),
    upstream_proof: jsonb([...product.upstreamProof]),
    upstream_proof_sealed: product.upstreamProofSealed,
    upstream_tls: product.upstreamTls && jsonb(product.upstreamTls),
    upstream_tls_key_sealed: product.upstreamTlsKeySealed,
    upstream_credential_name: product.upstreamCredential?.name ?? null,
    upstream_credential_sealed: product.upstreamCredential?.sealed ?? null,
    quota_denial_status: product.quotaDenialStatus,
    traffic: product.traffic,
    visibility: product.visibility,
    access_requests: product.accessRequests,
    tags: product.tags,
    logo_digest: product.logoDigest,
    state_reason: product.stateReason,
    blocks_calls: product.blocksCalls,
    revision: product.revision,
    created_at: product.createdAt,
    updated_at: product.updatedAt,
    published_at: product.publishedAt,
  };
}

export function fromProductRow(row: ProductRow): Product {
  return {
    id: row.id,
    organizationId: row.organization_id,
    slug: row.slug,
    name: row.name,
    summary: row.summary,
    description: row.description,
    category: row.category,
    taxCategory: row.tax_category,
    state: row.state,
    upstreamUrl: row.upstream_url,
    upstream: upstreamSettingsSchema.parse(row.upstream),
    upstreamProof: row.upstream_proof,
    upstreamProofSealed: row.upstream_proof_sealed,
    upstreamTls: row.upstream_tls,
    upstreamTlsKeySealed: row.upstream_tls_key_sealed,
    upstreamCredential: credentialOf(row),
    quotaDenialStatus: row.quota_denial_status,
    traffic: changeTraffic(DEFAULT_TRAFFIC, row.traffic),
    visibility: row.visibility,
    accessRequests: row.access_requests,
    tags: row.tags,
    logoDigest: row.logo_digest,
    stateReason: row.state_reason,
    blocksCalls: row.blocks_calls,
    revision: row.revision,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    publishedAt: row.published_at,
  };
}

function credentialOf({
  upstream_credential_name: name,
  upstream_credential_sealed: sealed,
}: ProductRow): Product['upstreamCredential'] {
  return name === null || sealed === null ? null : { name, sealed };
}

export function toRouteRow(route: RouteDefinition, shape: string) {
  return {
    id: route.id,
    product_id: route.productId,
    position: route.position,
    method: route.method,
    template: route.template,
    shape,
    upstream_path: route.upstreamPath,
    upstream: jsonb<object>(route.upstream),
    protocol: route.protocol,
    minimum_plan_id: route.minimumPlanId,
    weight: route.weight,
    traffic: route.traffic,
    required_scope: route.requiredScope,
    environments: [...route.environments],
    rate_limits: jsonb([...route.rateLimits]),
    concurrency: route.concurrency,
    name: route.name,
    description: route.description,
    sample_parameters: jsonb(route.sampleParameters),
  };
}

function fromRouteRow(row: RouteRow): RouteDefinition {
  return {
    id: row.id,
    productId: row.product_id,
    position: row.position,
    method: row.method,
    template: row.template,
    upstreamPath: row.upstream_path,
    upstream: routeUpstreamSchema.parse(row.upstream),
    protocol: row.protocol,
    minimumPlanId: row.minimum_plan_id,
    weight: row.weight,
    traffic: row.traffic,
    requiredScope: row.required_scope,
    environments: row.environments,
    rateLimits: row.rate_limits,
    concurrency: row.concurrency,
    name: row.name,
    description: row.description,
    sampleParameters: row.sample_parameters,
  };
}
