import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type UseFormReturn, useForm } from 'react-hook-form';
import {
  type BillingSettings,
  type ChangePolicy,
  changePolicyQuery,
  saveBillingSettings,
} from '../../../api/billing-settings.ts';
import { billingSettingsQuery } from '../../../api/provider.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Panel } from '../../../ui/card.tsx';
import { Checkbox, Field, Input, Select } from '../../../ui/field.tsx';
import { spreadProblem } from '../../../ui/form-problem.ts';
import { formatQuantity } from '../../../ui/format/money.ts';
import { Page } from '../../../ui/page.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { SkeletonLines } from '../../../ui/states.tsx';
import { useProvider } from '../organization.ts';
import { wholeRule } from '../rules.ts';
import { SaveBar } from '../save-bar.tsx';
import {
  NUMBERS,
  policyOf,
  SETTINGS_POINTERS,
  type SettingsValues,
  settingsChange,
  settingsValues,
} from './settings-values.ts';

/** How a provider bills its consumers. */
export function ProviderSettingsPage() {
  const organization = useProvider();
  const settings = useQuery(billingSettingsQuery(organization.slug));
  const policy = useQuery(changePolicyQuery(organization.slug));
  const words = t.providerSettings;
  return (
    <Page title={words.title} hint={words.hint}>
      <QueryView query={settings} skeleton={<SkeletonLines count={8} />}>
        {(own) => (
          <QueryView query={policy} skeleton={<SkeletonLines count={8} />}>
            {(given) => <SettingsForm settings={own} policy={given} />}
          </QueryView>
        )}
      </QueryView>
    </Page>
  );
}

function SettingsForm({ settings, policy }: { settings: BillingSettings; policy: ChangePolicy }) {
  const organization = useProvider();
  const mayWrite = organization.permissions.includes('billing:write');
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm<SettingsValues>({ values: settingsValues(settings, policy), disabled: !mayWrite });
  const words = t.providerSettings;

  async function submit(values: SettingsValues) {
    setFailure(null);
    try {
      await saveBillingSettings(
        organization.slug,
        settingsChange(settings, policy, values),
        policyOf(values),
      );
      announce(words.saved);
    } catch (error) {
      setFailure(spreadProblem(error, form.setError, SETTINGS_POINTERS));
    }
  }

  return (
    <form noValidate className="grid gap-5" onSubmit={form.handleSubmit(submit)}>
      <Panel
        title={words.invoicing}
        hint={words.commission(formatQuantity(settings.commission_basis_points / 100))}
      >
        <Numbers form={form} />
      </Panel>
      <Panel title={words.credit}>
        <Choices form={form} />
      </Panel>
      <SaveBar failure={failure} mayWrite={mayWrite} busy={form.formState.isSubmitting} label={words.save} />
    </form>
  );
}

const DAY_LIST = /^\s*(\d+\s*(,\s*\d+\s*)*)?$/;

function Numbers({ form: { register, formState } }: { form: UseFormReturn<SettingsValues> }) {
  const words = t.providerSettings;
  return (
    <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
      {Object.values(NUMBERS).map((name) => {
        const [label, hint] = words.numbers[name];
        return (
          <Field key={name} label={label} hint={hint} error={formState.errors[name]?.message}>
            <Input inputMode="numeric" {...register(name, wholeRule)} />
          </Field>
        );
      })}
      <Field label={words.retries} hint={words.retriesHint} error={formState.errors.retryAfterDays?.message}>
        <Input
          {...register('retryAfterDays', { pattern: { value: DAY_LIST, message: words.retriesRule } })}
        />
      </Field>
      <div className="sm:col-span-2 lg:col-span-3">
        <Checkbox label={words.consolidate} hint={words.consolidateHint} {...register('consolidate')} />
      </div>
    </div>
  );
}

function Choices({ form: { register } }: { form: UseFormReturn<SettingsValues> }) {
  const words = t.providerSettings;
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Checkbox
        label={words.creditOnCancel}
        hint={words.creditOnCancelHint}
        {...register('creditOnCancel')}
      />
      <Checkbox label={words.creditOnPause} {...register('creditOnPause')} />
      <Checkbox label={words.applyCredit} hint={words.applyCreditHint} {...register('applyCredit')} />
      <Field label={words.leftOver}>
        <Select {...register('leftOverCredit')}>
          <option value="credit">{words.leftOvers.credit}</option>
          <option value="refund">{words.leftOvers.refund}</option>
        </Select>
      </Field>
    </div>
  );
}
