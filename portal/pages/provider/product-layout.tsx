import { useMutation, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Outlet } from '@tanstack/react-router';
import { type OwnProduct, ownProductQuery, setPublished } from '../../api/products.ts';
import { t } from '../../text/index.ts';
import { announce } from '../../ui/announce.ts';
import { StateBadge } from '../../ui/badge.tsx';
import { Button, ButtonLink, TextLink } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemNote } from '../../ui/problem-panel.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SkeletonPage } from '../../ui/skeleton-page.tsx';
import { TabLinks } from '../../ui/tabs.tsx';
import { useProvider } from './organization.ts';

const route = getRouteApi('/p/$org/products/$product');

/** What the pages of an own product share: its name and state, publishing, and the tabs. */
export function ProviderProductLayout() {
  const organization = useProvider();
  const { product: id } = route.useParams();
  const query = useQuery(ownProductQuery(organization.slug, id));
  return (
    <QueryView query={query} skeleton={<SkeletonPage />}>
      {(product) => <Workshop product={product} />}
    </QueryView>
  );
}

/** The product of the page, and whether the viewer may change it. The layout has read it before its pages stand. */
export function useOwnProduct(): { product: OwnProduct; mayWrite: boolean } {
  const organization = useProvider();
  const { product: id } = route.useParams();
  const { data: product } = useSuspenseQuery(ownProductQuery(organization.slug, id));
  return { product, mayWrite: organization.permissions.includes('catalog:write') };
}

function useTabs() {
  const params = route.useParams();
  const words = t.provider.product.tabs;
  return [
    { label: words.offer, to: '/p/$org/products/$product', params, exact: true },
    { label: words.matrix, to: '/p/$org/products/$product/matrix', params },
    { label: words.traffic, to: '/p/$org/products/$product/traffic', params },
    { label: words.upstream, to: '/p/$org/products/$product/upstream', params },
    { label: words.writing, to: '/p/$org/products/$product/writing', params },
    { label: words.access, to: '/p/$org/products/$product/access', params },
    { label: words.keys, to: '/p/$org/products/$product/keys', params },
  ] as const;
}

function Workshop({ product }: { product: OwnProduct }) {
  const organization = useProvider();
  const tabs = useTabs();
  const mayWrite = organization.permissions.includes('catalog:write');
  const isPublished = product.state === 'published';
  const publication = useMutation({
    mutationFn: () => setPublished(organization.slug, product.id, !isPublished),
    onSuccess: (state) =>
      announce(
        state === 'pending_review'
          ? t.provider.submittedToast
          : isPublished
            ? t.provider.unpublishedToast
            : t.provider.publishedToast,
        product.name,
      ),
  });
  const lead = (
    <TextLink to="/p/$org/products" params={{ org: organization.slug }}>
      {t.provider.products}
    </TextLink>
  );
  const actions = (
    <>
      {isPublished && (
        <ButtonLink
          to="/apis/$provider/$product"
          params={{ provider: organization.slug, product: product.slug }}
        >
          {t.provider.product.onMarketplace}
        </ButtonLink>
      )}
      {mayWrite && (
        <Button
          look={isPublished ? 'secondary' : 'primary'}
          busy={publication.isPending}
          onClick={() => publication.mutate()}
        >
          {isPublished ? t.provider.unpublish : t.provider.publish}
        </Button>
      )}
    </>
  );
  return (
    <Page title={product.name} lead={lead} hint={<StateBadge state={product.state} />} actions={actions}>
      {product.state_reason && <p className="text-sm text-warn-ink">{product.state_reason}</p>}
      <ProblemNote error={publication.error} />
      <TabLinks label={t.provider.product.tabsLabel} tabs={[...tabs]} />
      <Outlet />
    </Page>
  );
}
