import type { ComponentProps } from 'react';
import { t } from '../../text/index.ts';
import { Select } from '../../ui/field.tsx';
import { windowWords } from '../../ui/plan/terms.ts';

const USUAL_SECONDS = [1, 10, 60, 3600];

/** The window of a rate limit: the usual ones, and the present one if it is another. */
export function WindowSelect({
  present,
  ...props
}: ComponentProps<'select'> & { present: number | undefined }) {
  const all = new Set(present === undefined ? USUAL_SECONDS : [...USUAL_SECONDS, present]);
  return (
    <Select {...props}>
      {[...all]
        .sort((a, b) => a - b)
        .map((seconds) => (
          <option key={seconds} value={seconds}>
            {t.plan.every(windowWords(seconds))}
          </option>
        ))}
    </Select>
  );
}
