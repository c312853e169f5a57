import { useState } from 'react';
import { changeProduct, type NewProduct, type OwnProduct } from '../../../api/products.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Button } from '../../../ui/button.tsx';
import { Facts, Panel } from '../../../ui/card.tsx';
import { InlineCode } from '../../../ui/code-block.tsx';
import { useProvider } from '../organization.ts';
import { useOwnProduct } from '../product-layout.tsx';
import { OfferingPanel } from './offering-panel.tsx';
import { PlansPanel } from './plans-panel.tsx';
import { ProductForm } from './product-form.tsx';
import { RoutesPanel } from './routes-panel.tsx';

export function ProviderProductPage() {
  const { product, mayWrite } = useOwnProduct();
  return (
    <>
      <PlansPanel product={product} mayWrite={mayWrite} />
      <RoutesPanel product={product} mayWrite={mayWrite} />
      <OfferingPanel product={product} mayWrite={mayWrite} />
      <DetailsPanel product={product} mayWrite={mayWrite} />
    </>
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
