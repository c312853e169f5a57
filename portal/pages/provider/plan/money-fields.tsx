import { useFormContext } from 'react-hook-form';
import { t } from '../../../text/index.ts';
import { Checkbox, Field, Input, Select } from '../../../ui/field.tsx';
import { decimalRule, wholeRule } from '../rules.ts';
import type { PlanValues } from './plan-values.ts';

const AMOUNTS = [
  'commitment',
  'maximum',
  'threshold',
  'prepaid',
  'includedCredit',
  'creditRollover',
  'percentOff',
] as const;

/** When and how it is charged, and what bounds the whole of it. */
export function MoneyFields() {
  const { register, formState } = useFormContext<PlanValues>();
  const words = t.planBuilder;
  return (
    <fieldset className="grid gap-4 border-t border-line pt-5 sm:grid-cols-6">
      <legend className="float-start w-full text-[0.9375rem] font-semibold sm:col-span-6">
        {words.billing}
      </legend>
      <Field
        className="sm:col-span-2"
        label={t.provider.plan.trialDays}
        hint={t.provider.plan.trialHint}
        error={formState.errors.trialDays?.message}
      >
        <Input inputMode="numeric" {...register('trialDays', wholeRule)} />
      </Field>
      <div className="sm:col-span-4 sm:pt-7">
        <Checkbox label={words.trialNeedsMethod} {...register('trialNeedsMethod')} />
      </div>
      <Field className="sm:col-span-3" label={words.alignment}>
        <Select {...register('alignment')}>
          <option value="anniversary">{words.alignments.anniversary}</option>
          <option value="calendar">{words.alignments.calendar}</option>
        </Select>
      </Field>
      <Field className="sm:col-span-3" label={words.proration}>
        <Select {...register('proration')}>
          {(['second', 'day', 'thirty_day_month', 'none'] as const).map((name) => (
            <option key={name} value={name}>
              {words.prorations[name]}
            </option>
          ))}
        </Select>
      </Field>
      <Field className="sm:col-span-3" label={words.taxBehavior}>
        <Select {...register('taxBehavior')}>
          <option value="exclusive">{words.taxBehaviors.exclusive}</option>
          <option value="inclusive">{words.taxBehaviors.inclusive}</option>
        </Select>
      </Field>
      {AMOUNTS.map((name) => (
        <Field
          key={name}
          className="sm:col-span-3"
          label={words.amounts[name][0]}
          hint={words.amounts[name][1]}
          optional
          error={formState.errors[name]?.message}
        >
          <Input inputMode="decimal" {...register(name, decimalRule)} />
        </Field>
      ))}
    </fieldset>
  );
}
