import { useQuery } from '@tanstack/react-query';
import { planComparisonQuery } from '../../../api/comparison.ts';
import { t } from '../../../text/index.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { ComparisonTable } from '../../../ui/plan/comparison-table.tsx';
import { PlanCard, tierLookup } from '../../../ui/plan/plan-cards.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { useProduct } from '../use-product.ts';
import { CostCalculator } from './cost-calculator.tsx';
import { RouteTable } from './route-table.tsx';

export function PlansPage() {
  const product = useProduct();
  const tierOf = tierLookup(product.plans);
  const params = { provider: product.provider.slug, product: product.slug };
  if (product.plans.length === 0) return <EmptyState title={t.productPage.noPlans} />;
  return (
    <div className="grid gap-6">
      <h2 className="sr-only">{t.productPage.plans}</h2>
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {product.plans.map((offer, index) => (
          <PlanCard
            key={offer.id}
            offer={offer}
            routes={product.routes}
            tierOf={tierOf}
            action={
              <ButtonLink
                to="/apis/$provider/$product/subscribe"
                params={params}
                search={{ plan: offer.slug }}
                look={index === 0 ? 'primary' : 'secondary'}
              >
                {t.productPage.subscribeTo(offer.name)}
              </ButtonLink>
            }
          />
        ))}
      </div>
      <p className="text-[0.8125rem] text-ink-muted">
        {t.productPage.currency(product.plans[0]!.version.terms.currency)}
      </p>
      <Panel title={t.calculator.title} hint={t.calculator.hint} flush>
        <CostCalculator product={product} />
      </Panel>
      {product.plans.length > 1 && <PlanComparison productId={product.id} />}
      {product.routes.length > 0 && (
        <Panel title={t.productPage.routes} hint={t.productPage.routesHint} flush>
          <RouteTable product={product} />
        </Panel>
      )}
    </div>
  );
}

function PlanComparison({ productId }: { productId: string }) {
  const query = useQuery(planComparisonQuery(productId));
  return (
    <Panel title={t.comparison.plansTitle} hint={t.comparison.plansHint} flush>
      <QueryView query={query}>
        {(comparison) => <ComparisonTable caption={t.comparison.plansTitle} comparison={comparison} />}
      </QueryView>
    </Panel>
  );
}
