import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { productByIdQuery } from '../../../api/marketplace.ts';
import { type Subscription, subscriptionsQuery } from '../../../api/subscriptions.ts';
import { t } from '../../../text/index.ts';
import { StateBadge } from '../../../ui/badge.tsx';
import { ButtonLink, TextLink } from '../../../ui/button.tsx';
import { Facts, Panel } from '../../../ui/card.tsx';
import { InlineCode } from '../../../ui/code-block.tsx';
import { Page } from '../../../ui/page.tsx';
import { PlanPromises } from '../../../ui/plan/plan-cards.tsx';
import { flatPrice, intervalWords, isFree } from '../../../ui/plan/terms.ts';
import { QueryView } from '../../../ui/query-view.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { Period, When } from '../../../ui/values.tsx';
import { useOrganization, usePermission } from '../organization.ts';
import { Cancellation } from './cancellation.tsx';
import { Changes } from './changes.tsx';
import { CouponPanel } from './coupon-panel.tsx';

const route = getRouteApi('/o/$org/subscriptions/$subscription');

export function SubscriptionPage() {
  const organization = useOrganization();
  const { subscription: id } = route.useParams();
  const query = useQuery(subscriptionsQuery(organization));
  return (
    <QueryView query={query}>
      {(subscriptions) => {
        const subscription = subscriptions.find((one) => one.id === id);
        if (!subscription) return <EmptyState kind="filtered" title={t.problem.adviceByStatus[404] ?? ''} />;
        return <SubscriptionDetails subscription={subscription} />;
      }}
    </QueryView>
  );
}

function SubscriptionDetails({ subscription }: { subscription: Subscription }) {
  const organization = useOrganization();
  const mayChange = usePermission('subscriptions:write');
  const { product, plan, version, terms, state } = subscription;
  // A pause and an end have no period's end to wait for.
  const mayWait = state !== 'canceled' && state !== 'paused';
  const onOffer = useQuery(productByIdQuery(product.id)).data;
  const current = onOffer?.plans.find((offer) => offer.id === plan.id)?.version;
  const params = { org: organization.slug };
  const lead = (
    <TextLink to="/o/$org/subscriptions" params={params}>
      {t.subscriptions.title}
    </TextLink>
  );
  const actions = (
    <>
      <ButtonLink to="/o/$org/usage" params={params} search={{ subscription: subscription.id }}>
        {t.key.toUsage}
      </ButtonLink>
      <ButtonLink to="/o/$org/keys" params={params} search={{ subscription: subscription.id }} look="primary">
        {t.subscriptions.manageKeys}
      </ButtonLink>
    </>
  );
  return (
    <Page title={product.name} lead={lead} actions={actions}>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <Panel title={t.subscriptions.details}>
          <Facts facts={subscriptionFacts(subscription, onOffer?.address)} />
        </Panel>
        <Panel title={t.subscriptions.terms} hint={planWords(subscription)}>
          <PlanPromises terms={terms} />
          {current && current.id !== version.id && (
            <p className="mt-4 border-t border-line pt-3 text-sm text-ink-muted">
              {t.subscriptions.olderVersion}
            </p>
          )}
        </Panel>
      </div>
      {mayChange && state !== 'canceled' && <CouponPanel subscriptionId={subscription.id} />}
      {mayChange && <Changes subscription={subscription} offers={onOffer?.plans ?? []} />}
      {mayChange && mayWait && <Cancellation subscription={subscription} />}
    </Page>
  );
}

function planWords({ plan, terms }: Subscription): string {
  const price = flatPrice(terms);
  return `${plan.name} · ${isFree(terms) ? price : t.plan.perInterval(price, intervalWords(terms))}`;
}

function subscriptionFacts(subscription: Subscription, address: string | undefined): [string, ReactNode][] {
  const zone = { timeZone: subscription.time_zone, withZone: true };
  const { product, plan } = subscription;
  const facts: [string, ReactNode][] = [
    [t.productPage.provider, product.provider_name],
    [t.subscriptions.state, <StateBadge key="state" state={subscription.state} />],
    [t.subscriptions.plan, plan.name],
    [t.changes.quantity, String(subscription.quantity)],
    [
      t.subscriptions.period,
      <Period
        key="period"
        startAt={subscription.current_period_start_at}
        endAt={subscription.current_period_end_at}
        {...zone}
      />,
    ],
    [
      subscription.cancel_at_period_end ? t.subscriptions.ends : t.subscriptions.renews,
      subscription.state === 'canceled' ? (
        '–'
      ) : (
        <When key="next" at={subscription.current_period_end_at} {...zone} />
      ),
    ],
    [t.subscriptions.since, <When key="since" at={subscription.created_at} {...zone} />],
    [t.subscriptions.id, <InlineCode key="id">{subscription.id}</InlineCode>],
  ];
  if (address) facts.push([t.productPage.baseUrl, <InlineCode key="url">{address}</InlineCode>]);
  return facts;
}
