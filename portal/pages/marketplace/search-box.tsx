import { Search } from 'lucide-react';
import { type FormEvent, useRef } from 'react';
import { t } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { useSlashKey } from './slash-key.ts';

export interface SearchBoxProps {
  initial: string;
  onSearch(query: string): void;
  className?: string;
  look?: 'primary' | 'lane';
}

/** Searching is a form: Enter and the button do the same, and the address of the result can be shared. */
export function SearchBox({ initial, onSearch, className, look = 'primary' }: SearchBoxProps) {
  const input = useRef<HTMLInputElement>(null);
  useSlashKey(input);

  function submit(event: FormEvent) {
    event.preventDefault();
    onSearch(input.current?.value.trim() ?? '');
  }

  return (
    <search className={className}>
      <form onSubmit={submit} className="relative flex gap-2">
        <Search
          aria-hidden="true"
          className="pointer-events-none absolute start-3.5 top-1/2 size-4.5 -translate-y-1/2 text-ink-muted"
        />
        <input
          ref={input}
          key={initial}
          type="search"
          name="q"
          defaultValue={initial}
          aria-label={t.catalog.search}
          aria-keyshortcuts="/"
          placeholder={t.catalog.searchPlaceholder}
          className="h-11 min-w-0 flex-1 rounded-md border border-line-strong bg-surface ps-10.5 pe-3 text-[0.9375rem] text-ink placeholder:text-ink-faint"
        />
        <Button type="submit" look={look} size="large" className="px-4 sm:px-5">
          {t.catalog.searchAction}
        </Button>
      </form>
    </search>
  );
}
