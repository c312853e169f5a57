import { useFormContext } from 'react-hook-form';
import { t } from '../../../text/index.ts';
import { Field, Input, Select } from '../../../ui/field.tsx';
import { QuotaRows, WindowRows } from '../limit-fields.tsx';
import { decimalRule, needed, wholeRule } from '../rules.ts';
import { slugOf } from '../slug.ts';
import type { PlanValues } from './plan-values.ts';

const INTERVAL_UNITS = ['day', 'week', 'month', 'quarter', 'year'] as const;

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
      <div className="grid grid-cols-[3.25rem_minmax(0,1fr)] gap-2 sm:col-span-2">
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
    </div>
  );
}

/** How much may be called, how fast, and what happens past the quotas. */
export function LimitFields() {
  const { register, formState } = useFormContext<PlanValues>();
  const words = t.provider.plan;
  return (
    <fieldset className="grid gap-4 border-t border-line pt-5 sm:grid-cols-6">
      <legend className="float-start w-full text-[0.9375rem] font-semibold sm:col-span-6">
        {words.limits}
      </legend>
      <QuotaRows />
      <WindowRows label={words.rateLimit} />
      <Field
        className="sm:col-span-3"
        label={words.concurrency}
        optional
        error={formState.errors.concurrency?.message}
      >
        <Input inputMode="numeric" {...register('concurrency', wholeRule)} />
      </Field>
    </fieldset>
  );
}
