import Big from 'big.js';
import type { PlanVersionOfPlan } from '#catalog';
import { decimal } from '#kernel';

/** What stands in place of a plan version. */
export type NameOf = (plan: PlanVersionOfPlan) => string;

/**
 * A value as JSON that can be read back: exact numbers are texts, maps and sets are in order, fields stand as the
 * code makes them. What JSON has no word for is an object with one key that begins with `$`. Whatever is put into
 * the inputs of a close some day is recorded by this without further ado; what cannot be recorded is refused.
 *
 * Plan versions are large and immutable: `nameOf` says what stands in place of one.
 */
export function recordText(value: unknown, nameOf: NameOf): string {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value);
    case 'number':
      if (Number.isFinite(value)) return String(value);
      break;
    case 'bigint':
      return `{"$int":"${value}"}`;
    case 'object':
      return value === null ? 'null' : objectText(value, nameOf);
  }
  throw new TypeError(`${typeof value} cannot be recorded`);
}

function objectText(one: object, nameOf: NameOf): string {
  const prototype = Object.getPrototypeOf(one);
  if (prototype === Object.prototype) {
    if (isPlanVersion(one)) return `{"$plan":${JSON.stringify(nameOf(one))}}`;
    return fieldsText(one as Record<string, unknown>, nameOf);
  }
  if (one instanceof Temporal.Instant) return `{"$at":${millisecondsOf(one)}}`;
  const write = (item: unknown) => recordText(item, nameOf);
  if (Array.isArray(one)) return `[${one.map(write).join()}]`;
  if (one instanceof Big) return `{"$decimal":"${one.toFixed()}"}`;
  if (one instanceof Map) return `{"$map":[${Array.from(one, write).sort().join()}]}`;
  if (one instanceof Set) return `{"$set":[${Array.from(one, write).sort().join()}]}`;
  throw new TypeError(`A ${one.constructor?.name ?? 'bare object'} cannot be recorded`);
}

const keyTexts = new Map<string, string>();
const mostKeyTexts = 1000;

/** The names of fields are few and come again with every invoice. */
function keyText(key: string): string {
  const known = keyTexts.get(key);
  if (known !== undefined) return known;
  const text = `${JSON.stringify(key)}:`;
  if (keyTexts.size < mostKeyTexts) keyTexts.set(key, text);
  return text;
}

function fieldsText(one: Readonly<Record<string, unknown>>, nameOf: NameOf): string {
  let text = '';
  let isForeign = false;
  for (const key of Object.keys(one)) {
    const value = one[key];
    if (value === undefined) continue;
    if (key.startsWith('$')) isForeign = true;
    text += `${text === '' ? '' : ','}${keyText(key)}${recordText(value, nameOf)}`;
  }
  // An object that has such a key of its own is not one of our words.
  return isForeign ? `{"$object":{${text}}}` : `{${text}}`;
}

/** The stores keep no finer ones; one that has them is a mistake that is not hidden here. */
function millisecondsOf(at: Temporal.Instant): number {
  const { epochMilliseconds } = at;
  if (at.epochNanoseconds !== BigInt(epochMilliseconds) * 1_000_000n)
    throw new TypeError(`${at} is finer than a millisecond and cannot be recorded`);
  return epochMilliseconds;
}

function isPlanVersion(one: object): one is PlanVersionOfPlan {
  return 'terms' in one && 'planId' in one && 'planName' in one;
}

/** Reads what `recordText` wrote; `planOf` answers the plan version of a name. */
export function readRecord(text: string, planOf: (name: string) => PlanVersionOfPlan): unknown {
  const read = (one: unknown): unknown => {
    if (Array.isArray(one)) return one.map(read);
    if (typeof one !== 'object' || one === null) return one;
    const fields = Object.entries(one);
    const [only] = fields;
    if (fields.length === 1 && only![0].startsWith('$')) return readWord(only![0], only![1]);
    return Object.fromEntries(fields.map(([key, value]) => [key, read(value)]));
  };
  const readWord = (word: string, value: unknown): unknown => {
    switch (word) {
      case '$int':
        return BigInt(value as string);
      case '$at':
        return Temporal.Instant.fromEpochMilliseconds(value as number);
      case '$decimal':
        return decimal(value as string);
      case '$map':
        return new Map((value as unknown[][]).map(([key, item]) => [read(key), read(item)]));
      case '$set':
        return new Set((value as unknown[]).map(read));
      case '$plan':
        return planOf(value as string);
      case '$object':
        return Object.fromEntries(Object.entries(value as object).map(([key, item]) => [key, read(item)]));
    }
    throw new RangeError(`${word} is not a word of recorded inputs`);
  };
  return read(JSON.parse(text));
}
