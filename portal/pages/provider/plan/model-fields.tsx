import { useFieldArray, useFormContext, useWatch } from 'react-hook-form';
import { t } from '../../../text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Field, Input, Select } from '../../../ui/field.tsx';
import { RemoveRow } from '../remove-row.tsx';
import { decimalRule, errorAt, needed, wholeRule } from '../rules.ts';
import type { PlanValues } from './plan-values.ts';
import {
  MODEL_NAMES,
  MODELS,
  type ModelShape,
  NO_TIER,
  type PriceField,
  type PricePath,
  type TierField,
} from './price-values.ts';

/** How a price is computed, and the numbers that this takes: of any model. */
export function ModelFields({ path }: { path: PricePath }) {
  const { register, control } = useFormContext<PlanValues>();
  const model = useWatch({ control, name: `${path}.model` });
  const { needed: must, optional, tier } = MODELS[model];
  const words = t.planBuilder;
  const filled = useWatch({ control, name: `${path}.fields` });
  return (
    <div className="grid gap-4 sm:col-span-6">
      <div className="grid gap-4 sm:grid-cols-6">
        <Field className="sm:col-span-6" label={words.model} hint={words.modelHints[model]}>
          <Select {...register(`${path}.model`)}>
            {MODEL_NAMES.map((name) => (
              <option key={name} value={name}>
                {words.models[name]}
              </option>
            ))}
          </Select>
        </Field>
        {must.map((name) => (
          <AmountField key={name} path={path} name={name} isNeeded />
        ))}
      </div>
      {tier && <TierRows path={path} tier={tier} />}
      <details className="group" open={optional.some((name) => filled[name] !== '') || undefined}>
        <summary className="w-fit cursor-pointer text-[0.8125rem] font-medium text-brand-ink">
          {words.more}
        </summary>
        <div className="mt-3 grid gap-4 sm:grid-cols-6">
          {optional.map((name) => (
            <AmountField key={name} path={path} name={name} />
          ))}
        </div>
      </details>
    </div>
  );
}

interface AmountFieldProps {
  path: PricePath;
  name: PriceField;
  isNeeded?: boolean;
}

function AmountField({ path, name, isNeeded = false }: AmountFieldProps) {
  const { register, formState } = useFormContext<PlanValues>();
  const field = `${path}.fields.${name}` as const;
  const label = t.planBuilder.fields[name];
  const rule = name === 'free_events' ? wholeRule : decimalRule;
  return (
    <Field
      className="sm:col-span-3"
      label={label}
      optional={!isNeeded}
      error={errorAt(formState.errors, field)}
    >
      <Input inputMode="decimal" {...register(field, isNeeded ? { ...needed(label), ...rule } : rule)} />
    </Field>
  );
}

const MOST_TIERS = 100;

function TierRows({ path, tier }: { path: PricePath; tier: NonNullable<ModelShape['tier']> }) {
  const { control } = useFormContext<PlanValues>();
  const tiers = useFieldArray({ control, name: `${path}.tiers` });
  const last = tiers.fields.length - 1;
  const words = t.provider.plan;
  return (
    <div className="grid gap-3">
      <ol className="grid gap-3">
        {tiers.fields.map((row, index) => (
          <li key={row.id} className="flex items-start gap-2">
            <div className="grid min-w-0 flex-1 grid-cols-2 gap-2 sm:auto-cols-fr sm:grid-flow-col sm:grid-cols-none">
              <TierEnd path={path} index={index} isLast={index === last} />
              {[...tier.needed, ...tier.optional].map((name) => (
                <TierAmount
                  key={name}
                  path={path}
                  index={index}
                  name={name}
                  isNeeded={tier.needed.includes(name)}
                />
              ))}
            </div>
            {index < last ? (
              <RemoveRow label={words.removeTier(index + 1)} onRemove={() => tiers.remove(index)} />
            ) : (
              <span aria-hidden="true" className="w-9.5 shrink-0" />
            )}
          </li>
        ))}
      </ol>
      <Button
        size="small"
        className="justify-self-start"
        disabled={tiers.fields.length >= MOST_TIERS}
        onClick={() => tiers.insert(last, NO_TIER)}
      >
        {words.addTier}
      </Button>
    </div>
  );
}

function TierEnd({ path, index, isLast }: { path: PricePath; index: number; isLast: boolean }) {
  const { register, formState } = useFormContext<PlanValues>();
  const words = t.provider.plan;
  const field = `${path}.tiers.${index}.up_to` as const;
  if (isLast) {
    return (
      <Field label={words.upTo}>
        <Input readOnly value={words.andAbove} className="bg-sunken text-ink-muted" />
      </Field>
    );
  }
  return (
    <Field label={words.upTo} error={errorAt(formState.errors, field)}>
      <Input inputMode="decimal" {...register(field, { ...needed(words.upTo), ...decimalRule })} />
    </Field>
  );
}

interface TierAmountProps {
  path: PricePath;
  index: number;
  name: TierField;
  isNeeded: boolean;
}

function TierAmount({ path, index, name, isNeeded }: TierAmountProps) {
  const { register, formState } = useFormContext<PlanValues>();
  const field = `${path}.tiers.${index}.${name}` as const;
  const label = t.planBuilder.tierFields[name];
  return (
    <Field label={label} error={errorAt(formState.errors, field)}>
      <Input
        inputMode="decimal"
        {...register(field, isNeeded ? { ...needed(label), ...decimalRule } : decimalRule)}
      />
    </Field>
  );
}
