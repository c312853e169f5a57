import { useFieldArray, useFormContext, useWatch } from 'react-hook-form';
import type { OwnProduct } from '../../../api/products.ts';
import { t } from '../../../text/index.ts';
import { Button } from '../../../ui/button.tsx';
import { Field, Input, Select } from '../../../ui/field.tsx';
import { RemoveRow } from '../remove-row.tsx';
import { needed, wholeRule } from '../rules.ts';
import { HOSTS, PROOFS, type UpstreamValues } from './upstream-values.ts';

const MOST_TARGETS = 15;
const ROW =
  'grid grid-cols-[minmax(0,1fr)_2.375rem] items-start gap-2 sm:grid-cols-[minmax(0,1fr)_5.5rem_2.375rem]';
const ADDRESS = 'max-sm:col-span-2';

/** Where calls go, by weight. The first is the product's own address, which is changed with its details. */
export function TargetFields({ product }: { product: OwnProduct }) {
  const { register, control, formState } = useFormContext<UpstreamValues>();
  const rows = useFieldArray({ control, name: 'targets' });
  const { errors } = formState;
  const words = t.provider.upstream;
  const weightRule = { ...needed(words.weight), ...wholeRule };
  return (
    <div className="grid gap-5">
      <ol className="grid gap-3">
        <li className={ROW}>
          <Field className={ADDRESS} label={words.target(1)} hint={words.firstHint}>
            <Input
              readOnly
              className="font-mono read-only:bg-sunken read-only:text-ink-muted"
              value={product.upstream_url}
            />
          </Field>
          <Field label={words.weight} error={errors.weight?.message}>
            <Input inputMode="numeric" {...register('weight', weightRule)} />
          </Field>
        </li>
        {rows.fields.map((row, index) => (
          <li key={row.id} className={ROW}>
            <Field
              className={ADDRESS}
              label={words.target(index + 2)}
              error={errors.targets?.[index]?.url?.message}
            >
              <Input
                type="url"
                autoComplete="off"
                placeholder="https://api-2.example.com"
                className="font-mono"
                {...register(`targets.${index}.url`, needed(words.target(index + 2)))}
              />
            </Field>
            <Field label={words.weight} error={errors.targets?.[index]?.weight?.message}>
              <Input inputMode="numeric" {...register(`targets.${index}.weight`, weightRule)} />
            </Field>
            {!control._options.disabled && (
              <RemoveRow label={words.removeTarget(index + 2)} onRemove={() => rows.remove(index)} />
            )}
          </li>
        ))}
      </ol>
      {!control._options.disabled && (
        <Button
          size="small"
          className="justify-self-start"
          disabled={rows.fields.length >= MOST_TARGETS}
          onClick={() => rows.append({ url: '', weight: '1' })}
        >
          {words.addTarget}
        </Button>
      )}
      <HostAndProof />
    </div>
  );
}

function HostAndProof() {
  const { register, control, formState } = useFormContext<UpstreamValues>();
  const { errors } = formState;
  const host = useWatch({ control, name: 'host' });
  const proof = useWatch({ control, name: 'proof' });
  const words = t.provider.upstream;
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label={words.host} hint={words.hostHints[host]} error={errors.host?.message}>
        <Select {...register('host')}>
          {HOSTS.map((one) => (
            <option key={one} value={one}>
              {words.hosts[one]}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={words.proof} hint={words.proofHints[proof]} error={errors.proof?.message}>
        <Select {...register('proof')}>
          {PROOFS.map((one) => (
            <option key={one} value={one}>
              {words.proofs[one]}
            </option>
          ))}
        </Select>
      </Field>
      {host === 'literal' && (
        <Field label={words.hostName} error={errors.hostName?.message}>
          <Input
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            className="font-mono"
            {...register('hostName', needed(words.hostName))}
          />
        </Field>
      )}
    </div>
  );
}
