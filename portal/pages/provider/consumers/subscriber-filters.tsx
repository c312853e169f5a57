import type { SubscriberFilter } from '../../../api/provider.ts';
import { t } from '../../../text/index.ts';
import { Select } from '../../../ui/field.tsx';
import { ProductSelect } from '../product-select.tsx';
import { SUBSCRIPTION_STATES } from './subscription-states.ts';

interface SubscriberFiltersProps {
  filter: SubscriberFilter;
  onChange(change: SubscriberFilter): void;
}

export function SubscriberFilters({ filter, onChange }: SubscriberFiltersProps) {
  const words = t.providerConsumers;
  return (
    <div className="flex flex-wrap gap-3">
      <ProductSelect value={filter.product} onChange={(product) => onChange({ product })} />
      <Select
        aria-label={t.provider.state}
        className="w-full sm:w-48"
        value={filter.state ?? ''}
        onChange={(event) =>
          onChange({ state: SUBSCRIPTION_STATES.find((state) => state === event.target.value) })
        }
      >
        <option value="">{words.allStates}</option>
        {SUBSCRIPTION_STATES.map((state) => (
          <option key={state} value={state}>
            {t.states[state]}
          </option>
        ))}
      </Select>
    </div>
  );
}
