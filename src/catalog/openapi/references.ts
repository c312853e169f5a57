/** `$ref`s within a document. Nothing is ever fetched: what leads elsewhere is reported and left open. */
import type { Report } from './report.ts';

export type Json = Record<string, unknown>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member of its own, never one that comes from a prototype. */
export function member(of: unknown, name: string): unknown {
  return isObject(of) && Object.hasOwn(of, name) ? of[name] : undefined;
}

export function textOf(of: unknown, name: string): string {
  const value = member(of, name);
  return typeof value === 'string' ? value : '';
}

/** The members of an object, without the one name that would reach for a prototype. */
export function entriesOf(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value).filter(([name]) => name !== '__proto__') : [];
}

export function at(pointer: string, ...names: (string | number)[]): string {
  return (
    pointer + names.map((name) => `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
  );
}

export interface Found {
  readonly value: unknown;
  /** Where the value itself stands. */
  readonly pointer: string;
}

/** One reference leads to the next at most so often. */
const mostHops = 20;

/** Follows the `$ref`s of a value that is no schema; null, and a report, when they lead nowhere. */
export function follow(document: Json, from: Found, report: Report): Found | null {
  let here = from;
  for (let hops = 0; hops < mostHops; hops += 1) {
    const reference = member(here.value, '$ref');
    if (typeof reference !== 'string') return here;
    const next = find(document, reference, here.pointer, report);
    if (next === null) return null;
    here = next;
  }
  report.add('warning', from.pointer, 'circular-reference', 'The reference leads back to itself.');
  return null;
}

/** What a reference names. */
export function find(document: Json, reference: string, pointer: string, report: Report): Found | null {
  if (!reference.startsWith('#')) {
    const detail = `${reference} is outside of the document, and nothing is fetched.`;
    report.add('warning', pointer, 'remote-reference', detail);
    return null;
  }
  if (reference === '#') return { value: document, pointer: '' };
  const names = reference.startsWith('#/') ? reference.slice(2).split('/').map(unescapeName) : null;
  let value: unknown = names === null ? undefined : document;
  for (const name of names ?? []) {
    value = Array.isArray(value) && /^\d{1,9}$/.test(name) ? value[Number(name)] : member(value, name);
    if (value === undefined) break;
  }
  if (value !== undefined && names !== null) return { value, pointer: at('', ...names) };
  report.add('warning', pointer, 'missing-reference', `${reference} names nothing in the document.`);
  return null;
}

function unescapeName(name: string): string {
  const plain = name.replaceAll('~1', '/').replaceAll('~0', '~');
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
}
