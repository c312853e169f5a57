import { type FormEvent, useRef } from 'react';
import { Input } from '../../ui/field.tsx';

export interface TextFilterProps {
  label: string;
  initial: string;
  onChange(text: string): void;
}

/** Applied on Enter and on leaving the field, so that the list does not jump while one types. */
export function TextFilter({ label, initial, onChange }: TextFilterProps) {
  const input = useRef<HTMLInputElement>(null);
  function apply(event?: FormEvent) {
    event?.preventDefault();
    const text = input.current?.value.trim() ?? '';
    if (text !== initial) onChange(text);
  }
  return (
    <form onSubmit={apply} className="w-full sm:w-56">
      <Input
        ref={input}
        key={initial}
        type="search"
        defaultValue={initial}
        onBlur={() => apply()}
        aria-label={label}
        placeholder={label}
      />
    </form>
  );
}
