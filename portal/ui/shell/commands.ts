import type { LinkProps } from '@tanstack/react-router';
import type { LucideIcon } from 'lucide-react';
import { useEffect, useRef } from 'react';

/** What can be done from the keyboard without knowing where it stands. The frame and pages say theirs while they are shown. */

export interface Command {
  label: string;
  hint?: string | undefined;
  icon?: LucideIcon | undefined;
  /** Where it goes, or what it does. */
  link?: Pick<LinkProps, 'to' | 'params' | 'search'>;
  run?(): void;
}

export interface CommandGroup {
  label: string;
  commands: Command[];
}

const shown = new Set<{ readonly current: CommandGroup }>();

export function useCommands(group: CommandGroup): void {
  const latest = useRef(group);
  useEffect(() => {
    latest.current = group;
  });
  useEffect(() => {
    shown.add(latest);
    return () => void shown.delete(latest);
  }, []);
}

/** Those of what is on the screen now, a page's before those of its frame. */
export function shownCommands(): CommandGroup[] {
  return [...shown].map(({ current }) => current).filter(({ commands }) => commands.length > 0);
}

const openers = new Set<() => void>();

export function openPalette(): void {
  for (const open of openers) open();
}

export function onPaletteOpened(open: () => void): () => void {
  openers.add(open);
  return () => openers.delete(open);
}

export const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);
