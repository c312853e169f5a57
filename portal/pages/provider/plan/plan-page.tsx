import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { rowsOf } from '../../../api/pages.ts';
import { type PlanVersion, planVersionsQuery } from '../../../api/plans.ts';
import { type OwnPlan, ownPlansQuery } from '../../../api/products.ts';
import { t } from '../../../text/index.ts';
import { TextLink } from '../../../ui/button.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { EmptyState, SkeletonLines } from '../../../ui/states.tsx';
import { useProvider } from '../organization.ts';
import { useOwnProduct } from '../product-layout.tsx';
import { MovesPanel } from './moves-panel.tsx';
import { PlanForm } from './plan-form.tsx';
import { VersionsPanel } from './versions-panel.tsx';

const route = getRouteApi('/p/$org/products/$product/plans/$plan');

/** One plan: what is on offer, the draft of what comes next, its versions and who is on which. */
export function PlanPage() {
  const organization = useProvider();
  const { product } = useOwnProduct();
  const { plan: id } = route.useParams();
  const plans = useQuery(ownPlansQuery(organization.slug, product.id));
  return (
    <QueryView query={plans} skeleton={<SkeletonLines count={8} />}>
      {(all) => {
        const plan = all.find((one) => one.id === id);
        if (plan) return <ExistingPlan key={plan.id} plan={plan} />;
        if (id === 'new') return <PlanForm plan={null} draft={null} others={all} />;
        return (
          <EmptyState
            title={t.planBuilder.unknown}
            action={
              <TextLink
                to="/p/$org/products/$product"
                params={{ org: organization.slug, product: product.id }}
              >
                {t.productPage.plans}
              </TextLink>
            }
          />
        );
      }}
    </QueryView>
  );
}

function ExistingPlan({ plan }: { plan: OwnPlan }) {
  const organization = useProvider();
  const query = useInfiniteQuery(planVersionsQuery(organization.slug, plan.id));
  const versions = rowsOf(query.data);
  if (!versions)
    return query.isError ? <VersionsPanel plan={plan} query={query} /> : <SkeletonLines count={8} />;
  const draft = draftOf(versions);
  return (
    <>
      <PlanForm
        key={`${draft?.id} ${draft?.updated_at} ${plan.revision}`}
        plan={plan}
        draft={draft}
        others={[]}
      />
      <VersionsPanel plan={plan} query={query} />
      <MovesPanel plan={plan} versions={versions} />
    </>
  );
}

/** What is being prepared: the latest version, unless it is out already. */
function draftOf([latest]: PlanVersion[]): PlanVersion | null {
  return latest?.state === 'draft' ? latest : null;
}
