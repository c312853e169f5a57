import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { historyQuery, keepCall, type MadeCall, makeCall } from '../../../api/console.ts';
import type { ProductPage, ProductRoute } from '../../../api/marketplace.ts';
import type { RouteDocs } from '../../../api/product-docs.ts';
import { t } from '../../../text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { CodeSamples } from '../../../ui/samples/code-samples.tsx';
import { sampleCall } from '../../../ui/samples/request.ts';
import { SkeletonLines } from '../../../ui/states.tsx';
import { type Callers, lockOf } from '../callers.ts';
import { AnswerPanel } from './answer-panel.tsx';
import { CallFields } from './call-fields.tsx';
import { CallerFields } from './caller-fields.tsx';
import { callForm, type FormValues, fieldsOf, initialValues, valuesOfCall } from './form-values.ts';
import { HistoryPanel } from './history-panel.tsx';
import { LockedNote } from './locked-note.tsx';
import { SamplePanel } from './sample-panel.tsx';

export interface ConsoleProps {
  product: ProductPage;
  route: ProductRoute;
  docs: RouteDocs;
  callers: Callers;
}

/** Form and answer of one route. Locked it says why, and shows a sample in place of an answer. */
export function Console({ product, route, docs, callers }: ConsoleProps) {
  const fields = fieldsOf(docs);
  const [values, setValues] = useState<FormValues>(() => initialValues(docs));
  const [callerId, setCallerId] = useState<string | null>(null);
  const [environment, setEnvironment] = useState<'live' | 'test'>(route.environments[0] ?? 'live');
  const [shownId, setShownId] = useState<string | null>(null);
  const answerPlace = useRef<HTMLDivElement>(null);
  const history = useQuery(historyQuery(product.id)).data;
  const caller =
    callers.choices.find(({ subscription }) => subscription.id === callerId) ?? callers.choices[0];
  const lock = lockOf(product, route, callers, caller);
  const send = useMutation({
    mutationFn: () => {
      const by = { subscriptionId: caller!.subscription.id, environment };
      return makeCall(caller!.organization.slug, route, callForm(route, fields, values, by));
    },
    onSuccess: (made) => {
      keepCall(product.id, made);
      setShownId(made.id);
      // Below the form where there is no room beside it.
      answerPlace.current?.scrollIntoView({ block: 'nearest' });
    },
  });
  const ofRoute = history.filter((one) => one.route.id === route.id);
  const shown = ofRoute.find(({ id }) => id === shownId) ?? ofRoute[0];
  const refill = (made: MadeCall) => setValues(valuesOfCall(fields, made.form, made.answer.request.method));
  if (callers.isLoading) return <SkeletonLines count={8} />;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 lg:grid-cols-2">
      <div className="grid min-w-0 gap-5">
        <Panel title={t.tryIt.call}>
          <form
            className="grid gap-5"
            onSubmit={(event) => {
              event.preventDefault();
              if (!lock) send.mutate();
            }}
          >
            {lock && <LockedNote lock={lock} product={product} caller={caller} />}
            {caller && (
              <CallerFields
                choices={callers.choices}
                caller={caller}
                onCaller={setCallerId}
                environments={route.environments}
                environment={environment}
                onEnvironment={setEnvironment}
              />
            )}
            <fieldset disabled={lock !== null} className="grid min-w-0 gap-5 disabled:opacity-70">
              <CallFields route={route} docs={docs} fields={fields} values={values} onChange={setValues} />
            </fieldset>
            <ProblemNote error={send.error} />
            <div className="flex flex-wrap items-center gap-2">
              <Button type="submit" look="primary" busy={send.isPending} disabled={lock !== null}>
                {send.isPending ? t.tryIt.sending : t.tryIt.send}
              </Button>
              <Button look="quiet" disabled={lock !== null} onClick={() => setValues(initialValues(docs))}>
                {t.tryIt.reset}
              </Button>
            </div>
          </form>
        </Panel>
      </div>
      <div ref={answerPlace} className="grid min-w-0 scroll-mt-20 gap-5">
        {shown ? <AnswerPanel key={shown.id} made={shown} /> : <SamplePanel docs={docs} />}
        {ofRoute.length > 0 && (
          <HistoryPanel
            calls={ofRoute}
            shown={shown}
            organization={caller?.organization.slug}
            onShow={setShownId}
            onRefill={refill}
          />
        )}
        <Panel title={t.tryIt.code} hint={t.docs.keyHint}>
          <CodeSamples call={codeOf(product, route, docs, fields, values)} />
        </Panel>
      </div>
    </div>
  );
}

/** What the form says, as a program would say it. */
function codeOf(
  { address }: ProductPage,
  route: ProductRoute,
  docs: RouteDocs,
  fields: ReturnType<typeof fieldsOf>,
  values: FormValues,
) {
  const form = callForm(route, fields, values, { subscriptionId: '', environment: 'live' });
  const parts = {
    method: route.method === 'ANY' ? values.method : docs.sample_request.method,
    parameters: [
      ...Object.entries(form.path_parameters ?? {}).map(([name, value]) => ({
        name,
        in: 'path' as const,
        value,
      })),
      ...(form.query ?? []).map((one) => ({ ...one, in: 'query' as const })),
      ...(form.headers ?? []).map((one) => ({ ...one, in: 'header' as const })),
    ],
    content_type: form.content_type ?? null,
    body: form.body ?? null,
  };
  return sampleCall({ address, template: route.template }, parts);
}
