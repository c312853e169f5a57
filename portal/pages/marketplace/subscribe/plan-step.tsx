import type { Offer, ProductPage } from '../../../api/marketplace.ts';
import { t } from '../../../text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { PlanCard, tierLookup } from '../../../ui/plan/plan-cards.tsx';

export interface PlanStepProps {
  product: ProductPage;
  chosen: Offer;
  onChoose(planSlug: string): void;
  onContinue(): void;
}

export function PlanStep({ product, chosen, onChoose, onContinue }: PlanStepProps) {
  const tierOf = tierLookup(product.plans);
  return (
    <div className="grid gap-5">
      <h2 className="sr-only">{t.productPage.choosePlan}</h2>
      <fieldset className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        <legend className="sr-only">{t.productPage.choosePlan}</legend>
        {product.plans.map((offer) => (
          <label
            key={offer.id}
            className="relative grid cursor-pointer rounded-lg has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus"
          >
            <PlanCard offer={offer} routes={product.routes} tierOf={tierOf} chosen={offer.id === chosen.id} />
            <input
              type="radio"
              name="plan"
              value={offer.slug}
              checked={offer.id === chosen.id}
              onChange={() => onChoose(offer.slug)}
              aria-label={offer.name}
              className="absolute end-5 top-5 size-4.5 accent-brand"
            />
          </label>
        ))}
      </fieldset>
      <Button
        look="primary"
        size="large"
        className="justify-self-start max-sm:justify-self-stretch"
        onClick={onContinue}
      >
        {t.subscribe.continue}
      </Button>
    </div>
  );
}
