import { useInfiniteQuery } from '@tanstack/react-query';
import { rowsOf } from '../../api/pages.ts';
import { ownProductsQuery } from '../../api/products.ts';
import { t } from '../../text/index.ts';
import { Select } from '../../ui/field.tsx';
import { useProvider } from './organization.ts';

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
