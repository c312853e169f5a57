import { useQuery } from '@tanstack/react-query';
import { type Subscription, subscriptionsQuery } from '../../../api/subscriptions.ts';
import { t } from '../../../text/index.ts';
import { StateBadge } from '../../../ui/badge.tsx';
import { ButtonLink, TextLink } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { Page } from '../../../ui/page.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { Period, When } from '../../../ui/values.tsx';
import { useOrganization } from '../organization.ts';

type Row = Subscription & { organizationSlug: string };

const helper = columnsOf<Row>();
const columns = helper.columns([
  helper.display({
    id: 'product',
    header: t.subscriptions.product,
    meta: { lead: true },
    cell: ({ row: { original } }) => (
      <TextLink
        to="/o/$org/subscriptions/$subscription"
        params={{ org: original.organizationSlug, subscription: original.id }}
      >
        {original.product.name}
      </TextLink>
    ),
  }),
  helper.accessor('plan.name', { header: t.subscriptions.plan }),
  helper.accessor('state', {
    header: t.subscriptions.state,
    cell: ({ getValue }) => <StateBadge state={getValue()} />,
  }),
  helper.display({
    id: 'period',
    header: t.subscriptions.period,
    meta: { from: 'lg' },
    cell: ({ row: { original } }) => (
      <Period
        startAt={original.current_period_start_at}
        endAt={original.current_period_end_at}
        timeZone={original.time_zone}
      />
    ),
  }),
  helper.display({
    id: 'next',
    header: t.subscriptions.next,
    cell: ({ row }) => <NextDate subscription={row.original} />,
  }),
]);

function NextDate({ subscription }: { subscription: Subscription }) {
  if (subscription.state === 'canceled') return '–';
  return (
    <span>
      {subscription.cancel_at_period_end ? t.subscriptions.ends : t.subscriptions.renews}{' '}
      <When at={subscription.current_period_end_at} timeZone={subscription.time_zone} />
    </span>
  );
}

export function SubscriptionsPage() {
  const organization = useOrganization();
  const query = useQuery(subscriptionsQuery(organization));
  const rows = query.data?.map((subscription) => ({ ...subscription, organizationSlug: organization.slug }));
  const browse = (
    <ButtonLink to="/apis" look="primary">
      {t.subscriptions.browse}
    </ButtonLink>
  );
  return (
    <Page
      title={t.subscriptions.title}
      hint={t.subscriptions.hint}
      actions={rows?.length ? browse : undefined}
    >
      <Card className="overflow-clip">
        {query.isError && !rows ? (
          <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <DataTable
            caption={t.subscriptions.title}
            columns={columns}
            rows={rows}
            rowKey={(row) => row.id}
            empty={
              <EmptyState title={t.subscriptions.noneTitle} action={browse}>
                {t.subscriptions.none}
              </EmptyState>
            }
          />
        )}
      </Card>
    </Page>
  );
}
