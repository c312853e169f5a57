import { useRef, useState } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import {
  changePlan,
  createPlan,
  type OwnPlan,
  type OwnProduct,
  publishTerms,
} from '../../../api/products.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { spreadProblem } from '../../../ui/form-problem.ts';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { useProvider } from '../organization.ts';
import { HeadFields, LimitFields } from './plan-fields.tsx';
import { emptyPlan, type PlanValues, planPointers, planValues, sameTerms, termsOf } from './plan-values.ts';
import { UsagePriceFields } from './usage-price-fields.tsx';

export interface PlanDialogProps {
  product: OwnProduct;
  others: OwnPlan[];
  edited: OwnPlan | 'new' | null;
  onClose(): void;
}

export function PlanDialog({ edited, ...props }: PlanDialogProps) {
  const words = t.provider.plan;
  return (
    <Dialog
      open={edited !== null}
      onOpenChange={props.onClose}
      title={edited === 'new' ? words.newTitle : words.editTitle}
      description={edited === 'new' ? words.newHint : words.editHint}
      className="max-w-2xl"
      keepsInput
    >
      {edited && <PlanForm {...props} plan={edited === 'new' ? undefined : edited} />}
    </Dialog>
  );
}

type PlanFormProps = Omit<PlanDialogProps, 'edited'> & { plan: OwnPlan | undefined };

function PlanForm({ product, others, plan, onClose }: PlanFormProps) {
  const save = useSavePlan(product, plan);
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm<PlanValues>({ defaultValues: plan ? planValues(plan) : emptyPlan(others) });
  const words = t.provider.plan;

  async function submit(values: PlanValues) {
    setFailure(null);
    try {
      await save(values);
      announce(words.savedToast, values.name);
      onClose();
    } catch (error) {
      setFailure(spreadProblem(error, form.setError, planPointers(values)));
    }
  }

  return (
    <FormProvider {...form}>
      <form noValidate className="grid gap-6" onSubmit={form.handleSubmit(submit)}>
        <HeadFields isNew={!plan} />
        <LimitFields />
        <UsagePriceFields />
        <div className="grid gap-4">
          <ProblemNote error={failure} />
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={onClose}>{t.actions.cancel}</Button>
            <Button type="submit" look="primary" busy={form.formState.isSubmitting}>
              {plan ? words.save : words.create}
            </Button>
          </div>
        </div>
      </form>
    </FormProvider>
  );
}

/** Sends only what differs: a plan that is renamed gets no new version. */
function useSavePlan(product: OwnProduct, plan: OwnPlan | undefined) {
  const organization = useProvider();
  // Changing the head raises the revision; pressing again after a refusal of the terms must send the new one.
  const known = useRef(plan);
  return async (values: PlanValues) => {
    const head = { name: values.name.trim(), slug: values.slug.trim(), tier: Number(values.tier) };
    const before = known.current;
    if (!before) {
      return createPlan(organization.slug, product.id, { ...head, terms: termsOf(values) });
    }
    if (head.name !== before.name || head.slug !== before.slug || head.tier !== before.tier) {
      const change = { ...head, revision: before.revision };
      const revision = await changePlan(organization.slug, before.id, change);
      known.current = { ...before, ...head, revision };
    }
    const base = before.current_version?.terms;
    const terms = termsOf(values, base);
    if (!base || !sameTerms(terms, base)) await publishTerms(organization.slug, before.id, terms);
  };
}
