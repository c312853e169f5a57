import { useQueries, useQuery } from '@tanstack/react-query';
import { actingOrganization } from '../../api/acting.ts';
import type { ProductPage, ProductRoute } from '../../api/marketplace.ts';
import { type SessionOrganization, sessionQuery } from '../../api/session.ts';
import { type Subscription, subscriptionsQuery } from '../../api/subscriptions.ts';
import { t } from '../../text/index.ts';
import { planNameOf } from '../../ui/plan/minimum-plan.ts';
import { isIncluded, tierLookup } from '../../ui/plan/plan-cards.tsx';

/** Somebody whom a call can be made for. */
export interface CallerChoice {
  organization: SessionOrganization;
  subscription: Subscription;
}

export interface Callers {
  isLoading: boolean;
  isSignedIn: boolean;
  /** Whom the marketplace is looked at for. */
  acting: SessionOrganization | undefined;
  /** That one's subscription first. */
  choices: CallerChoice[];
}

/** Of how many organizations somebody's subscriptions are looked for. */
const MOST_ORGANIZATIONS = 20;

/** The live subscriptions of the product, of all organizations that the viewer works for. */
export function useCallers(product: ProductPage): Callers {
  const session = useQuery(sessionQuery);
  const organizations = (session.data?.organizations ?? []).slice(0, MOST_ORGANIZATIONS);
  const found = useQueries({ queries: organizations.map((one) => subscriptionsQuery(one)) });
  const acting = actingOrganization(session.data);
  const choices = organizations.flatMap((organization, index) =>
    (found[index]?.data ?? [])
      .filter((one) => one.product_id === product.id && one.state !== 'canceled')
      .map((subscription) => ({ organization, subscription })),
  );
  return {
    isLoading: session.isLoading || found.some((one) => one.isLoading),
    isSignedIn: Boolean(session.data),
    acting,
    choices: choices.toSorted(
      (a, b) => Number(b.organization.id === acting?.id) - Number(a.organization.id === acting?.id),
    ),
  };
}

export interface Lock {
  reason: string;
  way: 'sign-in' | 'subscribe' | 'change-plan' | null;
}

/** Why a route cannot be called, and the way out; null when it can. */
export function lockOf(
  product: ProductPage,
  route: ProductRoute,
  callers: Callers,
  caller: CallerChoice | undefined,
): Lock | null {
  const words = t.tryIt.locked;
  if (route.protocol === 'grpc') return { reason: words.protocol, way: null };
  if (!callers.isSignedIn) return { reason: words.signIn, way: 'sign-in' };
  if (!caller) return { reason: words.subscribe(callers.acting?.name ?? ''), way: 'subscribe' };
  const { organization, subscription } = caller;
  if (!organization.permissions.includes('keys:write'))
    return { reason: words.role(organization.name), way: null };
  if (!isIncluded(route, subscription.plan, tierLookup(product.plans)))
    return {
      reason: words.plan(planNameOf(product, route) ?? '', organization.name),
      way: 'change-plan',
    };
  return null;
}
