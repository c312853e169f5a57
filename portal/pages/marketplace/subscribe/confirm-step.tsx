import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { newIdempotencyKey } from '../../../api/client.ts';
import { createKey } from '../../../api/keys.ts';
import type { Offer, ProductPage } from '../../../api/marketplace.ts';
import type { SessionOrganization } from '../../../api/session.ts';
import { subscribe } from '../../../api/subscriptions.ts';
import { t } from '../../../text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Facts, Panel } from '../../../ui/card.tsx';
import { Field, Select } from '../../../ui/field.tsx';
import { PlanPromises } from '../../../ui/plan/plan-cards.tsx';
import { flatPrice, intervalWords, isFree, mayCost, type Terms } from '../../../ui/plan/terms.ts';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import type { NewSubscription } from './key-step.tsx';

export interface ConfirmStepProps {
  product: ProductPage;
  offer: Offer;
  organization: SessionOrganization;
  organizations: SessionOrganization[];
  onOrganization(id: string): void;
  onBack(): void;
  onDone(made: NewSubscription): void;
}

export function ConfirmStep({ product, offer, organization, organizations, ...on }: ConfirmStepProps) {
  const terms = offer.version.terms as Terms;
  // One intention, one key: pressing again after a lost answer does not subscribe twice.
  const idempotencyKey = useRef('');
  const order = useMutation({
    mutationFn: async (): Promise<NewSubscription> => {
      idempotencyKey.current ||= newIdempotencyKey();
      const request = { product: product.id, plan: offer.id, idempotencyKey: idempotencyKey.current };
      const subscription = await subscribe(organization.slug, request);
      // The subscription stands even if its first key cannot be made; the next page says so and offers to make one.
      return createKey(organization.slug, {
        subscription_id: subscription.id,
        environment: 'live',
        name: t.subscribe.keyName,
      }).then(
        (key) => ({ subscriptionId: subscription.id, secret: key, failure: null }),
        (failure: unknown) => ({ subscriptionId: subscription.id, secret: null, failure }),
      );
    },
    onSuccess: on.onDone,
  });
  return (
    <Panel title={t.subscribe.confirmTitle}>
      <div className="grid gap-5">
        <Field label={t.subscribe.organization} hint={t.subscribe.organizationHint}>
          <Select value={organization.id} onChange={(event) => on.onOrganization(event.target.value)}>
            {organizations.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
        <Facts facts={orderFacts(product, offer, terms)} />
        <div className="rounded-lg border border-line bg-sunken p-4">
          <PlanPromises terms={terms} />
        </div>
        <p className="text-sm text-ink-muted">
          {mayCost(terms) && `${t.subscribe.arrears} `}
          {t.subscribe.confirmNote}
        </p>
        <ProblemNote error={order.error} />
        <div className="flex flex-wrap gap-2">
          <Button look="primary" size="large" busy={order.isPending} onClick={() => order.mutate()}>
            {confirmLabel(terms)}
          </Button>
          <Button look="quiet" size="large" disabled={order.isPending} onClick={on.onBack}>
            {t.actions.back}
          </Button>
        </div>
      </div>
    </Panel>
  );
}

function orderFacts(product: ProductPage, offer: Offer, terms: Terms): [string, string][] {
  const price = isFree(terms) ? flatPrice(terms) : t.plan.perInterval(flatPrice(terms), intervalWords(terms));
  const facts: [string, string][] = [
    [t.subscriptions.product, `${product.name} ${t.catalog.by(product.provider.name)}`],
    [t.subscribe.plan, offer.name],
    [t.subscribe.price, price],
  ];
  if (terms.trial_days > 0) facts.push([t.subscribe.trial, t.plan.trial(terms.trial_days)]);
  return facts;
}

function confirmLabel(terms: Terms): string {
  if (terms.trial_days > 0 || isFree(terms))
    return mayCost(terms) ? t.subscribe.confirm : t.subscribe.confirmFree;
  return t.subscribe.confirmPay(flatPrice(terms));
}
