import { type Db, emit, newId, notFound, Problem } from '#kernel';
import { checkRoom, type Editor, lockPlan, recordEdit } from './editor.ts';
import { planVersionPublished } from './events.ts';
import { freezeMeters } from './freeze-meters.ts';
import type { Plan, PlanVersion } from './plan.ts';
import { normalizeTerms, type PlanTerms } from './plan-terms.ts';
import { catalogProblems } from './problems.ts';
import {
  deletePlanVersion,
  findPlanVersion,
  insertPlanVersion,
  nextVersionNumber,
  updatePlan,
  updatePlanVersion,
} from './store-plans.ts';

const mostVersions = 10_000;

/** Makes a draft of what the plan will promise. `terms` were validated by `planTermsSchema`. */
export async function createPlanVersion(
  tx: Db,
  planId: string,
  terms: PlanTerms,
  editor: Editor,
): Promise<PlanVersion> {
  const plan = await lockPlan(tx, planId, editor);
  const number = await nextVersionNumber(tx, planId);
  checkRoom(number - 1, mostVersions, 'versions of a plan');
  const version: PlanVersion = {
    id: newId('plv'),
    planId,
    number,
    state: 'draft',
    terms: await termsOf(tx, terms, plan, editor),
    createdAt: editor.at,
    updatedAt: editor.at,
    publishedAt: null,
  };
  await insertPlanVersion(tx, version);
  await record(tx, editor, plan, version, 'plan_version.created');
  return version;
}

/** Replaces the terms of a draft. */
export async function changePlanVersion(
  tx: Db,
  planId: string,
  versionId: string,
  terms: PlanTerms,
  editor: Editor,
): Promise<PlanVersion> {
  const { plan, version } = await lockDraft(tx, planId, versionId, editor);
  const kept = await termsOf(tx, terms, plan, editor);
  const after: PlanVersion = { ...version, terms: kept, updatedAt: editor.at };
  await updatePlanVersion(tx, after);
  await record(tx, editor, plan, after, 'plan_version.changed');
  return after;
}

export async function removePlanVersion(
  tx: Db,
  planId: string,
  versionId: string,
  editor: Editor,
): Promise<void> {
  const { plan, version } = await lockDraft(tx, planId, versionId, editor);
  await deletePlanVersion(tx, versionId);
  await record(tx, editor, plan, version, 'plan_version.deleted');
}

/**
 * Makes a draft what new subscribers get. It can never change afterwards; subscribers of earlier versions
 * stay on theirs. Publishing the plan's current version again changes nothing.
 */
export async function publishPlanVersion(
  tx: Db,
  planId: string,
  versionId: string,
  editor: Editor,
): Promise<{ plan: Plan; version: PlanVersion }> {
  const plan = await lockPlan(tx, planId, editor);
  const version = await findPlanVersion(tx, planId, versionId);
  if (!version) throw notFound('plan version');
  if (version.id === plan.currentVersionId) return { plan, version };
  if (version.state === 'published') throw alreadyPublished();
  const published: PlanVersion = {
    ...version,
    state: 'published',
    // Its meters may have changed since it was drafted; from here on they cannot.
    terms: await termsOf(tx, version.terms, plan, editor),
    publishedAt: editor.at,
    updatedAt: editor.at,
  };
  await updatePlanVersion(tx, published);
  const after: Plan = {
    ...plan,
    currentVersionId: version.id,
    revision: plan.revision + 1,
    updatedAt: editor.at,
  };
  await updatePlan(tx, after);
  await record(tx, editor, plan, published, 'plan_version.published');
  await emit(
    tx,
    planVersionPublished,
    {
      product_id: plan.productId,
      organization_id: editor.organizationId,
      plan_id: planId,
      plan_version_id: versionId,
      number: version.number,
    },
    { organizationId: editor.organizationId, at: editor.at },
  );
  return { plan: after, version: published };
}

function termsOf(tx: Db, terms: PlanTerms, plan: Plan, editor: Editor): Promise<PlanTerms> {
  const product = { id: plan.productId, organizationId: editor.organizationId };
  return freezeMeters(tx, normalizeTerms(terms), product);
}

async function lockDraft(tx: Db, planId: string, versionId: string, editor: Editor) {
  const plan = await lockPlan(tx, planId, editor);
  const version = await findPlanVersion(tx, planId, versionId);
  if (!version) throw notFound('plan version');
  if (version.state === 'published') throw alreadyPublished();
  return { plan, version };
}

function alreadyPublished(): Problem {
  return new Problem(catalogProblems.planVersionPublished, {
    detail: 'Make a new version instead; subscribers of this one stay on it.',
  });
}

function record(tx: Db, editor: Editor, plan: Plan, version: PlanVersion, action: string): Promise<void> {
  const detail = { plan_id: plan.id, number: version.number };
  return recordEdit(tx, editor, { productId: plan.productId, action, object: version.id, detail });
}
