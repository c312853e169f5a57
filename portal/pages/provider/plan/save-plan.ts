import { useRef } from 'react';
import { draftPlan, type PlanVersion, publishDraft, saveDraft } from '../../../api/plans.ts';
import { changePlan, type OwnPlan, type PlanTerms } from '../../../api/products.ts';
import { useProvider } from '../organization.ts';
import { useOwnProduct } from '../product-layout.tsx';
import { type PlanValues, sameTerms, termsOf } from './plan-values.ts';

interface Edited {
  plan: OwnPlan | null;
  draft: PlanVersion | null;
  /** The terms that the form began with. */
  base: PlanTerms;
}

export interface SavedPlan {
  planId: string;
  /** What could be published; null when all of it is on offer already. */
  versionId: string | null;
}

/** Sends only what differs: a plan that is renamed gets no new version, and a draft is written over. */
export function useSavePlan({ plan, draft, base }: Edited) {
  const organization = useProvider();
  const { product } = useOwnProduct();
  // Changing the head raises the revision, and the first save makes the plan or draft: pressing again goes on from there.
  const known = useRef({ plan, draftId: draft?.id ?? null, base });

  async function save(values: PlanValues): Promise<SavedPlan> {
    const head = { name: values.name.trim(), slug: values.slug.trim(), tier: Number(values.tier) };
    const before = known.current;
    const terms = termsOf(values, before.base);
    if (!before.plan) {
      const made = await draftPlan(organization.slug, product.id, { ...head, terms });
      known.current = { plan: made.plan, draftId: made.versionId, base: terms };
      return { planId: made.plan.id, versionId: made.versionId };
    }
    const { id, revision, name, slug, tier } = before.plan;
    if (head.name !== name || head.slug !== slug || head.tier !== tier) {
      const after = await changePlan(organization.slug, id, { ...head, revision });
      before.plan = { ...before.plan, ...head, revision: after };
    }
    if (!sameTerms(terms, before.base)) {
      before.draftId = await saveDraft(organization.slug, id, terms, before.draftId);
      before.base = terms;
    }
    return { planId: id, versionId: before.draftId };
  }

  async function publish(planId: string, versionId: string): Promise<void> {
    await publishDraft(organization.slug, planId, versionId);
  }

  return { save, publish };
}
