import { useFieldArray, useFormContext, useWatch } from 'react-hook-form';
import { t } from '../../../text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Field, Input, Select } from '../../../ui/field.tsx';
import { RemoveRow } from '../remove-row.tsx';
import { needed } from '../rules.ts';
import { HEADER_OPS, type HeaderList, type UpstreamValues } from './upstream-values.ts';

const MOST_RULES = 50;

/** What is set, added or removed of a call or of its answer, in this order. */
export function HeaderFields({ list, title }: { list: HeaderList; title: string }) {
  const { control } = useFormContext<UpstreamValues>();
  const rows = useFieldArray({ control, name: list });
  const words = t.provider.upstream;
  const readOnly = control._options.disabled;
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-2 text-sm font-semibold">{title}</legend>
      {rows.fields.length === 0 && <p className="text-sm text-ink-muted">{words.noHeaders}</p>}
      <ol className="grid gap-3">
        {rows.fields.map((row, index) => (
          <li
            key={row.id}
            className="grid grid-cols-[minmax(0,1fr)_2.375rem] items-start gap-2 sm:grid-cols-[7.5rem_minmax(0,1fr)_minmax(0,1.5fr)_2.375rem]"
          >
            <HeaderRule list={list} index={index} />
            {!readOnly && (
              <div className="col-start-2 row-start-1 sm:col-start-4">
                <RemoveRow label={words.removeHeader(title, index + 1)} onRemove={() => rows.remove(index)} />
              </div>
            )}
          </li>
        ))}
      </ol>
      {!readOnly && (
        <Button
          size="small"
          className="justify-self-start"
          disabled={rows.fields.length >= MOST_RULES}
          aria-label={words.addHeaderTo(title)}
          onClick={() => rows.append({ op: 'set', name: '', value: '' })}
        >
          {words.addHeader}
        </Button>
      )}
    </fieldset>
  );
}

function HeaderRule({ list, index }: { list: HeaderList; index: number }) {
  const { register, control, formState } = useFormContext<UpstreamValues>();
  const errors = formState.errors[list]?.[index];
  const op = useWatch({ control, name: `${list}.${index}.op` });
  const words = t.provider.upstream;
  return (
    <>
      <Field className="max-sm:col-start-1" label={words.headerOp} error={errors?.op?.message}>
        <Select {...register(`${list}.${index}.op`)}>
          {HEADER_OPS.map((one) => (
            <option key={one} value={one}>
              {words.headerOps[one]}
            </option>
          ))}
        </Select>
      </Field>
      <Field className="max-sm:col-start-1" label={words.headerName} error={errors?.name?.message}>
        <Input
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          className="font-mono"
          {...register(`${list}.${index}.name`, needed(words.headerName))}
        />
      </Field>
      {op !== 'remove' && (
        <Field className="max-sm:col-start-1" label={words.headerValue} error={errors?.value?.message}>
          <Input
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            className="font-mono"
            {...register(`${list}.${index}.value`)}
          />
        </Field>
      )}
    </>
  );
}
