import { lazy, Suspense, useEffect, useState } from 'react';
import { onPaletteOpened } from '../../ui/shell/commands.ts';

/** Loaded when it is asked for: a visitor of the marketplace may never do that. */
const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }));

/** Ctrl-K and ⌘-K open it on every page, also while one is typing. */
export function PaletteDoor() {
  const [isOpen, setOpen] = useState(false);
  const [wasOpen, setWasOpen] = useState(false);
  useEffect(() => {
    function open() {
      setWasOpen(true);
      setOpen(true);
    }
    function onKey(event: KeyboardEvent) {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      if (event.altKey || event.shiftKey) return;
      event.preventDefault();
      open();
    }
    addEventListener('keydown', onKey);
    const leave = onPaletteOpened(open);
    return () => {
      removeEventListener('keydown', onKey);
      leave();
    };
  }, []);
  return <Suspense>{wasOpen && <Palette open={isOpen} onOpenChange={setOpen} />}</Suspense>;
}
