import { t } from '../../../text/index.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/states.tsx';

export function AlreadySubscribed({
  organization,
  subscriptionId,
}: {
  organization: string;
  subscriptionId: string;
}) {
  return (
    <Card>
      <EmptyState
        kind="locked"
        title={t.subscribe.already}
        action={
          <ButtonLink
            to="/o/$org/subscriptions/$subscription"
            params={{ org: organization, subscription: subscriptionId }}
            look="primary"
          >
            {t.subscribe.toSubscription}
          </ButtonLink>
        }
      >
        {t.subscribe.alreadyText}
      </EmptyState>
    </Card>
  );
}
