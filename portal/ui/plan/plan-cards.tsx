import { Check, CircleSlash } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Offer, ProductRoute } from '../../api/marketplace.ts';
import { t } from '../../text/index.ts';
import { cn } from '../class-names.ts';
import {
  chargesOverage,
  flatPrice,
  includedCreditWords,
  intervalWords,
  isFree,
  mayCost,
  overageWords,
  quotaWords,
  rateLimitWords,
  routeLimitWords,
  type Terms,
  usagePriceWords,
} from './terms.ts';

export interface PlanCardProps {
  offer: Offer;
  routes: ProductRoute[];
  /** Tier of each plan by id, to know which routes it includes. */
  tierOf: (planId: string) => number | undefined;
  action?: ReactNode;
  chosen?: boolean;
}

/** What a plan costs and promises, in one card. */
export function PlanCard({ offer, routes, tierOf, action, chosen = false }: PlanCardProps) {
  const terms = offer.version.terms;
  const included = routes.filter((route) => isIncluded(route, offer, tierOf)).length;
  return (
    <article
      className={cn(
        'flex flex-col gap-4 rounded-lg border bg-surface p-5 shadow-card',
        chosen ? 'border-brand outline-1 outline-brand' : 'border-line',
      )}
    >
      <div className="grid gap-1">
        <h3 className="font-semibold">{offer.name}</h3>
        <p className="flex flex-wrap items-baseline gap-x-1.5">
          <span className="numbers text-[1.75rem] leading-none font-semibold tracking-tight">
            {flatPrice(terms)}
          </span>
          {(!isFree(terms) || mayCost(terms)) && (
            <span className="text-sm text-ink-muted">{t.plan.every(intervalWords(terms))}</span>
          )}
        </p>
      </div>
      <PlanPromises
        terms={terms}
        first={routes.length > 0 ? t.plan.routesIncluded(included, routes.length) : null}
      />
      {action && <div className="mt-auto grid pt-1">{action}</div>}
    </article>
  );
}

export function PlanPromises({ terms, first }: { terms: Terms; first?: string | null }) {
  const promises = [
    first,
    includedCreditWords(terms),
    ...quotaWords(terms),
    chargesOverage(terms) ? overageWords(terms) : null,
    ...terms.rate_limits.map((limit) => rateLimitWords(limit)),
    ...routeLimitWords(terms),
    terms.concurrency === null ? null : t.plan.concurrency(String(terms.concurrency)),
    ...terms.prices.map((price) => `${price.name}: ${usagePriceWords(price.price, terms.currency)}`),
    terms.trial_days > 0 ? t.plan.trial(terms.trial_days) : null,
    ...featureWords(terms.features),
  ].filter((promise) => promise !== null && promise !== undefined);
  return (
    <ul className="grid gap-2 text-sm">
      {promises.map((promise) => (
        <li key={promise} className="flex gap-2">
          <Check aria-hidden="true" className="mt-0.75 size-4 shrink-0 text-brand-ink" />
          {promise}
        </li>
      ))}
      {terms.quotas.length > 0 && !chargesOverage(terms) && (
        <li className="flex gap-2 text-ink-muted">
          <CircleSlash aria-hidden="true" className="mt-0.75 size-4 shrink-0" />
          {t.plan.blockAtQuota}
        </li>
      )}
    </ul>
  );
}

function featureWords(features: Terms['features']): string[] {
  return Object.entries(features)
    .filter(([, value]) => value !== false)
    .map(([name, value]) => {
      const words = capitalized(name.replaceAll(/[_-]+/g, ' '));
      return value === true ? words : `${words}: ${value}`;
    });
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A higher tier includes the routes of the lower ones. */
export function isIncluded(
  route: ProductRoute,
  offer: Pick<Offer, 'tier'>,
  tierOf: PlanCardProps['tierOf'],
): boolean {
  if (route.minimum_plan_id === null) return true;
  const needed = tierOf(route.minimum_plan_id);
  return needed !== undefined && offer.tier >= needed;
}

export function tierLookup(offers: Offer[]): PlanCardProps['tierOf'] {
  const tiers = new Map(offers.map((offer) => [offer.id, offer.tier]));
  return (planId) => tiers.get(planId);
}
