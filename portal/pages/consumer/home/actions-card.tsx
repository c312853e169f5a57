import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { LinkProps } from '@tanstack/react-router';
import { invoicesQuery, paymentMethodsQuery } from '../../../api/invoices.ts';
import { keysQuery } from '../../../api/keys.ts';
import { rowsOf } from '../../../api/pages.ts';
import { upcomingQuery } from '../../../api/spending.ts';
import { subscriptionsQuery } from '../../../api/subscriptions.ts';
import { entitlementsQuery } from '../../../api/usage.ts';
import { t } from '../../../text/index.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { formatMoney, isZero } from '../../../ui/format/money.ts';
import { formatDate } from '../../../ui/format/time.ts';
import { useNow } from '../../../ui/values.tsx';
import { useOrganization } from '../organization.ts';

const MOST_SHOWN = 5;
const MINUTE_MS = 60_000;
const SOON_MS = 7 * 24 * 60 * MINUTE_MS;

interface Action {
  id: string;
  text: string;
  label: string;
  link: Pick<LinkProps, 'to' | 'params' | 'search'>;
}

/** What waits for a person, the most urgent first. Nothing is shown when nothing waits. */
export function ActionsCard() {
  const actions = [useStoppedCalls(), useDueInvoices(), useMissingMethod(), useExpiringKeys()].flat();
  if (actions.length === 0) return null;
  const more = actions.length - MOST_SHOWN;
  return (
    <Card className="border-lane bg-warn-soft text-warn-ink">
      <h2 className="px-4 pt-3.5 text-sm font-semibold sm:px-5">{t.home.action}</h2>
      <ul className="grid gap-2 px-4 pt-2 pb-3.5 text-sm sm:px-5">
        {actions.slice(0, MOST_SHOWN).map(({ id, text, label, link }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-2">
            {text}
            <ButtonLink {...(link as LinkProps)} size="small">
              {label}
            </ButtonLink>
          </li>
        ))}
        {more > 0 && <li>{t.home.moreActions(more)}</li>}
      </ul>
    </Card>
  );
}

function useDueInvoices(): Action[] {
  const { slug } = useOrganization();
  const query = useInfiniteQuery(invoicesQuery(slug));
  const due = rowsOf(query.data)?.filter(({ state }) => state === 'open' || state === 'partially_paid') ?? [];
  return due.map((invoice) => ({
    id: invoice.id,
    text: (invoice.overdue ? t.home.overdueInvoice : t.home.payInvoice)(
      invoice.number ?? '',
      formatMoney(invoice.amount_due, invoice.currency),
    ),
    label: t.home.toInvoice,
    link: { to: '/o/$org/invoices/$invoice', params: { org: slug, invoice: invoice.id } },
  }));
}

/** Calls that are refused at this moment: because nothing was paid, or because a quota is used up. */
function useStoppedCalls(): Action[] {
  const organization = useOrganization();
  const { data } = useQuery(entitlementsQuery(organization));
  const subscriptions = useQuery(subscriptionsQuery(organization)).data;
  return (data?.subscriptions ?? []).flatMap(({ subscription_id: id, product, plan_name, state, quotas }) => {
    const isUsedUp = quotas.some(({ overage, used, limit }) => overage === 'block' && used >= limit);
    if (state !== 'past_due' && !isUsedUp) return [];
    const name = subscriptions?.find((one) => one.id === id)?.product.name ?? product;
    const text = state === 'past_due' ? t.home.pastDue(name) : t.home.usedUp(name, plan_name);
    const params = { org: organization.slug, subscription: id };
    return {
      id,
      text,
      label: t.home.toSubscription,
      link: { to: '/o/$org/subscriptions/$subscription', params },
    };
  });
}

function useMissingMethod(): Action[] {
  const { slug } = useOrganization();
  const methods = useQuery(paymentMethodsQuery(slug));
  const upcoming = useQuery(upcomingQuery(slug));
  const next = upcoming.data?.data.find(
    ({ next_invoice }) => next_invoice && !isZero(next_invoice.total ?? next_invoice.net),
  );
  if (!next?.next_invoice || methods.data === undefined || methods.data.length > 0) return [];
  const on = formatDate(next.next_invoice.at, { timeZone: next.time_zone, withZone: true });
  return [
    {
      id: 'payment-method',
      text: t.home.noMethod(on),
      label: t.home.toBilling,
      link: { to: '/o/$org/billing', params: { org: slug } },
    },
  ];
}

function useExpiringKeys(): Action[] {
  const { slug } = useOrganization();
  const nowMs = useNow(MINUTE_MS);
  const query = useInfiniteQuery(keysQuery(slug));
  const soon = rowsOf(query.data)?.filter(
    ({ state, successor_id, expires_at }) =>
      state === 'active' &&
      successor_id === null &&
      expires_at !== null &&
      Date.parse(expires_at) - nowMs < SOON_MS,
  );
  return (soon ?? []).map(({ id, name, expires_at }) => ({
    id,
    text: t.home.keyExpires(name, formatDate(expires_at!)),
    label: t.home.toKeys,
    link: { to: '/o/$org/keys', params: { org: slug } },
  }));
}
