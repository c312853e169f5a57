import { useState } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import { changeProduct, type OwnProduct } from '../../../api/products.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Panel } from '../../../ui/card.tsx';
import { spreadProblem } from '../../../ui/form-problem.ts';
import { useProvider } from '../organization.ts';
import { useOwnProduct } from '../product-layout.tsx';
import { SaveBar } from '../save-bar.tsx';
import { HeaderFields } from './header-fields.tsx';
import { HealthPanel } from './health-panel.tsx';
import { PatienceFields } from './patience-fields.tsx';
import { ProofPanel } from './proof-panel.tsx';
import { TargetFields } from './target-fields.tsx';
import { type UpstreamValues, upstreamOf, upstreamPointers, upstreamValues } from './upstream-values.ts';

export function ProductUpstreamPage() {
  const { product, mayWrite } = useOwnProduct();
  return (
    <>
      <HealthPanel product={product} />
      {/* Keyed by revision: what somebody else saved shows. */}
      <UpstreamForm key={product.revision} product={product} mayWrite={mayWrite} />
      <ProofPanel product={product} mayWrite={mayWrite} />
    </>
  );
}

function UpstreamForm({ product, mayWrite }: { product: OwnProduct; mayWrite: boolean }) {
  const organization = useProvider();
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm<UpstreamValues>({ defaultValues: upstreamValues(product), disabled: !mayWrite });
  const words = t.provider.upstream;

  async function submit(values: UpstreamValues) {
    setFailure(null);
    try {
      const upstream = upstreamOf(values);
      await changeProduct(organization.slug, product.id, { upstream, revision: product.revision });
      announce(words.saved, product.name);
    } catch (error) {
      setFailure(spreadProblem(error, form.setError, upstreamPointers(values)));
    }
  }

  return (
    <FormProvider {...form}>
      <form noValidate className="grid gap-5" onSubmit={form.handleSubmit(submit)}>
        <Panel title={words.targets} hint={words.targetsHint}>
          <TargetFields product={product} />
        </Panel>
        <Panel title={words.patience} hint={words.patienceHint}>
          <PatienceFields />
        </Panel>
        <Panel title={words.headers} hint={words.headersHint}>
          <div className="grid gap-6">
            <HeaderFields list="requestHeaders" title={words.requestHeaders} />
            <HeaderFields list="responseHeaders" title={words.responseHeaders} />
          </div>
        </Panel>
        <SaveBar
          failure={failure}
          mayWrite={mayWrite}
          busy={form.formState.isSubmitting}
          label={words.save}
        />
      </form>
    </FormProvider>
  );
}
