import { useInfiniteQuery } from '@tanstack/react-query';
import { rowsOf } from '../../../api/pages.ts';
import { ownProductsQuery } from '../../../api/products.ts';
import type { SubscriberFilter } from '../../../api/provider.ts';
import { t } from '../../../text/index.ts';
import { Select } from '../../../ui/field.tsx';
import { useProvider } from '../organization.ts';
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

interface ProductSelectProps {
  value: string | undefined;
  onChange(product: string | undefined): void;
}

/** One of the provider's products, or all. */
export function ProductSelect({ value, onChange }: ProductSelectProps) {
  const organization = useProvider();
  const products = rowsOf(useInfiniteQuery(ownProductsQuery(organization.slug)).data);
  return (
    <Select
      aria-label={t.provider.name}
      className="w-full sm:w-64"
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value || undefined)}
    >
      <option value="">{t.providerConsumers.allProducts}</option>
      {products?.map((product) => (
        <option key={product.id} value={product.id}>
          {product.name}
        </option>
      ))}
    </Select>
  );
}
