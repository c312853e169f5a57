import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type Subscription, subscriptionsQuery } from '../../../api/subscriptions.ts';
import { t } from '../../../text/index.ts';
import { StateBadge } from '../../../ui/badge.tsx';
import { ButtonLink, TextLink } from '../../../ui/button.tsx';
import { Facts, Panel } from '../../../ui/card.tsx';
import { InlineCode } from '../../../ui/code-block.tsx';
import { Page } from '../../../ui/page.tsx';
import type { Terms } from '../../../ui/plan/terms.ts';
import { QueryView } from '../../../ui/query-view.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { Period, When } from '../../../ui/values.tsx';
import { PlanPromises } from '../../marketplace/product/plan-cards.tsx';
import { useOrganization, usePermission } from '../organization.ts';
import { Cancellation } from './cancellation.tsx';

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
  const { product, offer } = subscription;
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
    <Page title={product?.name ?? subscription.product_id} lead={lead} actions={actions}>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid gap-5">
          <Panel title={t.subscriptions.details}>
            <Facts facts={subscriptionFacts(subscription)} />
          </Panel>
          {mayChange && subscription.state !== 'canceled' && <Cancellation subscription={subscription} />}
        </div>
        {offer && (
          <Panel title={t.subscriptions.terms} hint={offer.name}>
            {offer.version.id === subscription.plan_version_id ? (
              <PlanPromises terms={offer.version.terms as Terms} />
            ) : (
              <p className="text-sm text-ink-muted">{t.subscriptions.olderVersion}</p>
            )}
          </Panel>
        )}
      </div>
    </Page>
  );
}

function subscriptionFacts(subscription: Subscription): [string, ReactNode][] {
  const zone = { timeZone: subscription.time_zone, withZone: true };
  const { product } = subscription;
  const facts: [string, ReactNode][] = [
    [t.subscriptions.state, <StateBadge key="state" state={subscription.state} />],
    [t.subscriptions.plan, subscription.offer?.name ?? subscription.plan_id],
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
  if (product) facts.push([t.productPage.baseUrl, <InlineCode key="url">{product.address}</InlineCode>]);
  return facts;
}
