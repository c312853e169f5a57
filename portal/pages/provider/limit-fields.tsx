import { useFieldArray, useFormContext, useWatch } from 'react-hook-form';
import { t } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Input, Select } from '../../ui/field.tsx';
import { QUOTA_RHYTHMS } from '../../ui/plan/quota-rhythms.ts';
import { NO_QUOTA, NO_WINDOW, type WindowValues } from './limit-values.ts';
import type { PlanValues } from './plan/plan-values.ts';
import { RemoveRow } from './remove-row.tsx';
import { decimalRule, needed, wholeRule } from './rules.ts';
import { WindowSelect } from './window-select.tsx';

const MOST_QUOTAS = 4;
const MOST_WINDOWS = 10;

/** Side by side; one under the other on phones, with the way to remove them beside the first. */
const ROW =
  'grid grid-cols-[minmax(0,1fr)_2.375rem] items-start gap-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_2.375rem]';
const CELL = 'max-sm:col-start-1';

/** How much may be called in which time, and what happens past it. All of them hold at once. */
export function QuotaRows() {
  const { control } = useFormContext<PlanValues>();
  const rows = useFieldArray({ control, name: 'quotas' });
  const words = t.provider.plan;
  return (
    <div className="grid gap-3 sm:col-span-6">
      <ol className="grid gap-4">
        {rows.fields.map((row, index) => (
          <li key={row.id} className="grid gap-3">
            <QuotaRow index={index} onRemove={index === 0 ? null : () => rows.remove(index)} />
          </li>
        ))}
      </ol>
      <Button
        size="small"
        className="justify-self-start"
        disabled={rows.fields.length >= MOST_QUOTAS}
        onClick={() => rows.append({ ...NO_QUOTA, rhythm: 'day' })}
      >
        {words.addQuota}
      </Button>
    </div>
  );
}

function QuotaRow({ index, onRemove }: { index: number; onRemove: (() => void) | null }) {
  const { register, formState, control } = useFormContext<PlanValues>();
  const errors = formState.errors.quotas?.[index];
  const units = useWatch({ control, name: `quotas.${index}.units` });
  const words = t.provider.plan;
  return (
    <>
      <div className={ROW}>
        <Field
          className={CELL}
          label={words.quotaUnits}
          optional
          hint={index === 0 ? words.quotaHint : undefined}
          error={errors?.units?.message}
        >
          <Input inputMode="numeric" {...register(`quotas.${index}.units`, wholeRule)} />
        </Field>
        <Field className={CELL} label={words.quotaPeriod} error={errors?.rhythm?.message}>
          <Select {...register(`quotas.${index}.rhythm`)}>
            {QUOTA_RHYTHMS.map(({ name, period, alignment }) => (
              <option key={name} value={name}>
                {words.rhythm(words.units[period], alignment)}
              </option>
            ))}
          </Select>
        </Field>
        {onRemove && <RemoveCell label={words.removeQuota(index + 1)} onRemove={onRemove} />}
      </div>
      {units?.trim() !== '' && <OverageFields index={index} />}
    </>
  );
}

function OverageFields({ index }: { index: number }) {
  const { register, formState, control } = useFormContext<PlanValues>();
  const errors = formState.errors.quotas?.[index];
  const overage = useWatch({ control, name: `quotas.${index}.overage` });
  const words = t.provider.plan;
  return (
    <div className="grid gap-4 sm:grid-cols-[1.3fr_1fr_1fr]">
      <Field label={words.overage} error={errors?.overage?.message}>
        <Select {...register(`quotas.${index}.overage`)}>
          <option value="block">{words.block}</option>
          <option value="charge">{words.charge}</option>
        </Select>
      </Field>
      {overage === 'charge' && (
        <>
          <Field label={words.overagePrice} error={errors?.overagePrice?.message}>
            <Input
              inputMode="decimal"
              placeholder="0.001"
              {...register(`quotas.${index}.overagePrice`, { ...needed(words.overagePrice), ...decimalRule })}
            />
          </Field>
          <Field label={words.overageMost} optional error={errors?.overageMost?.message}>
            <Input
              inputMode="numeric"
              placeholder={words.overageMostPlaceholder}
              {...register(`quotas.${index}.overageMost`, wholeRule)}
            />
          </Field>
        </>
      )}
    </div>
  );
}

/** Rate windows, of a plan or of a route: any form with `windows`. */
export function WindowRows({ label, hint }: { label: string; hint?: string }) {
  const { register, control, formState } = useFormContext<{ windows: WindowValues[] }>();
  const rows = useFieldArray({ control, name: 'windows' });
  const errors = formState.errors.windows;
  const words = t.provider.plan;
  return (
    <div className="grid gap-3 sm:col-span-6">
      <ol className="grid gap-3">
        {rows.fields.map((row, index) => (
          <li key={row.id} className={ROW}>
            <Field
              className={CELL}
              label={label}
              optional
              hint={index === 0 ? hint : undefined}
              error={errors?.[index]?.limit?.message}
            >
              <Input inputMode="numeric" {...register(`windows.${index}.limit`, wholeRule)} />
            </Field>
            <Field className={CELL} label={t.provider.route.window} error={errors?.[index]?.seconds?.message}>
              <WindowSelect present={Number(row.seconds)} {...register(`windows.${index}.seconds`)} />
            </Field>
            {index > 0 && (
              <RemoveCell label={words.removeWindow(index + 1)} onRemove={() => rows.remove(index)} />
            )}
          </li>
        ))}
      </ol>
      <Button
        size="small"
        className="justify-self-start"
        disabled={rows.fields.length >= MOST_WINDOWS}
        onClick={() => rows.append({ ...NO_WINDOW, seconds: '60' })}
      >
        {words.addWindow}
      </Button>
    </div>
  );
}

function RemoveCell(props: { label: string; onRemove: () => void }) {
  return (
    <div className="max-sm:col-start-2 max-sm:row-start-1">
      <RemoveRow {...props} />
    </div>
  );
}
