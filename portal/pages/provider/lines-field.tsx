import type { ComponentProps } from 'react';
import { Field, Textarea } from '../../ui/field.tsx';

type LinesFieldProps = ComponentProps<'textarea'> & {
  label: string;
  hint?: string;
  error?: string | undefined;
};

/** A list, one entry a line. */
export function LinesField({ label, hint, error, ...control }: LinesFieldProps) {
  return (
    <Field label={label} optional hint={hint} error={error}>
      <Textarea
        autoCapitalize="none"
        spellCheck={false}
        rows={3}
        className="min-h-20 font-mono text-[0.8125rem]"
        {...control}
      />
    </Field>
  );
}
