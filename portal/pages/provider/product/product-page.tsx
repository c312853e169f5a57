import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import {
  changeProduct,
  type NewProduct,
  type OwnProduct,
  ownProductQuery,
  setPublished,
} from '../../../api/products.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { StateBadge } from '../../../ui/badge.tsx';
import { Button, ButtonLink, TextLink } from '../../../ui/button.tsx';
import { Facts, Panel } from '../../../ui/card.tsx';
import { InlineCode } from '../../../ui/code-block.tsx';
import { Page } from '../../../ui/page.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { SkeletonPage } from '../../../ui/skeleton-page.tsx';
import { useProvider } from '../organization.ts';
import { OfferingPanel } from './offering-panel.tsx';
import { PlansPanel } from './plans-panel.tsx';
import { ProductForm } from './product-form.tsx';
import { RoutesPanel } from './routes-panel.tsx';

const route = getRouteApi('/p/$org/products/$product');

export function ProviderProductPage() {
  const organization = useProvider();
  const { product: id } = route.useParams();
  const query = useQuery(ownProductQuery(organization.slug, id));
  return (
    <QueryView query={query} skeleton={<SkeletonPage />}>
      {(product) => <ProductWorkshop product={product} />}
    </QueryView>
  );
}

function ProductWorkshop({ product }: { product: OwnProduct }) {
  const organization = useProvider();
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
      <PlansPanel product={product} mayWrite={mayWrite} />
      <RoutesPanel product={product} mayWrite={mayWrite} />
      <OfferingPanel product={product} mayWrite={mayWrite} />
      <DetailsPanel product={product} mayWrite={mayWrite} />
    </Page>
  );
}

interface DetailsPanelProps {
  product: OwnProduct;
  mayWrite: boolean;
}

function DetailsPanel({ product, mayWrite }: DetailsPanelProps) {
  const organization = useProvider();
  // The product as it was when the form was opened: its revision tells the server what was changed.
  const [edited, setEdited] = useState<OwnProduct | null>(null);
  const words = t.provider.product;

  async function save(before: OwnProduct, { slug, ...fields }: NewProduct) {
    const change = slug === before.slug ? fields : { ...fields, slug };
    await changeProduct(organization.slug, before.id, { ...change, revision: before.revision });
    announce(words.savedToast, fields.name);
    setEdited(null);
  }

  const edit = mayWrite && !edited && (
    <Button size="small" onClick={() => setEdited(product)}>
      {words.edit}
    </Button>
  );
  return (
    <Panel title={words.details} actions={edit}>
      {edited ? (
        <ProductForm
          product={edited}
          submitLabel={t.actions.save}
          onSave={(fields) => save(edited, fields)}
          onCancel={() => setEdited(null)}
        />
      ) : (
        <Facts
          facts={[
            [words.slug, <InlineCode key="slug">{`/${organization.slug}/${product.slug}`}</InlineCode>],
            [words.upstreamUrl, <InlineCode key="upstream">{product.upstream_url}</InlineCode>],
            [words.summary, product.summary || '–'],
            [words.description, product.description ? words.characters(product.description.length) : '–'],
          ]}
        />
      )}
    </Panel>
  );
}
