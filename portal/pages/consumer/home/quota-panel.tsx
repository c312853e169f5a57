import { useQuery } from '@tanstack/react-query';
import { type Subscription, subscriptionsQuery } from '../../../api/subscriptions.ts';
import { type Entitlement, entitlementsQuery } from '../../../api/usage.ts';
import { t } from '../../../text/index.ts';
import { StateBadge } from '../../../ui/badge.tsx';
import { TextLink } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { formatMoney, formatQuantity } from '../../../ui/format/money.ts';
import { Gauge } from '../../../ui/gauge.tsx';
import { type Terms, usageView } from '../../../ui/plan/terms.ts';
import { QueryView } from '../../../ui/query-view.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { Ago } from '../../../ui/values.tsx';
import { useOrganization } from '../organization.ts';

/** How much of each plan is used, from the very counters that the gateway admits with. */
export function QuotaPanel() {
  const organization = useOrganization();
  const entitlements = useQuery(entitlementsQuery(organization));
  const subscriptions = useQuery(subscriptionsQuery(organization));
  return (
    <Panel title={t.home.quotas} flush>
      <QueryView query={entitlements} skeleton={<div className="h-40" />}>
        {({ subscriptions: held }) =>
          held.length === 0 ? (
            <EmptyState title={t.subscriptions.noneTitle}>{t.subscriptions.none}</EmptyState>
          ) : (
            <ul className="divide-y divide-line">
              {held.map((entitlement) => (
                <QuotaRow
                  key={entitlement.subscription_id}
                  entitlement={entitlement}
                  subscription={subscriptions.data?.find(({ id }) => id === entitlement.subscription_id)}
                />
              ))}
            </ul>
          )
        }
      </QueryView>
    </Panel>
  );
}

interface QuotaRowProps {
  entitlement: Entitlement;
  subscription: Subscription | undefined;
}

type QuotaUse = Entitlement['quotas'][number];

function QuotaRow({ entitlement, subscription }: QuotaRowProps) {
  const organization = useOrganization();
  const { quotas } = entitlement;
  const name = subscription?.product.name ?? entitlement.product;
  const terms: Terms | null = subscription?.version.terms ?? null;
  return (
    <li className="grid gap-2.5 px-4 py-4 sm:px-5">
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <TextLink
          to="/o/$org/subscriptions/$subscription"
          params={{ org: organization.slug, subscription: entitlement.subscription_id }}
        >
          {name}
        </TextLink>
        <span className="text-sm text-ink-muted">{entitlement.plan_name}</span>
        {entitlement.state !== 'active' && <StateBadge state={entitlement.state} />}
      </div>
      {quotas.map((quota) => (
        <QuotaGauge key={quota.name} quota={quota} product={name} terms={terms} />
      ))}
      {quotas.length === 0 && <p className="text-sm text-ink-muted">{unlimitedWords(terms)}</p>}
    </li>
  );
}

interface QuotaGaugeProps {
  quota: QuotaUse;
  product: string;
  terms: Terms | null;
}

function QuotaGauge({ quota, product, terms }: QuotaGaugeProps) {
  return (
    <div className="grid gap-1.5">
      <Gauge
        label={t.usageView.gauge(product, t.provider.plan.rhythm(quota.period, quota.alignment))}
        share={quota.limit > 0 ? quota.used / quota.limit : 1}
        look={quota.overage === 'charge' ? 'allowance' : 'limit'}
      />
      <p className="flex flex-wrap gap-x-2.5 text-sm text-ink-muted">
        {usageWords(quota, terms)}
        <span className="ms-auto text-[0.8125rem]">
          {t.usageView.resets} <Ago at={quota.period_end} />
        </span>
      </p>
    </div>
  );
}

function unlimitedWords(terms: Terms | null): string {
  return terms && usageView(terms) === 'pay-as-you-go' ? t.usageView.payAsYouGo : t.usageView.unlimited;
}

/** Says what the gauge means: a stop, or an allowance before a price. */
function usageWords(quota: QuotaUse, terms: Terms | null): string {
  const used = formatQuantity(quota.used);
  const limit = formatQuantity(quota.limit);
  if (quota.overage === 'block') return t.usageView.capped(used, limit);
  const included = t.usageView.included(used, limit);
  const overage = terms?.quotas.map((one) => one.overage).find((one) => one.mode === 'charge');
  if (quota.overage_units <= 0 || overage === undefined || terms === null) return included;
  const price = formatMoney(overage.unit_price, terms.currency);
  return `${included} ${t.usageView.overage(formatQuantity(quota.overage_units), price)}`;
}
