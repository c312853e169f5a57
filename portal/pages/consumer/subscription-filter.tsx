import type { Subscription } from '../../api/subscriptions.ts';
import { t } from '../../text/index.ts';
import { Select } from '../../ui/field.tsx';

export interface SubscriptionFilterProps {
  subscriptions: Subscription[] | undefined;
  value: string | undefined;
  onChange(subscriptionId: string | undefined): void;
}

/** Narrows a list to one subscription; left out while there is nothing to choose. */
export function SubscriptionFilter({ subscriptions, value, onChange }: SubscriptionFilterProps) {
  if (!value && (subscriptions?.length ?? 0) < 2) return null;
  return (
    <Select
      aria-label={t.usage.subscription}
      className="w-full sm:w-64"
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value || undefined)}
    >
      <option value="">{t.usage.allSubscriptions}</option>
      {subscriptions?.map((subscription) => (
        <option key={subscription.id} value={subscription.id}>
          {subscriptionName(subscription)}
        </option>
      ))}
    </Select>
  );
}

export function subscriptionName({ product, plan }: Subscription): string {
  return `${product.name} · ${plan.name}`;
}
