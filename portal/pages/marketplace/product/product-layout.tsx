import { Link, Outlet } from '@tanstack/react-router';
import type { ProductPage } from '../../../api/marketplace.ts';
import { t } from '../../../text/index.ts';
import { Badge } from '../../../ui/badge.tsx';
import { ButtonLink, TextLink } from '../../../ui/button.tsx';
import { Page } from '../../../ui/page.tsx';
import { TabLinks } from '../../../ui/tabs.tsx';
import { useCallers } from '../callers.ts';
import { useProduct } from '../use-product.ts';

/** What the pages of a product share: its name, the way to subscribe, and the tabs. */
export function ProductLayout() {
  const product = useProduct();
  const params = { provider: product.provider.slug, product: product.slug };
  const tabs = [
    { label: t.productPage.overview, to: '/apis/$provider/$product', params, exact: true },
    { label: t.productPage.docs, to: '/apis/$provider/$product/docs', params },
    { label: t.tryIt.title, to: '/apis/$provider/$product/try', params },
    { label: t.productPage.plans, to: '/apis/$provider/$product/plans', params },
    { label: t.productPage.changelog, to: '/apis/$provider/$product/changelog', params },
    { label: t.status.title, to: '/apis/$provider/$product/status', params },
    { label: t.productPage.support, to: '/apis/$provider/$product/support', params },
  ] as const;
  const lead = (
    <span className="flex flex-wrap items-center gap-2">
      {product.logo_url && <img src={product.logo_url} alt="" className="size-8 rounded-md object-contain" />}
      <TextLink to="/providers/$provider" params={{ provider: product.provider.slug }}>
        {t.catalog.by(product.provider.name)}
      </TextLink>
      {product.category && (
        <Link to="/apis" search={{ category: product.category }} className="rounded-sm">
          <Badge className="hover:text-ink">{product.category}</Badge>
        </Link>
      )}
      {product.tags.map((tag) => (
        <Link key={tag} to="/apis" search={{ tag }} className="rounded-sm">
          <Badge tone="info">{tag}</Badge>
        </Link>
      ))}
    </span>
  );
  return (
    <Page title={product.name} lead={lead} hint={product.summary} actions={<WayIn product={product} />}>
      <TabLinks label={t.productPage.tabs} tabs={[...tabs]} />
      <Outlet />
    </Page>
  );
}

/** To a plan; or, for whoever the marketplace is looked at for has one already, to what they have. */
function WayIn({ product }: { product: ProductPage }) {
  const { acting, choices } = useCallers(product);
  const held = choices.find(({ organization }) => organization.id === acting?.id);
  if (held)
    return (
      <ButtonLink
        to="/o/$org/subscriptions/$subscription"
        params={{ org: held.organization.slug, subscription: held.subscription.id }}
      >
        {t.productPage.held(held.subscription.plan.name)}
      </ButtonLink>
    );
  if (product.plans.length === 0) return null;
  return (
    <ButtonLink
      to="/apis/$provider/$product/subscribe"
      params={{ provider: product.provider.slug, product: product.slug }}
      look="primary"
    >
      {t.productPage.subscribe}
    </ButtonLink>
  );
}
