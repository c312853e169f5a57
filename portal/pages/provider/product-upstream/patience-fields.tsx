import { useFormContext } from 'react-hook-form';
import { t } from '../../../text/index.ts';
import { Field, Input } from '../../../ui/field.tsx';
import { needed, wholeRule } from '../rules.ts';
import type { UpstreamValues } from './upstream-values.ts';

type NumberField = 'connectMs' | 'headersMs' | 'idleMs' | 'retries' | 'failures' | 'openMs' | 'errorPercent';

/** Those that may stay empty fall back to the installation's. */
const FIELDS: [name: NumberField, optional: boolean][] = [
  ['connectMs', true],
  ['headersMs', true],
  ['idleMs', true],
  ['retries', false],
  ['failures', false],
  ['openMs', false],
  ['errorPercent', true],
];

/** How long the gateway waits, how often it tries, and when it leaves a target alone. */
export function PatienceFields() {
  const { register, formState } = useFormContext<UpstreamValues>();
  const words = t.provider.upstream.patiences;
  return (
    <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
      {FIELDS.map(([name, optional]) => {
        const [label, hint] = words[name];
        const rules = optional ? wholeRule : { ...needed(label), ...wholeRule };
        return (
          <Field
            key={name}
            label={label}
            hint={hint}
            optional={optional}
            error={formState.errors[name]?.message}
          >
            <Input inputMode="numeric" {...register(name, rules)} />
          </Field>
        );
      })}
    </div>
  );
}
