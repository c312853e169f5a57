import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { type LinkProps, useNavigate } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../text/index.ts';
import type { Command } from '../../ui/shell/commands.ts';
import { matching } from './matching.ts';
import { usePaletteGroups } from './palette-groups.ts';

export interface PaletteProps {
  open: boolean;
  onOpenChange(open: boolean): void;
}

const POPUP =
  'fixed start-1/2 top-[12dvh] z-50 flex max-h-[min(34rem,76dvh)] w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2 flex-col overflow-hidden rounded-xl border border-line bg-surface shadow-pop transition-[scale,opacity] duration-150 rtl:translate-x-1/2 data-ending-style:scale-98 data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0';

/** Every page, organization, subscription, API and action by name. */
export function Palette({ open, onOpenChange }: PaletteProps) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-overlay transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Dialog.Popup aria-label={t.palette.title} className={POPUP}>
          <CommandList onDone={() => onOpenChange(false)} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function CommandList({ onDone }: { onDone(): void }) {
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const { groups, isSearching } = usePaletteGroups(query);
  const items = matching(groups, query).map(({ label, commands }) => ({ value: label, items: commands }));

  function carryOut(command: Command) {
    onDone();
    if (command.link) void navigate(command.link as LinkProps);
    command.run?.();
  }

  return (
    <Autocomplete.Root
      inline
      open
      mode="none"
      items={items}
      value={query}
      onValueChange={setQuery}
      itemToStringValue={(command: Command) => command.label}
      autoHighlight="always"
      keepHighlight
    >
      <div className="flex items-center gap-3 border-b border-line px-4">
        <Search aria-hidden="true" className="size-4.5 shrink-0 text-ink-muted" />
        <Autocomplete.Input
          aria-label={t.palette.input}
          placeholder={t.palette.input}
          className="h-13 min-w-0 flex-1 bg-transparent text-[0.9375rem] text-ink outline-hidden placeholder:text-ink-faint"
        />
        <Dialog.Close className="sr-only">{t.actions.close}</Dialog.Close>
      </div>
      <Autocomplete.Empty className="px-4 text-sm text-ink-muted not-empty:py-6">
        {isSearching ? t.palette.searching : t.palette.none}
      </Autocomplete.Empty>
      <Autocomplete.List className="min-h-0 flex-1 scroll-py-2 overflow-y-auto overscroll-contain not-empty:p-2">
        {(group: { value: string; items: Command[] }) => (
          <Autocomplete.Group key={group.value} items={group.items} className="not-last:mb-2">
            <Autocomplete.GroupLabel className="px-2.5 pt-1.5 pb-1 text-xs font-medium text-ink-muted">
              {group.value}
            </Autocomplete.GroupLabel>
            <Autocomplete.Collection>
              {(command: Command) => (
                <CommandItem key={`${command.label} ${command.hint}`} command={command} onChoose={carryOut} />
              )}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
      <Keys />
    </Autocomplete.Root>
  );
}

function CommandItem({ command, onChoose }: { command: Command; onChoose(command: Command): void }) {
  const { icon: Icon, label, hint } = command;
  return (
    <Autocomplete.Item
      value={command}
      onClick={() => onChoose(command)}
      className="flex min-h-9.5 cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm outline-hidden select-none data-highlighted:bg-brand-soft data-highlighted:text-brand-ink"
    >
      {Icon ? <Icon aria-hidden="true" className="size-4 shrink-0" /> : <span className="size-4 shrink-0" />}
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {hint && <span className="max-w-[45%] truncate text-[0.8125rem] text-ink-muted">{hint}</span>}
    </Autocomplete.Item>
  );
}

function Keys() {
  const keys = [
    ['↑ ↓', t.palette.choose],
    ['Enter', t.palette.enter],
    ['Esc', t.palette.escape],
  ];
  return (
    <p className="flex gap-4 border-t border-line bg-sunken px-4 py-2 text-xs text-ink-muted max-sm:hidden">
      {keys.map(([key, what]) => (
        <span key={key}>
          <kbd className="rounded-sm border border-line bg-surface px-1 font-sans">{key}</kbd> {what}
        </span>
      ))}
    </p>
  );
}
