import { useFormContext, useWatch } from 'react-hook-form';
import { t } from '../../../text/index.ts';
import { Field, Input, Select } from '../../../ui/field.tsx';
import type { PlanValues } from './plan-values.ts';
import { decimalRule, needed, wholeRule } from './rules.ts';
import { slugOf } from './slug.ts';
import { WindowSelect } from './window-select.tsx';

const INTERVAL_UNITS = ['day', 'week', 'month', 'quarter', 'year'] as const;
const QUOTA_PERIODS = ['day', 'week', 'month', 'year'] as const;

/** Who it is for and what it costs whether it is used or not. */
export function HeadFields({ isNew }: { isNew: boolean }) {
  const { register, formState, resetField } = useFormContext<PlanValues>();
  const { errors, dirtyFields } = formState;
  const words = t.provider.plan;

  function suggestSlug(name: string) {
    if (isNew && !dirtyFields.slug) resetField('slug', { defaultValue: slugOf(name) });
  }

  return (
    <div className="grid gap-4 sm:grid-cols-6">
      <Field className="sm:col-span-3" label={words.name} error={errors.name?.message}>
        <Input
          autoComplete="off"
          maxLength={100}
          {...register('name', {
            ...needed(words.name),
            onChange: (event) => suggestSlug(event.target.value),
          })}
        />
      </Field>
      <Field className="sm:col-span-2" label={words.slug} error={errors.slug?.message}>
        <Input
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          className="font-mono"
          {...register('slug', needed(words.slug))}
        />
      </Field>
      <Field className="sm:col-span-1" label={words.tier} error={errors.tier?.message}>
        <Input
          inputMode="numeric"
          aria-label={words.tierLabel}
          {...register('tier', { ...needed(words.tier), ...wholeRule })}
        />
      </Field>
      <Field className="sm:col-span-2" label={words.price} error={errors.price?.message}>
        <Input
          inputMode="decimal"
          placeholder="29.00"
          {...register('price', { ...needed(words.price), ...decimalRule })}
        />
      </Field>
      <Field className="sm:col-span-2" label={words.currency} error={errors.currency?.message}>
        <Select {...register('currency')}>
          {Intl.supportedValuesOf('currency').map((code) => (
            <option key={code} value={code}>
              {code}
            </option>
          ))}
        </Select>
      </Field>
      <div className="grid grid-cols-[4.5rem_minmax(0,1fr)] gap-2 sm:col-span-2">
        <Field label={words.every} error={errors.intervalCount?.message}>
          <Input
            inputMode="numeric"
            {...register('intervalCount', { ...needed(words.every), ...wholeRule })}
          />
        </Field>
        <Field label={words.interval}>
          <Select {...register('intervalUnit')}>
            {INTERVAL_UNITS.map((unit) => (
              <option key={unit} value={unit}>
                {words.units[unit]}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <Field
        className="sm:col-span-3"
        label={words.trialDays}
        hint={words.trialHint}
        error={errors.trialDays?.message}
      >
        <Input inputMode="numeric" {...register('trialDays', wholeRule)} />
      </Field>
    </div>
  );
}

/** How much may be called, how fast, and what happens past the quota. */
export function QuotaFields() {
  const { register, formState, control } = useFormContext<PlanValues>();
  const { errors } = formState;
  const [quotaUnits, window] = useWatch({ control, name: ['quotaUnits', 'rateWindowSeconds'] });
  const hasQuota = quotaUnits.trim() !== '';
  const words = t.provider.plan;
  return (
    <fieldset className="grid gap-4 border-t border-line pt-5 sm:grid-cols-6">
      <legend className="float-start w-full text-[0.9375rem] font-semibold sm:col-span-6">
        {words.limits}
      </legend>
      <Field
        className="sm:col-span-3"
        label={words.quotaUnits}
        optional
        hint={words.quotaHint}
        error={errors.quotaUnits?.message}
      >
        <Input inputMode="numeric" {...register('quotaUnits', wholeRule)} />
      </Field>
      <Field className="sm:col-span-3" label={words.quotaPeriod}>
        <Select {...register('quotaPeriod')}>
          {QUOTA_PERIODS.map((period) => (
            <option key={period} value={period}>
              {words.units[period]}
            </option>
          ))}
        </Select>
      </Field>
      {hasQuota && <OverageFields />}
      <Field className="sm:col-span-3" label={words.rateLimit} optional error={errors.rateLimit?.message}>
        <Input inputMode="numeric" {...register('rateLimit', wholeRule)} />
      </Field>
      <Field
        className="sm:col-span-3"
        label={t.provider.route.window}
        error={errors.rateWindowSeconds?.message}
      >
        <WindowSelect present={Number(window)} {...register('rateWindowSeconds')} />
      </Field>
    </fieldset>
  );
}

function OverageFields() {
  const { register, formState, control } = useFormContext<PlanValues>();
  const { errors } = formState;
  const overage = useWatch({ control, name: 'overage' });
  const words = t.provider.plan;
  return (
    <div className="grid gap-4 sm:col-span-6 sm:grid-cols-3">
      <Field label={words.overage}>
        <Select {...register('overage')}>
          <option value="block">{words.block}</option>
          <option value="charge">{words.charge}</option>
        </Select>
      </Field>
      {overage === 'charge' && (
        <>
          <Field label={words.overagePrice} error={errors.overagePrice?.message}>
            <Input
              inputMode="decimal"
              placeholder="0.001"
              {...register('overagePrice', { ...needed(words.overagePrice), ...decimalRule })}
            />
          </Field>
          <Field label={words.overageMost} optional error={errors.overageMost?.message}>
            <Input
              inputMode="numeric"
              placeholder={words.overageMostPlaceholder}
              {...register('overageMost', wholeRule)}
            />
          </Field>
        </>
      )}
    </div>
  );
}
