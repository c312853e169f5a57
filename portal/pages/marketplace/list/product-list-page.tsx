import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { productsQuery } from '../../../api/marketplace.ts';
import { rowsOf } from '../../../api/pages.ts';
import { t } from '../../../text/index.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { LoadMore } from '../../../ui/load-more.tsx';
import { Page } from '../../../ui/page.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { toggled } from '../compared.ts';
import { TileGrid } from '../product-tile.tsx';
import { SearchBox } from '../search-box.tsx';
import { CompareBar } from './compare-bar.tsx';
import { Filters } from './filters.tsx';

const route = getRouteApi('/site/apis');

export function ProductListPage() {
  const { compare, ...filter } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(productsQuery(filter));
  const products = rowsOf(query.data);
  const change = (more: Partial<typeof filter & { compare: string | undefined }>) =>
    void navigate({ search: (before) => ({ ...before, ...more }) });
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  return (
    <Page title={t.catalog.title}>
      <SearchBox
        initial={filter.q ?? ''}
        onSearch={(q) => change({ q: q || undefined })}
        className="max-w-2xl"
      />
      <Filters
        filter={filter}
        seen={[...new Set(products?.flatMap((product) => product.category ?? []))]}
        onFilter={change}
      />
      <div className="flex min-h-8 flex-wrap items-center gap-2" role="status">
        {products && (
          <p className="text-sm text-ink-muted">{foundWords(products.length, query.hasNextPage, filter.q)}</p>
        )}
        {isFiltered && (
          <Button look="quiet" size="small" onClick={() => void navigate({ search: { compare } })}>
            {t.actions.clearFilters}
          </Button>
        )}
      </div>
      <h2 className="sr-only">{t.catalog.results}</h2>
      {query.isError && !products ? (
        <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />
      ) : products?.length === 0 ? (
        <NothingFound isFiltered={isFiltered} />
      ) : (
        <TileGrid
          products={products}
          compared={{
            chosen: compare,
            onToggle: (reference) => change({ compare: toggled(compare, reference) }),
          }}
        />
      )}
      <LoadMore query={query} />
      <CompareBar chosen={compare} onClear={() => change({ compare: undefined })} />
    </Page>
  );
}

function foundWords(count: number, hasMore: boolean, query: string | undefined): string {
  const found = hasMore ? t.catalog.foundMore(count) : t.catalog.found(count);
  return query ? t.catalog.foundFor(found, query) : found;
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
