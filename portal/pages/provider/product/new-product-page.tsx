import { useNavigate } from '@tanstack/react-router';
import { createProduct, type NewProduct } from '../../../api/products.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { TextLink } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { Page } from '../../../ui/page.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { useProvider } from '../organization.ts';
import { ProductForm } from './product-form.tsx';

export function NewProductPage() {
  const organization = useProvider();
  const navigate = useNavigate();
  const words = t.provider.product;
  const lead = (
    <TextLink to="/p/$org/products" params={{ org: organization.slug }}>
      {t.provider.products}
    </TextLink>
  );

  async function create(fields: NewProduct) {
    const product = await createProduct(organization.slug, fields);
    announce(words.createdToast, product.name);
    await navigate({
      to: '/p/$org/products/$product',
      params: { org: organization.slug, product: product.id },
    });
  }

  return (
    <Page title={words.newTitle} lead={lead} hint={words.newHint} width="narrow">
      {organization.permissions.includes('catalog:write') ? (
        <Panel title={words.details}>
          <ProductForm submitLabel={words.create} onSave={create} />
        </Panel>
      ) : (
        <EmptyState kind="locked" title={t.problem.permissionAdvice('catalog:write')} />
      )}
    </Page>
  );
}
