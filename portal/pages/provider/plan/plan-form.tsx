import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import type { PlanVersion } from '../../../api/plans.ts';
import type { OwnPlan } from '../../../api/products.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Badge, StateBadge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { spreadProblem } from '../../../ui/form-problem.ts';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { useProvider } from '../organization.ts';
import { useOwnProduct } from '../product-layout.tsx';
import { ChargePanel } from './charge-panel.tsx';
import { FeatureRows } from './feature-rows.tsx';
import { HeadFields, LimitFields } from './head-fields.tsx';
import { MoneyFields } from './money-fields.tsx';
import { emptyPlan, NEW_TERMS, type PlanValues, planPointers, planValues } from './plan-values.ts';
import { PriceList } from './price-list.tsx';
import { PublishDialog } from './publish-dialog.tsx';
import { useSavePlan } from './save-plan.ts';

interface PlanFormProps {
  plan: OwnPlan | null;
  draft: PlanVersion | null;
  others: OwnPlan[];
}

/** What a plan promises, beside what that charges. Nothing is on offer before it is published. */
export function PlanForm({ plan, draft, others }: PlanFormProps) {
  const organization = useProvider();
  const { product, mayWrite } = useOwnProduct();
  const navigate = useNavigate();
  const live = plan?.current_version?.terms ?? null;
  const base = draft?.terms ?? live ?? NEW_TERMS;
  const { save, publish } = useSavePlan({ plan, draft, base });
  const [failure, setFailure] = useState<unknown>(null);
  /** The draft that waits for a last look before it is published. */
  const [ready, setReady] = useState<{ versionId: string; planId: string } | null>(null);
  const form = useForm<PlanValues>({ defaultValues: plan ? planValues(plan, base) : emptyPlan(others) });
  const words = t.planBuilder;

  function submit(publishes: boolean) {
    return form.handleSubmit(async (values) => {
      setFailure(null);
      try {
        const saved = await save(values);
        if (publishes && saved.versionId !== null && live !== null) {
          return setReady({ planId: saved.planId, versionId: saved.versionId });
        }
        if (publishes && saved.versionId !== null) await publish(saved.planId, saved.versionId);
        announce(publishes ? words.published : words.saved, values.name);
        if (!plan) {
          const params = { org: organization.slug, product: product.id, plan: saved.planId };
          await navigate({ to: '/p/$org/products/$product/plans/$plan', params });
        }
      } catch (error) {
        setFailure(spreadProblem(error, form.setError, planPointers(values)));
      }
    });
  }

  const { isSubmitting } = form.formState;
  return (
    <FormProvider {...form}>
      <div className="grid items-start gap-5 *:min-w-0 xl:grid-cols-[minmax(0,1fr)_23rem]">
        <Panel title={plan?.name ?? words.newTitle} hint={<Standing plan={plan} draft={draft} />}>
          <form noValidate className="grid gap-6" onSubmit={submit(false)}>
            <HeadFields isNew={!plan} />
            <LimitFields />
            <PriceList list="prices" />
            <PriceList list="fees" />
            <MoneyFields />
            <FeatureRows />
            {(base.phases.length > 0 || Object.keys(base.currencies).length > 0) && (
              <p className="text-[0.8125rem] text-ink-muted">
                {words.kept(base.phases.length, Object.keys(base.currencies))}
              </p>
            )}
            <ProblemNote error={failure} />
            {mayWrite && (
              <div className="flex flex-wrap justify-end gap-2 border-t border-line pt-5">
                <Button type="submit" busy={isSubmitting}>
                  {words.saveDraft}
                </Button>
                <Button look="primary" busy={isSubmitting} onClick={submit(true)}>
                  {words.publish}
                </Button>
              </div>
            )}
          </form>
        </Panel>
        <div className="xl:sticky xl:top-18">
          <ChargePanel base={base} live={live} />
        </div>
      </div>
      <PublishDialog
        ready={ready}
        liveId={plan?.current_version?.id ?? null}
        onPublish={publish}
        onClose={() => setReady(null)}
      />
    </FormProvider>
  );
}

/** What is out, and what waits. */
function Standing({ plan, draft }: Pick<PlanFormProps, 'plan' | 'draft'>): ReactNode {
  const words = t.planBuilder;
  if (!plan) return words.newHint;
  const live = plan.current_version;
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      {live ? <Badge tone="good">{words.liveVersion(live.number)}</Badge> : <StateBadge state="draft" />}
      {draft && live && <Badge tone="warn">{words.draftVersion(draft.number)}</Badge>}
      {words.editHint}
    </span>
  );
}
