import { useFormContext } from 'react-hook-form';
import { t } from '../../../text/index.ts';
import { Checkbox, Field, Input } from '../../../ui/field.tsx';
import { LinesField } from '../lines-field.tsx';
import { needed, wholeRule } from '../rules.ts';
import type { TrafficValues } from './traffic-values.ts';

/** Which pages of other sites may call from a browser (CORS). */
export function BrowserFields() {
  const { register, formState } = useFormContext<TrafficValues>();
  const { errors } = formState;
  const words = t.provider.traffic;
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <LinesField
        label={words.origins}
        hint={words.originsHint}
        error={errors.origins?.message}
        placeholder="https://app.example.com"
        {...register('origins')}
      />
      <div className="grid content-start gap-4">
        <Field label={words.maxAge} error={errors.maxAge?.message}>
          <Input inputMode="numeric" {...register('maxAge', { ...needed(words.maxAge), ...wholeRule })} />
        </Field>
        <Checkbox
          label={words.credentials}
          hint={errors.credentials?.message ?? words.credentialsHint}
          {...register('credentials')}
        />
      </div>
      <LinesField
        label={words.allowedHeaders}
        hint={words.allowedHeadersHint}
        error={errors.allowedHeaders?.message}
        {...register('allowedHeaders')}
      />
      <LinesField
        label={words.exposedHeaders}
        hint={words.exposedHeadersHint}
        error={errors.exposedHeaders?.message}
        {...register('exposedHeaders')}
      />
    </div>
  );
}
