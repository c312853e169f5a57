import { useState } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import { type OwnPlan, type OwnProduct, type OwnRoute, saveRoute } from '../../../api/products.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field, Input, Select } from '../../../ui/field.tsx';
import { spreadProblem } from '../../../ui/form-problem.ts';
import { ProblemNote } from '../../../ui/problem-panel.tsx';
import { WindowRows } from '../limit-fields.tsx';
import { windowPointers } from '../limit-values.ts';
import { useProvider } from '../organization.ts';
import { decimalRule, needed, wholeRule } from '../rules.ts';
import {
  METHODS,
  PROTOCOLS,
  ROUTE_POINTERS,
  type RouteValues,
  routeOf,
  routeValues,
} from './route-values.ts';

export interface RouteDialogProps {
  product: OwnProduct;
  plans: OwnPlan[];
  edited: OwnRoute | 'new' | null;
  onClose(): void;
}

export function RouteDialog({ edited, ...props }: RouteDialogProps) {
  const words = t.provider.route;
  return (
    <Dialog
      open={edited !== null}
      onOpenChange={props.onClose}
      title={edited === 'new' ? words.newTitle : words.editTitle}
      className="max-w-2xl"
      keepsInput
    >
      {edited && <RouteForm {...props} route={edited === 'new' ? undefined : edited} />}
    </Dialog>
  );
}

type RouteFormProps = Omit<RouteDialogProps, 'edited'> & { route: OwnRoute | undefined };

function RouteForm({ product, plans, route, onClose }: RouteFormProps) {
  const organization = useProvider();
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm<RouteValues>({ defaultValues: routeValues(route) });
  const { errors, isSubmitting } = form.formState;
  const words = t.provider.route;

  async function submit(values: RouteValues) {
    setFailure(null);
    try {
      await saveRoute(organization.slug, product.id, routeOf(values), route?.id);
      announce(words.savedToast, `${values.method} ${values.template}`);
      onClose();
    } catch (error) {
      setFailure(
        spreadProblem(error, form.setError, {
          ...ROUTE_POINTERS,
          ...windowPointers(values.windows, '/rate_limits'),
        }),
      );
    }
  }

  return (
    <form noValidate className="grid gap-4 sm:grid-cols-6" onSubmit={form.handleSubmit(submit)}>
      <Field className="sm:col-span-2" label={words.method} error={errors.method?.message}>
        <Select {...form.register('method')}>
          {METHODS.map((method) => (
            <option key={method} value={method}>
              {method === 'ANY' ? words.anyMethod : method}
            </option>
          ))}
        </Select>
      </Field>
      <Field
        className="sm:col-span-4"
        label={words.template}
        hint={words.templateHint}
        error={errors.template?.message}
      >
        <Input
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          placeholder="/items/{id}"
          className="font-mono"
          {...form.register('template', needed(words.template))}
        />
      </Field>
      <Field className="sm:col-span-6" label={words.name} optional error={errors.name?.message}>
        <Input autoComplete="off" maxLength={100} {...form.register('name')} />
      </Field>
      <Field
        className="sm:col-span-3"
        label={t.productPage.minimumPlan}
        hint={words.minimumPlanHint}
        error={errors.minimumPlan?.message}
      >
        <Select {...form.register('minimumPlan')}>
          <option value="">{t.catalog.everyPlan}</option>
          {plans.map((plan) => (
            <option key={plan.id} value={plan.id}>
              {t.catalog.fromPlan(plan.name)}
            </option>
          ))}
        </Select>
      </Field>
      <Field
        className="sm:col-span-3"
        label={words.weight}
        hint={words.weightHint}
        error={errors.weight?.message}
      >
        <Input
          inputMode="decimal"
          {...form.register('weight', { ...needed(words.weight), ...decimalRule })}
        />
      </Field>
      <FormProvider {...form}>
        <WindowRows label={words.rateLimit} hint={words.rateLimitHint} />
      </FormProvider>
      <Field
        className="sm:col-span-3"
        label={t.provider.plan.concurrency}
        optional
        error={errors.concurrency?.message}
      >
        <Input inputMode="numeric" {...form.register('concurrency', wholeRule)} />
      </Field>
      <Field
        className="sm:col-span-3"
        label={words.requiredScope}
        optional
        hint={words.requiredScopeHint}
        error={errors.requiredScope?.message}
      >
        <Input
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          className="font-mono"
          {...form.register('requiredScope')}
        />
      </Field>
      <Field className="sm:col-span-3" label={words.keysOf} error={errors.environments?.message}>
        <Select {...form.register('environments')}>
          <option value="both">{words.keysOfBoth}</option>
          <option value="live">{words.keysOfLive}</option>
          <option value="test">{words.keysOfTest}</option>
        </Select>
      </Field>
      <Field className="sm:col-span-2" label={words.protocol} error={errors.protocol?.message}>
        <Select {...form.register('protocol')}>
          {PROTOCOLS.map((protocol) => (
            <option key={protocol} value={protocol}>
              {words.protocols[protocol]}
            </option>
          ))}
        </Select>
      </Field>
      <Field
        className="sm:col-span-4"
        label={words.upstreamPath}
        optional
        hint={words.upstreamPathHint}
        error={errors.upstreamPath?.message}
      >
        <Input
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          className="font-mono"
          {...form.register('upstreamPath')}
        />
      </Field>
      <div className="grid gap-4 sm:col-span-6">
        <ProblemNote error={failure} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t.actions.cancel}</Button>
          <Button type="submit" look="primary" busy={isSubmitting}>
            {words.save}
          </Button>
        </div>
      </div>
    </form>
  );
}
