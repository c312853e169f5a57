import { useQuery } from '@tanstack/react-query';
import { ownSupportQuery } from '../../../api/writing.ts';
import { t } from '../../../text/index.ts';
import { Panel } from '../../../ui/card.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { useProvider } from '../organization.ts';
import { useOwnProduct } from '../product-layout.tsx';
import { ChangelogPanel } from './changelog-panel.tsx';
import { LogoPanel } from './logo-panel.tsx';
import { SupportForm } from './support-form.tsx';

export function ProductWritingPage() {
  const { product, mayWrite } = useOwnProduct();
  const organization = useProvider();
  const support = useQuery(ownSupportQuery(organization.slug, product.id));
  return (
    <>
      <ChangelogPanel product={product} mayWrite={mayWrite} />
      <Panel title={t.provider.writing.support} hint={t.provider.writing.supportHint}>
        <QueryView query={support}>
          {(data) => (
            // Keyed by what was read: after a save the form is that of what stands now.
            <SupportForm key={support.dataUpdatedAt} product={product} support={data} mayWrite={mayWrite} />
          )}
        </QueryView>
      </Panel>
      <LogoPanel product={product} mayWrite={mayWrite} />
    </>
  );
}
