import { useSyncExternalStore } from 'react';
import { isLanguage, type Language } from './languages.ts';

/** One language for all samples of a page, and the same again next time. */

const STORAGE_KEY = 'turnpike.language';
const listeners = new Set<() => void>();
let chosen: Language | null = null;

function remembered(): Language {
  try {
    const kept = localStorage.getItem(STORAGE_KEY);
    return isLanguage(kept) ? kept : 'curl';
  } catch {
    return 'curl';
  }
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useLanguage(): Language {
  return useSyncExternalStore(listen, () => {
    chosen ??= remembered();
    return chosen;
  });
}

export function chooseLanguage(language: Language): void {
  chosen = language;
  try {
    localStorage.setItem(STORAGE_KEY, language);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  for (const listener of listeners) listener();
}
