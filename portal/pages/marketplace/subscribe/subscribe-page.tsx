import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { actingOrganization } from '../../../api/acting.ts';
import { productQuery } from '../../../api/marketplace.ts';
import { subscriptionsQuery } from '../../../api/subscriptions.ts';
import { t } from '../../../text/index.ts';
import { TextLink } from '../../../ui/button.tsx';
import { Page } from '../../../ui/page.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { AlreadySubscribed } from './already-subscribed.tsx';
import { ConfirmStep } from './confirm-step.tsx';
import { KeyStep, type NewSubscription } from './key-step.tsx';
import { PlanStep } from './plan-step.tsx';
import { Steps } from './steps.tsx';

const route = getRouteApi('/site/apis/$provider/$product/subscribe');

/** Choose → confirm → key. The chosen plan stands in the address; the key never does. */
export function SubscribePage() {
  const params = route.useParams();
  const { plan } = route.useSearch();
  const navigate = route.useNavigate();
  const { session } = route.useRouteContext();
  const { data: product } = useSuspenseQuery(productQuery(params.provider, params.product));
  const [organizationId, setOrganizationId] = useState(actingOrganization(session)?.id);
  const [isConfirming, setConfirming] = useState(plan !== undefined);
  const [made, setMade] = useState<NewSubscription | null>(null);
  const organization = session.organizations.find(({ id }) => id === organizationId);
  const offer = product.plans.find((candidate) => candidate.slug === plan) ?? product.plans[0];

  const lead = (
    <TextLink to="/apis/$provider/$product" params={params}>
      {product.name}
    </TextLink>
  );
  const step = made ? 2 : isConfirming ? 1 : 0;
  return (
    <Page
      title={made ? t.subscribe.keyTitle : t.subscribe.title(product.name)}
      lead={lead}
      width={step === 0 ? 'wide' : 'narrow'}
    >
      <Steps at={step} names={[t.subscribe.stepPlan, t.subscribe.stepConfirm, t.subscribe.stepKey]} />
      {!offer || !organization ? (
        <EmptyState title={t.productPage.noPlans} />
      ) : made ? (
        <KeyStep made={made} product={product} offer={offer} organization={organization} />
      ) : (
        <Guarded organization={organization} productId={product.id}>
          {isConfirming ? (
            <ConfirmStep
              product={product}
              offer={offer}
              organization={organization}
              organizations={session.organizations}
              onOrganization={setOrganizationId}
              onBack={() => setConfirming(false)}
              onDone={setMade}
            />
          ) : (
            <PlanStep
              product={product}
              chosen={offer}
              onChoose={(slug) => void navigate({ search: { plan: slug }, replace: true })}
              onContinue={() => setConfirming(true)}
            />
          )}
        </Guarded>
      )}
    </Page>
  );
}

interface GuardedProps {
  organization: { id: string; slug: string };
  productId: string;
  children: ReactNode;
}

/** Says so before the last step when the organization has this product already. */
function Guarded({ organization, productId, children }: GuardedProps) {
  const subscriptions = useQuery(subscriptionsQuery(organization));
  const held = subscriptions.data?.find((one) => one.product_id === productId && one.state !== 'canceled');
  return held ? <AlreadySubscribed organization={organization.slug} subscriptionId={held.id} /> : children;
}
