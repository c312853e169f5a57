import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { categoriesQuery } from '../../../api/product-docs.ts';
import { t } from '../../../text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Field, Select } from '../../../ui/field.tsx';

export interface ListFilter {
  q?: string | undefined;
  category?: string | undefined;
  tag?: string | undefined;
  price?: 'free' | 'paid' | undefined;
}

export interface FiltersProps {
  filter: ListFilter;
  /** Categories of what is shown: the operator's list may not name them all. */
  seen: string[];
  onFilter(change: ListFilter): void;
}

/** What the list is narrowed by; all of it stands in the address. */
export function Filters({ filter, seen, onFilter }: FiltersProps) {
  const known = useQuery(categoriesQuery()).data ?? [];
  const names = new Map(known.map(({ slug, name }) => [slug, name]));
  const own = filter.category ? [filter.category] : [];
  const categories = [...new Set([...names.keys(), ...seen, ...own])].sort();
  return (
    <div className="grid grid-cols-2 items-end gap-3 sm:flex sm:flex-wrap">
      <Field label={t.catalog.category} className="sm:w-52">
        <Select
          value={filter.category ?? ''}
          onChange={(event) => onFilter({ category: event.target.value || undefined })}
        >
          <option value="">{t.catalog.anyCategory}</option>
          {categories.map((slug) => (
            <option key={slug} value={slug}>
              {names.get(slug) ?? slug}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t.catalog.price} className="sm:w-44">
        <Select
          value={filter.price ?? ''}
          onChange={(event) => onFilter({ price: (event.target.value || undefined) as ListFilter['price'] })}
        >
          <option value="">{t.catalog.anyPrice}</option>
          <option value="free">{t.catalog.prices.free}</option>
          <option value="paid">{t.catalog.prices.paid}</option>
        </Select>
      </Field>
      {filter.tag && (
        <Button
          size="small"
          className="mb-0.75"
          aria-label={t.catalog.withoutTag(filter.tag)}
          onClick={() => onFilter({ tag: undefined })}
        >
          {t.catalog.tagged(filter.tag)}
          <X aria-hidden="true" className="size-3.5" />
        </Button>
      )}
    </div>
  );
}
