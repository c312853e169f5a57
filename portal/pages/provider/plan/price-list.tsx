import { useQuery } from '@tanstack/react-query';
import { useFieldArray, useFormContext } from 'react-hook-form';
import { metersQuery } from '../../../api/plans.ts';
import { t } from '../../../text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Field, Input, Select } from '../../../ui/field.tsx';
import { useProvider } from '../organization.ts';
import { useOwnProduct } from '../product-layout.tsx';
import { RemoveRow } from '../remove-row.tsx';
import { errorAt, needed } from '../rules.ts';
import { ModelFields } from './model-fields.tsx';
import type { PlanValues } from './plan-values.ts';
import { NEW_FEE, NEW_PRICE, type PricePath } from './price-values.ts';

const LISTS = {
  prices: { made: NEW_PRICE, most: 100 },
  fees: { made: NEW_FEE, most: 50 },
};

/** What usage costs, or which fees come again: each with a name, what is counted, and a price of any model. */
export function PriceList({ list }: { list: 'prices' | 'fees' }) {
  const { control } = useFormContext<PlanValues>();
  const rows = useFieldArray({ control, name: list });
  const { made, most } = LISTS[list];
  const words = t.planBuilder.lists[list];
  return (
    <fieldset className="grid gap-4 border-t border-line pt-5">
      <legend className="float-start w-full text-[0.9375rem] font-semibold">{words.title}</legend>
      <p className="-mt-3 text-[0.8125rem] text-ink-muted">{words.hint}</p>
      <ol className="grid gap-4 empty:hidden">
        {rows.fields.map((row, index) => (
          <li key={row.id} className="grid gap-4 rounded-md border border-line p-3.5 sm:p-4">
            <div className="flex items-start gap-2">
              <div className="grid min-w-0 flex-1 gap-4 sm:grid-cols-6">
                <NameField path={`${list}.${index}`} />
                {list === 'prices' ? <MeterField index={index} /> : <FeeFields index={index} />}
              </div>
              <RemoveRow label={words.remove(index + 1)} onRemove={() => rows.remove(index)} />
            </div>
            <ModelFields path={`${list}.${index}`} />
          </li>
        ))}
      </ol>
      <Button
        size="small"
        className="justify-self-start"
        disabled={rows.fields.length >= most}
        onClick={() => rows.append(made)}
      >
        {words.add}
      </Button>
    </fieldset>
  );
}

function NameField({ path }: { path: PricePath }) {
  const { register, formState } = useFormContext<PlanValues>();
  const words = t.provider.plan;
  return (
    <Field
      className="sm:col-span-3"
      label={words.usageName}
      error={errorAt(formState.errors, `${path}.name`)}
    >
      <Input
        autoComplete="off"
        maxLength={100}
        placeholder={words.usageNamePlaceholder}
        {...register(`${path}.name`, needed(words.usageName))}
      />
    </Field>
  );
}

function MeterField({ index }: { index: number }) {
  const organization = useProvider();
  const { product } = useOwnProduct();
  const { register, formState } = useFormContext<PlanValues>();
  const meters = useQuery(metersQuery(organization.slug, product.id)).data ?? [];
  const words = t.provider.plan;
  const own = formState.defaultValues?.prices?.[index]?.meter ?? 'requests';
  const known = meters.some((meter) => meter.name === own)
    ? meters
    : [{ name: own, description: own }, ...meters];
  const names: Record<string, string> = words.meters;
  return (
    <Field
      className="sm:col-span-3"
      label={words.meter}
      error={formState.errors.prices?.[index]?.meter?.message}
    >
      <Select {...register(`prices.${index}.meter`)}>
        {known.map((meter) => (
          <option key={meter.name} value={meter.name}>
            {names[meter.name] ?? meter.description}
          </option>
        ))}
      </Select>
    </Field>
  );
}

function FeeFields({ index }: { index: number }) {
  const { register } = useFormContext<PlanValues>();
  const words = t.planBuilder;
  return (
    <>
      <Field className="sm:col-span-3" label={words.per}>
        <Select {...register(`fees.${index}.per`)}>
          <option value="subscription">{words.pers.subscription}</option>
          <option value="seat">{words.pers.seat}</option>
        </Select>
      </Field>
      <Field className="sm:col-span-3" label={words.timing}>
        <Select {...register(`fees.${index}.timing`)}>
          <option value="in_advance">{words.timings.in_advance}</option>
          <option value="in_arrears">{words.timings.in_arrears}</option>
        </Select>
      </Field>
    </>
  );
}
