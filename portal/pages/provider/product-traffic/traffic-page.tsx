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
import { BrowserFields } from './browser-fields.tsx';
import { CallFields } from './call-fields.tsx';
import { HostFields } from './host-fields.tsx';
import { type TrafficValues, trafficOf, trafficPointers, trafficValues } from './traffic-values.ts';

/** Keyed by revision: what somebody else saved shows. */
export function ProductTrafficPage() {
  const { product, mayWrite } = useOwnProduct();
  return <TrafficForm key={product.revision} product={product} mayWrite={mayWrite} />;
}

function TrafficForm({ product, mayWrite }: { product: OwnProduct; mayWrite: boolean }) {
  const organization = useProvider();
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm<TrafficValues>({ defaultValues: trafficValues(product), disabled: !mayWrite });
  const words = t.provider.traffic;

  async function submit(values: TrafficValues) {
    setFailure(null);
    try {
      await changeProduct(organization.slug, product.id, {
        ...trafficOf(values),
        revision: product.revision,
      });
      announce(words.saved, product.name);
    } catch (error) {
      setFailure(spreadProblem(error, form.setError, trafficPointers(values)));
    }
  }

  return (
    <FormProvider {...form}>
      <form noValidate className="grid gap-5" onSubmit={form.handleSubmit(submit)}>
        <Panel title={words.calls} hint={words.callsHint}>
          <CallFields />
        </Panel>
        <Panel title={words.browsers} hint={words.browsersHint}>
          <BrowserFields />
        </Panel>
        <Panel title={words.hosts} hint={words.hostsHint}>
          <HostFields product={product} />
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
