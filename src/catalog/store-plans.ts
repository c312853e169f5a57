import { sql } from 'kysely';
import { type Db, jsonb } from '#kernel';
import type { Plan, PlanVersion, PlanVersionOfPlan } from './plan.ts';
import { type PlanRow, type PlanVersionRow, tables } from './tables.ts';

/** All plans of these products (or of all), by product and tier. */
export async function plansOf(db: Db, productIds: readonly string[] | null): Promise<Plan[]> {
  if (productIds?.length === 0) return [];
  let list = tables(db).selectFrom('catalog_plans').selectAll();
  if (productIds !== null) list = list.where('product_id', 'in', productIds);
  return (await list.orderBy('product_id').orderBy('tier').execute()).map(fromPlanRow);
}

export async function listOwnPlans(
  db: Db,
  organizationId: string,
  filter: { productId?: string | undefined; afterId: string | null; size: number },
): Promise<Plan[]> {
  let list = tables(db)
    .selectFrom('catalog_plans as plan')
    .innerJoin('catalog_products as product', 'product.id', 'plan.product_id')
    .selectAll('plan')
    .where('product.organization_id', '=', organizationId);
  if (filter.productId !== undefined) list = list.where('plan.product_id', '=', filter.productId);
  if (filter.afterId !== null) list = list.where('plan.id', '>', filter.afterId);
  return (await list.orderBy('plan.id').limit(filter.size).execute()).map(fromPlanRow);
}

/** The provider's plan with its product's id, or nothing when it does not exist or is another's. */
export async function findOwnPlan(db: Db, organizationId: string, id: string): Promise<Plan | null> {
  const row = await tables(db)
    .selectFrom('catalog_plans as plan')
    .innerJoin('catalog_products as product', 'product.id', 'plan.product_id')
    .selectAll('plan')
    .where('plan.id', '=', id)
    .where('product.organization_id', '=', organizationId)
    .executeTakeFirst();
  return row ? fromPlanRow(row) : null;
}

export async function insertPlan(tx: Db, plan: Plan): Promise<void> {
  await tables(tx)
    .insertInto('catalog_plans')
    .values({ ...toPlanRow(plan), version_count: 0 })
    .execute();
}

export async function updatePlan(tx: Db, plan: Plan): Promise<void> {
  const { id, product_id, created_at, ...changed } = toPlanRow(plan);
  await tables(tx).updateTable('catalog_plans').set(changed).where('id', '=', id).execute();
}

export async function deletePlan(tx: Db, id: string): Promise<void> {
  await tables(tx).deleteFrom('catalog_plan_versions').where('plan_id', '=', id).execute();
  await tables(tx).deleteFrom('catalog_plans').where('id', '=', id).execute();
}

export async function nextVersionNumber(tx: Db, planId: string): Promise<number> {
  const row = await tables(tx)
    .updateTable('catalog_plans')
    .set((is) => ({ version_count: is('version_count', '+', 1) }))
    .where('id', '=', planId)
    .returning('version_count')
    .executeTakeFirstOrThrow();
  return row.version_count;
}

export async function insertPlanVersion(tx: Db, version: PlanVersion): Promise<void> {
  await tables(tx)
    .insertInto('catalog_plan_versions')
    .values({
      id: version.id,
      plan_id: version.planId,
      number: version.number,
      state: version.state,
      terms: jsonb(version.terms),
      created_at: version.createdAt,
      updated_at: version.updatedAt,
      published_at: version.publishedAt,
    })
    .execute();
}

export async function updatePlanVersion(tx: Db, version: PlanVersion): Promise<void> {
  await tables(tx)
    .updateTable('catalog_plan_versions')
    .set({
      state: version.state,
      terms: jsonb(version.terms),
      updated_at: version.updatedAt,
      published_at: version.publishedAt,
    })
    .where('id', '=', version.id)
    .execute();
}

export async function deletePlanVersion(tx: Db, id: string): Promise<void> {
  await tables(tx).deleteFrom('catalog_plan_versions').where('id', '=', id).execute();
}

export async function findPlanVersion(db: Db, planId: string, id: string): Promise<PlanVersion | null> {
  const row = await tables(db)
    .selectFrom('catalog_plan_versions')
    .selectAll()
    .where('plan_id', '=', planId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? fromVersionRow(row) : null;
}

export async function listPlanVersions(
  db: Db,
  planId: string,
  page: { beforeNumber: number | null; size: number },
): Promise<PlanVersion[]> {
  let list = tables(db).selectFrom('catalog_plan_versions').selectAll().where('plan_id', '=', planId);
  if (page.beforeNumber !== null) list = list.where('number', '<', page.beforeNumber);
  return (await list.orderBy('number', 'desc').limit(page.size).execute()).map(fromVersionRow);
}

export function versionsWithPlan(db: Db) {
  return tables(db)
    .selectFrom('catalog_plan_versions as version')
    .innerJoin('catalog_plans as plan', 'plan.id', 'version.plan_id')
    .selectAll('version')
    .select(['plan.product_id', 'plan.slug as plan_slug', 'plan.name as plan_name', 'plan.tier']);
}

export async function versionsByIds(db: Db, ids: readonly string[]): Promise<PlanVersionOfPlan[]> {
  if (ids.length === 0) return [];
  return (await versionsWithPlan(db).where('version.id', 'in', ids).execute()).map(fromJoinedRow);
}

/** The current versions of these products' plans, by product and tier. */
export async function versionIds(db: Db, planId: string): Promise<string[]> {
  const rows = await tables(db)
    .selectFrom('catalog_plan_versions')
    .select('id')
    .where('plan_id', '=', planId)
    .orderBy('number')
    .execute();
  return rows.map((row) => row.id);
}

export async function currentVersionsOf(db: Db, productIds: readonly string[]): Promise<PlanVersionOfPlan[]> {
  if (productIds.length === 0) return [];
  const rows = await versionsWithPlan(db)
    .whereRef('plan.current_version_id', '=', 'version.id')
    .where('plan.product_id', 'in', productIds)
    .orderBy('plan.product_id')
    .orderBy('plan.tier')
    .execute();
  return rows.map(fromJoinedRow);
}

export async function currentVersionOfPlan(db: Db, planId: string): Promise<PlanVersionOfPlan | null> {
  const row = await versionsWithPlan(db)
    .whereRef('plan.current_version_id', '=', 'version.id')
    .where('plan.id', '=', planId)
    .executeTakeFirst();
  return row ? fromJoinedRow(row) : null;
}

/** Every published version of these products (or of all): subscribers may be on any of them. */
export async function publishedVersionsOf(
  db: Db,
  productIds: readonly string[] | null,
): Promise<PlanVersionOfPlan[]> {
  if (productIds?.length === 0) return [];
  let list = versionsWithPlan(db).where('version.state', '=', 'published');
  if (productIds !== null) list = list.where('plan.product_id', 'in', productIds);
  return (await list.orderBy('version.plan_id').orderBy('version.number').execute()).map(fromJoinedRow);
}

/** Ids of published versions that ask for an invoice once so much is unbilled, in whatever currency. */
export async function versionsWithThreshold(db: Db): Promise<string[]> {
  const rows = await tables(db)
    .selectFrom('catalog_plan_versions')
    .select('id')
    .where('state', '=', 'published')
    .where(sql<boolean>`(terms ->> 'threshold' is not null or terms @? '$.currencies.*.threshold')`)
    .execute();
  return rows.map((row) => row.id);
}

export async function hasPublishedVersion(db: Db, planId: string): Promise<boolean> {
  const row = await tables(db)
    .selectFrom('catalog_plan_versions')
    .select('id')
    .where('plan_id', '=', planId)
    .where('state', '=', 'published')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

function toPlanRow(plan: Plan) {
  return {
    id: plan.id,
    product_id: plan.productId,
    slug: plan.slug,
    name: plan.name,
    tier: plan.tier,
    current_version_id: plan.currentVersionId,
    revision: plan.revision,
    created_at: plan.createdAt,
    updated_at: plan.updatedAt,
  };
}

function fromPlanRow(row: PlanRow): Plan {
  return {
    id: row.id,
    productId: row.product_id,
    slug: row.slug,
    name: row.name,
    tier: row.tier,
    currentVersionId: row.current_version_id,
    revision: row.revision,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function fromVersionRow(row: PlanVersionRow): PlanVersion {
  return {
    id: row.id,
    planId: row.plan_id,
    number: row.number,
    state: row.state,
    terms: row.terms,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    publishedAt: row.published_at,
  };
}

type JoinedRow = PlanVersionRow & { product_id: string; plan_slug: string; plan_name: string; tier: number };

export function fromJoinedRow(row: JoinedRow): PlanVersionOfPlan {
  return {
    ...fromVersionRow(row),
    productId: row.product_id,
    planSlug: row.plan_slug,
    planName: row.plan_name,
    tier: row.tier,
  };
}
