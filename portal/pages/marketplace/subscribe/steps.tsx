import { Check } from 'lucide-react';
import { t } from '../../../text/index.ts';
import { cn } from '../../../ui/class-names.ts';

/** Where one is on the way, in words too. */
export function Steps({ at, names }: { at: number; names: string[] }) {
  return (
    <>
      <p className="sr-only" role="status">
        {t.subscribe.step(at + 1, names.length, names[at] ?? '')}
      </p>
      <ol aria-hidden="true" className="flex items-center gap-2 text-sm">
        {names.map((name, index) => (
          <li key={name} className={cn('flex items-center gap-2', index > at && 'text-ink-muted')}>
            {index > 0 && <span className="w-5 border-t-3 border-dashed border-lane sm:w-9" />}
            <span
              className={cn(
                'numbers grid size-6 shrink-0 place-items-center rounded-full text-xs font-semibold',
                index <= at ? 'bg-brand text-on-brand' : 'bg-neutral-soft',
              )}
            >
              {index < at ? <Check className="size-3.5" /> : index + 1}
            </span>
            <span className={cn(index === at ? 'font-semibold' : 'max-sm:hidden')}>{name}</span>
          </li>
        ))}
      </ol>
    </>
  );
}
