import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { rowsOf } from '../../../api/pages.ts';
import { type Subscriber, subscribersQuery } from '../../../api/provider.ts';
import { t } from '../../../text/index.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button, TextLink } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { Select } from '../../../ui/field.tsx';
import { Page } from '../../../ui/page.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { SkeletonPage } from '../../../ui/skeleton-page.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { When } from '../../../ui/values.tsx';
import { CallsChart } from '../calls-chart.tsx';
import { useProvider } from '../organization.ts';
import { BanDialog } from './ban-dialog.tsx';
import { ConsumerKeys } from './consumer-keys.tsx';
import { Subscribers } from './subscribers.tsx';

const route = getRouteApi('/p/$org/consumers/$consumer');

/** One consumer as its provider sees it: what it has, what it uses, its keys, and whether it is served. */
export function ConsumerPage() {
  const organization = useProvider();
  const { consumer } = route.useParams();
  const query = useInfiniteQuery(subscribersQuery(organization.slug, { organization: consumer }));
  const rows = rowsOf(query.data);
  if (!rows) {
    if (!query.isError) return <SkeletonPage />;
    return <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />;
  }
  const [first] = rows;
  if (first) return <Consumer consumer={first} subscribers={rows} />;
  return (
    <Page title={t.providerConsumers.unknown}>
      <EmptyState title={t.provider.noConsumersTitle}>{t.provider.noConsumers}</EmptyState>
    </Page>
  );
}

function Consumer({ consumer, subscribers }: { consumer: Subscriber; subscribers: Subscriber[] }) {
  const organization = useProvider();
  const mayWrite = organization.permissions.includes('subscriptions:write');
  const [banning, setBanning] = useState(false);
  const { ban } = consumer;
  const { id, slug, name } = consumer.organization;
  const words = t.providerConsumers;
  const lead = (
    <TextLink to="/p/$org/consumers" params={{ org: organization.slug }}>
      {t.provider.consumers}
    </TextLink>
  );
  const actions = mayWrite && (
    <Button look={ban ? 'secondary' : 'danger'} onClick={() => setBanning(true)}>
      {ban ? words.lift : words.ban}
    </Button>
  );
  return (
    <Page title={name} lead={lead} hint={<code className="font-mono text-xs">{slug}</code>} actions={actions}>
      {ban && (
        <p className="flex flex-wrap items-center gap-2 rounded-lg bg-danger-soft px-4 py-3 text-sm text-danger-ink">
          <Badge tone="bad">{words.banned}</Badge>
          <When at={ban.banned_at} as="date-time" />
          <span className="wrap-anywhere">{ban.reason}</span>
        </p>
      )}
      <Subscribers title={words.subscriptions} filter={{ organization: id }} />
      <OfSubscription subscribers={subscribers} />
      <BanDialog consumer={banning ? consumer : null} onClose={() => setBanning(false)} />
    </Page>
  );
}

/** Use and keys belong to a subscription; the address says to which. */
function OfSubscription({ subscribers }: { subscribers: Subscriber[] }) {
  const { subscription: wanted } = route.useSearch();
  const navigate = route.useNavigate();
  const all = subscribers.map(({ subscription }) => subscription);
  const chosen = all.find((one) => one.id === wanted) ?? all[0]!;
  const words = t.providerConsumers;
  return (
    <>
      {all.length > 1 && (
        <Select
          aria-label={t.usage.subscription}
          className="w-full sm:w-96"
          value={chosen.id}
          onChange={(event) => void navigate({ search: { subscription: event.target.value }, replace: true })}
        >
          {all.map((one) => (
            <option key={one.id} value={one.id}>
              {words.subscriptionName(one.product.name, one.plan.name, t.states[one.state])}
            </option>
          ))}
        </Select>
      )}
      <Panel title={words.usage} hint={chosen.product.name}>
        <CallsChart range="30d" subscription={chosen.id} />
      </Panel>
      <ConsumerKeys subscription={chosen.id} />
    </>
  );
}
