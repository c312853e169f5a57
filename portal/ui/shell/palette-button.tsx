import { Search } from 'lucide-react';
import { t } from '../../text/index.ts';
import { isApple, openPalette } from './commands.ts';

/** The way to the commands for those who do not know its keys, which stand on it. */
export function PaletteButton() {
  return (
    <button
      type="button"
      onClick={openPalette}
      aria-keyshortcuts={isApple ? 'Meta+K' : 'Control+K'}
      className="flex h-9.5 items-center gap-2 rounded-md px-2.5 text-sm text-ink-muted hover:bg-hover hover:text-ink md:border md:border-line-strong md:bg-surface"
    >
      <Search aria-hidden="true" className="size-4.5 md:size-4" />
      <span className="max-md:sr-only">{t.palette.open}</span>
      <span
        aria-hidden="true"
        className="ms-3 rounded-sm border border-line bg-sunken px-1.5 font-sans text-xs leading-5 max-lg:hidden"
      >
        {isApple ? '⌘ K' : 'Ctrl K'}
      </span>
    </button>
  );
}
