import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type ProductCard, productsQuery } from '../../../api/marketplace.ts';
import { rowsOf } from '../../../api/pages.ts';
import { t } from '../../../text/index.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { LoadMore } from '../../../ui/load-more.tsx';
import { Page } from '../../../ui/page.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { TileGrid } from '../product-tile.tsx';
import { SearchBox } from '../search-box.tsx';

const route = getRouteApi('/site/apis');

export function ProductListPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(productsQuery(search));
  const products = rowsOf(query.data);
  const filter = (change: typeof search) => void navigate({ search: { ...search, ...change } });
  return (
    <Page title={t.catalog.title}>
      <SearchBox
        initial={search.q ?? ''}
        onSearch={(q) => filter({ q: q || undefined })}
        className="max-w-2xl"
      />
      <div className="flex min-h-8 flex-wrap items-center gap-2" role="status">
        {products && (
          <p className="text-sm text-ink-muted">{foundWords(products.length, query.hasNextPage, search.q)}</p>
        )}
        {search.category && <Badge tone="info">{search.category}</Badge>}
        {(search.q || search.category) && (
          <Button look="quiet" size="small" onClick={() => void navigate({ search: {} })}>
            {t.actions.clearFilters}
          </Button>
        )}
      </div>
      <h2 className="sr-only">{t.catalog.results}</h2>
      <CategoryChips
        products={products}
        current={search.category}
        onChoose={(category) => filter({ category })}
      />
      {query.isError && !products ? (
        <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />
      ) : products?.length === 0 ? (
        <NothingFound isFiltered={Boolean(search.q || search.category)} />
      ) : (
        <TileGrid products={products} />
      )}
      <LoadMore query={query} />
    </Page>
  );
}

function foundWords(count: number, hasMore: boolean, query: string | undefined): string {
  const found = hasMore ? t.catalog.foundMore(count) : t.catalog.found(count);
  return query ? t.catalog.foundFor(found, query) : found;
}

interface CategoryChipsProps {
  products: ProductCard[] | undefined;
  current: string | undefined;
  onChoose(category: string): void;
}

/** The categories of what is shown: choosing one narrows the search. */
function CategoryChips({ products, current, onChoose }: CategoryChipsProps) {
  const categories = [...new Set(products?.flatMap((product) => product.category ?? []))].sort();
  if (current || categories.length < 2) return null;
  return (
    <fieldset className="flex flex-wrap gap-2">
      <legend className="sr-only">{t.catalog.category}</legend>
      {categories.map((category) => (
        <Button key={category} size="small" onClick={() => onChoose(category)}>
          {category}
        </Button>
      ))}
    </fieldset>
  );
}

function NothingFound({ isFiltered }: { isFiltered: boolean }) {
  if (!isFiltered) return <EmptyState title={t.catalog.noneTitle}>{t.catalog.none}</EmptyState>;
  return (
    <EmptyState
      kind="filtered"
      title={t.catalog.noMatchTitle}
      action={<ButtonLink to="/apis">{t.actions.clearFilters}</ButtonLink>}
    >
      {t.catalog.noMatch}
    </EmptyState>
  );
}
