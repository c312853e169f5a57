import { useFieldArray, useFormContext, useWatch } from 'react-hook-form';
import { t } from '../../../text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Field, Input, Select } from '../../../ui/field.tsx';
import { RemoveRow } from '../remove-row.tsx';
import { needed } from '../rules.ts';
import type { PlanValues } from './plan-values.ts';

const MOST_FEATURES = 50;
const KEY = /^\s*[a-z0-9][a-z0-9_-]{0,62}\s*$/;

/** What the plan allows beside calls; consumers' programs ask for it by its key. */
export function FeatureRows() {
  const { control } = useFormContext<PlanValues>();
  const rows = useFieldArray({ control, name: 'features' });
  const words = t.planBuilder.features;
  return (
    <fieldset className="grid gap-4 border-t border-line pt-5">
      <legend className="float-start w-full text-[0.9375rem] font-semibold">{words.title}</legend>
      <p className="-mt-3 text-[0.8125rem] text-ink-muted">{words.hint}</p>
      <ol className="grid gap-3 empty:hidden">
        {rows.fields.map((row, index) => (
          <li key={row.id} className="flex items-start gap-2">
            <FeatureRow index={index} />
            <RemoveRow label={words.remove(index + 1)} onRemove={() => rows.remove(index)} />
          </li>
        ))}
      </ol>
      <Button
        size="small"
        className="justify-self-start"
        disabled={rows.fields.length >= MOST_FEATURES}
        onClick={() => rows.append({ key: '', kind: 'yes', value: '' })}
      >
        {words.add}
      </Button>
    </fieldset>
  );
}

function FeatureRow({ index }: { index: number }) {
  const { register, control, formState } = useFormContext<PlanValues>();
  const kind = useWatch({ control, name: `features.${index}.kind` });
  const errors = formState.errors.features?.[index];
  const words = t.planBuilder.features;
  const hasValue = kind === 'number' || kind === 'text';
  const numberRule = { value: /^\s*-?\d+(\.\d+)?\s*$/, message: t.provider.form.decimal };
  return (
    <div className="grid min-w-0 flex-1 gap-2 sm:grid-cols-3">
      <Field label={words.key} error={errors?.key?.message}>
        <Input
          autoCapitalize="none"
          spellCheck={false}
          className="font-mono"
          {...register(`features.${index}.key`, {
            ...needed(words.key),
            pattern: { value: KEY, message: words.keyRule },
          })}
        />
      </Field>
      <Field label={words.kind}>
        <Select {...register(`features.${index}.kind`)}>
          {(['yes', 'no', 'number', 'text'] as const).map((name) => (
            <option key={name} value={name}>
              {words.kinds[name]}
            </option>
          ))}
        </Select>
      </Field>
      {hasValue && (
        <Field label={words.value} error={errors?.value?.message}>
          <Input
            {...register(`features.${index}.value`, {
              ...needed(words.value),
              ...(kind === 'number' ? { pattern: numberRule } : {}),
            })}
          />
        </Field>
      )}
    </div>
  );
}
