import { type FormEvent, useRef } from 'react';
import { t } from '../../../text/index.ts';
import { Input } from '../../../ui/field.tsx';

/** Applied on Enter and on leaving the field, so that the list does not jump while one types. */
export function PathFilter({ initial, onChange }: { initial: string; onChange(path: string): void }) {
  const input = useRef<HTMLInputElement>(null);
  function apply(event?: FormEvent) {
    event?.preventDefault();
    const path = input.current?.value.trim() ?? '';
    if (path !== initial) onChange(path);
  }
  return (
    <form onSubmit={apply} className="w-full sm:w-56">
      <Input
        ref={input}
        key={initial}
        type="search"
        defaultValue={initial}
        onBlur={() => apply()}
        aria-label={t.requests.filterPath}
        placeholder={t.requests.filterPath}
      />
    </form>
  );
}
