import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { productsQuery } from '../../../api/marketplace.ts';
import { rowsOf } from '../../../api/pages.ts';
import { t } from '../../../text/index.ts';
import { ButtonLink, TextLink } from '../../../ui/button.tsx';
import { LoadMore } from '../../../ui/load-more.tsx';
import { OrganizationMark } from '../../../ui/organization-mark.tsx';
import { Page } from '../../../ui/page.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { TileGrid } from '../product-tile.tsx';

const route = getRouteApi('/site/providers/$provider');

/** All that one provider offers. */
export function ProviderPage() {
  const { provider: slug } = route.useParams();
  const query = useInfiniteQuery(productsQuery({ provider: slug }));
  const products = rowsOf(query.data);
  const [first] = products ?? [];
  const categories = [...new Set(products?.flatMap((one) => one.category ?? []))].sort();
  const lead = (
    <span className="flex items-center gap-2">
      {first && <OrganizationMark name={first.provider.name} />}
      <TextLink to="/apis">{t.catalog.title}</TextLink>
    </span>
  );
  if (query.isError && !products)
    return (
      <Page title={slug}>
        <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />
      </Page>
    );
  return (
    <Page title={first?.provider.name ?? slug} lead={lead} hint={t.providerPage.hint(categories)}>
      {products?.length === 0 ? (
        <EmptyState
          title={t.providerPage.none}
          action={<ButtonLink to="/apis">{t.catalog.browse}</ButtonLink>}
        >
          {t.providerPage.noneHint}
        </EmptyState>
      ) : (
        <>
          <h2 className="sr-only">{t.catalog.results}</h2>
          <TileGrid products={products} />
        </>
      )}
      <LoadMore query={query} />
    </Page>
  );
}
