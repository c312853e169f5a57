import { X } from 'lucide-react';
import { useFieldArray, useFormContext, useWatch } from 'react-hook-form';
import { t } from '../../../text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Field, Input, Select } from '../../../ui/field.tsx';
import { decimalRule, needed } from '../rules.ts';
import type { PlanValues } from './plan-values.ts';

/** What each use costs beside the flat price: one price, per unit or falling by tiers. */
export function UsagePriceFields() {
  const { register, formState, control } = useFormContext<PlanValues>();
  const { errors, defaultValues } = formState;
  const usage = useWatch({ control, name: 'usage' });
  const words = t.provider.plan;
  const isPriced = usage === 'per_unit' || usage === 'graduated';
  return (
    <fieldset className="grid gap-4 border-t border-line pt-5 sm:grid-cols-6">
      <legend className="float-start w-full text-[0.9375rem] font-semibold sm:col-span-6">
        {words.usagePrice}
      </legend>
      <Field className="sm:col-span-6" label={words.usageModel} hint={words.usageHint}>
        <Select {...register('usage')}>
          <option value="none">{words.usageNone}</option>
          <option value="per_unit">{words.perUnit}</option>
          <option value="graduated">{words.graduated}</option>
          {defaultValues?.usage === 'kept' && <option value="kept">{words.usageKept}</option>}
        </Select>
      </Field>
      {isPriced && (
        <>
          <Field className="sm:col-span-3" label={words.usageName} error={errors.usageName?.message}>
            <Input
              autoComplete="off"
              maxLength={100}
              placeholder={words.usageNamePlaceholder}
              {...register('usageName', needed(words.usageName))}
            />
          </Field>
          <MeterField />
        </>
      )}
      {usage === 'per_unit' && (
        <Field className="sm:col-span-3" label={words.unitPrice} error={errors.unitPrice?.message}>
          <Input
            inputMode="decimal"
            placeholder="0.001"
            {...register('unitPrice', { ...needed(words.unitPrice), ...decimalRule })}
          />
        </Field>
      )}
      {usage === 'graduated' && <TierRows />}
    </fieldset>
  );
}

function MeterField() {
  const { register, formState } = useFormContext<PlanValues>();
  const own = formState.defaultValues?.usageMeter;
  const words = t.provider.plan;
  return (
    <Field className="sm:col-span-3" label={words.meter} error={formState.errors.usageMeter?.message}>
      <Select {...register('usageMeter')}>
        <option value="requests">{words.meters.requests}</option>
        <option value="units">{words.meters.units}</option>
        {own && own !== 'requests' && own !== 'units' && <option value={own}>{own}</option>}
      </Select>
    </Field>
  );
}

const MOST_TIERS = 20;

function TierRows() {
  const { register, control, formState } = useFormContext<PlanValues>();
  const tiers = useFieldArray({ control, name: 'tiers' });
  const errors = formState.errors.tiers;
  const last = tiers.fields.length - 1;
  const words = t.provider.plan;
  return (
    <div className="grid gap-3 sm:col-span-6">
      <ol className="grid gap-3">
        {tiers.fields.map((tier, index) => (
          <li
            key={tier.id}
            className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_2.375rem] items-start gap-2"
          >
            <Field label={words.upTo} error={index === last ? undefined : errors?.[index]?.upTo?.message}>
              {index === last ? (
                <Input readOnly value={words.andAbove} className="bg-sunken text-ink-muted" />
              ) : (
                <Input
                  inputMode="decimal"
                  {...register(`tiers.${index}.upTo`, { ...needed(words.upTo), ...decimalRule })}
                />
              )}
            </Field>
            <Field label={words.unitPrice} error={errors?.[index]?.unitPrice?.message}>
              <Input
                inputMode="decimal"
                {...register(`tiers.${index}.unitPrice`, { ...needed(words.unitPrice), ...decimalRule })}
              />
            </Field>
            {index < last && (
              <Button
                look="quiet"
                size="icon"
                className="mt-6.5"
                aria-label={words.removeTier(index + 1)}
                onClick={() => tiers.remove(index)}
              >
                <X aria-hidden="true" className="size-4" />
              </Button>
            )}
          </li>
        ))}
      </ol>
      <Button
        size="small"
        className="justify-self-start"
        disabled={tiers.fields.length >= MOST_TIERS}
        onClick={() => tiers.insert(last, { upTo: '', unitPrice: '' })}
      >
        {words.addTier}
      </Button>
    </div>
  );
}
