import { type ClassValue, clsx } from 'clsx';
import { twMerge } from 'tailwind-merge';

/** Joins class names; a later utility of the same property wins, so that a caller can adjust a primitive. */
export function cn(...names: ClassValue[]): string {
  return twMerge(clsx(names));
}
