import { getRouteApi } from '@tanstack/react-router';
import { t } from '../../../text/index.ts';
import { Page } from '../../../ui/page.tsx';
import { SubscriberFilters } from './subscriber-filters.tsx';
import { Subscribers } from './subscribers.tsx';

const route = getRouteApi('/p/$org/consumers');

/** Who has subscribed to what. */
export function ConsumersPage() {
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Page title={t.provider.consumers} hint={t.providerConsumers.hint}>
      <SubscriberFilters
        filter={filter}
        onChange={(change) =>
          void navigate({ search: (previous) => ({ ...previous, ...change }), replace: true })
        }
      />
      <Subscribers title={t.providerConsumers.subscriptions} filter={filter} linked />
    </Page>
  );
}
