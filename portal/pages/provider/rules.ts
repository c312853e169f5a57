import { type FieldErrors, get } from 'react-hook-form';
import { t } from '../../text/index.ts';

/** What a field must look like before it is sent. The server has the last word and says it beside the same field. */

export const needed = (what: string) => ({ required: t.auth.required(what) });
export const decimalRule = {
  pattern: { value: /^\s*\d+(\.\d{1,12})?\s*$/, message: t.provider.form.decimal },
};
export const wholeRule = { pattern: { value: /^\s*\d+\s*$/, message: t.provider.form.whole } };

/** What is wrong with a field whose name is put together. */
export function errorAt(errors: FieldErrors, field: string): string | undefined {
  const found = get(errors, field) as { message?: string } | undefined;
  return found?.message;
}
