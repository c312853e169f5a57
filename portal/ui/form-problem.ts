import type { FieldPath, FieldValues, UseFormSetError } from 'react-hook-form';
import { ApiProblem } from '../api/problem.ts';

/**
 * Puts what the server says about single fields beside them and returns what is left to say above the form.
 * `pointers` maps a JSON pointer of the body to the field's name.
 */
export function spreadProblem<Values extends FieldValues>(
  error: unknown,
  setError: UseFormSetError<Values>,
  pointers: Record<string, FieldPath<Values>>,
): unknown {
  if (!(error instanceof ApiProblem) || !error.body.errors?.length) return error;
  let shouldFocus = true;
  const unplaced = error.body.errors.filter(({ pointer, detail }) => {
    const field = pointers[pointer];
    if (!field) return true;
    setError(field, { type: 'server', message: detail }, { shouldFocus });
    shouldFocus = false;
    return false;
  });
  return unplaced.length > 0 ? new ApiProblem({ ...error.body, errors: unplaced }) : null;
}
