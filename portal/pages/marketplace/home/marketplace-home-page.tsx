import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { productsQuery } from '../../../api/marketplace.ts';
import { rowsOf } from '../../../api/pages.ts';
import { categoriesQuery } from '../../../api/product-docs.ts';
import { t } from '../../../text/index.ts';
import { ButtonLink, TextLink } from '../../../ui/button.tsx';
import { PageHeading, usePageTitle } from '../../../ui/page.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { TileGrid } from '../product-tile.tsx';
import { SearchBox } from '../search-box.tsx';

const MOST_TILES = 6;

export function MarketplaceHomePage() {
  usePageTitle(t.product);
  const navigate = useNavigate();
  return (
    <div className="mx-auto grid w-full max-w-7xl gap-12 *:min-w-0 px-4 py-6 sm:px-6 sm:py-8 lg:px-8">
      <GuideSign onSearch={(q) => void navigate({ to: '/apis', search: { q: q || undefined } })} />
      <Newest />
      <Categories />
      <HowItWorks />
    </div>
  );
}

/** The hero is what one would meet on the road: a green guide sign with a white border. */
function GuideSign({ onSearch }: { onSearch(query: string): void }) {
  return (
    <section className="rounded-2xl bg-sign p-1.5 shadow-card">
      <div className="grid justify-items-center gap-5 rounded-xl border-2 border-sign-line/85 px-4 py-10 text-center sm:px-8 sm:py-16">
        <PageHeading className="max-w-3xl text-[1.875rem] leading-tight text-on-sign sm:text-5xl sm:leading-[1.08]">
          {t.catalog.heroTitle}
        </PageHeading>
        <p className="max-w-xl text-balance text-on-sign-muted sm:text-lg">{t.catalog.heroLead}</p>
        <SearchBox initial="" onSearch={onSearch} look="lane" className="mt-2 w-full max-w-xl text-start" />
      </div>
    </section>
  );
}

/** The operator's list, as ways into the marketplace: below what is waited for, so that nothing moves when it comes. */
function Categories() {
  const categories = useQuery(categoriesQuery()).data ?? [];
  if (categories.length === 0) return null;
  return (
    <nav aria-labelledby="categories" className="grid gap-4">
      <h2 id="categories" className="text-xl font-semibold tracking-tight">
        {t.catalog.categories}
      </h2>
      <div className="flex flex-wrap gap-2">
        {categories.map(({ slug, name }) => (
          <ButtonLink key={slug} to="/apis" search={{ category: slug }} size="small">
            {name}
          </ButtonLink>
        ))}
      </div>
    </nav>
  );
}

function Newest() {
  const query = useInfiniteQuery(productsQuery({}));
  const products = rowsOf(query.data)?.slice(0, MOST_TILES);
  return (
    <section aria-labelledby="newest" className="grid gap-4">
      <div className="flex items-baseline justify-between gap-4">
        <h2 id="newest" className="text-xl font-semibold tracking-tight">
          {t.catalog.newest}
        </h2>
        <TextLink to="/apis" className="text-sm">
          {t.catalog.browse}
        </TextLink>
      </div>
      {query.isError && !products ? (
        <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />
      ) : products?.length === 0 ? (
        <EmptyState title={t.catalog.noneTitle}>{t.catalog.none}</EmptyState>
      ) : (
        <TileGrid products={products} />
      )}
    </section>
  );
}

function HowItWorks() {
  return (
    <section aria-labelledby="how" className="grid gap-5">
      <h2 id="how" className="text-xl font-semibold tracking-tight">
        {t.catalog.how.title}
      </h2>
      <ol className="grid gap-x-8 gap-y-6 sm:grid-cols-3">
        {t.catalog.how.steps.map(([title, text], index) => (
          <li key={title} className="grid content-start gap-1.5 border-t-3 border-dashed border-lane pt-4">
            <p className="font-semibold">
              <span className="numbers me-2 text-ink-muted">{index + 1}</span>
              {title}
            </p>
            <p className="text-sm text-ink-muted">{text}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
