/**
 * What single keys are limited to: addresses, scopes, routes. Records of the key table have no room for it and most
 * keys have nothing of it, so a flag in the record leads here: the number of a set per key index, and the sets
 * themselves, each distinct one written once to an append-only log in shared memory. Workers compile a set when they
 * first meet it. Nothing is allocated before the first restricted key; when most of the sets are of no more use,
 * all is written anew under another generation.
 */
import { compileAddressList } from '#kernel/addresses';
import type { SnapshotRoute } from './snapshot.ts';

/** An empty list restricts nothing; at least one has entries. */
export interface RestrictionSet {
  /** Addresses and networks in CIDR notation. */
  readonly ips: readonly string[];
  readonly scopes: readonly string[];
  /** Ordinals. */
  readonly routes: readonly number[];
}

export interface RestrictionMemory {
  /** Another one means other numbers: what was compiled is of no more use. */
  readonly generation: number;
  /** Numbers of sets by key index, in chunks; 0 = none. */
  readonly numbers: readonly SharedArrayBuffer[];
  /** Sets in the order of their numbers: [length in bytes | JSON, padded to 4], 0 at the end of what is written. */
  readonly sets: readonly SharedArrayBuffer[];
}

const CHUNK_KEYS = 16_384;
const CHUNK_BYTES = 65_536;
/** Sets of no more use that are not worth the work of writing all anew. */
const TOLERATED_WASTE = 1024;

export const NO_RESTRICTION_MEMORY: RestrictionMemory = { generation: 0, numbers: [], sets: [] };

type CompiledSet = {
  readonly ips: ((address: string) => boolean) | null;
  readonly scopes: ReadonlySet<string> | null;
  readonly routes: ReadonlySet<number> | null;
};

export type RestrictionVerdict = 'ipForbidden' | 'routeNotAllowed' | 'scopeMissing' | 'unknown' | null;

/** A worker's side. */
export class RestrictionReader {
  #memory = NO_RESTRICTION_MEMORY;
  /** By number; 0 is no set. */
  #compiled: (CompiledSet | null)[] = [null];
  #chunk = 0;
  #offset = 0;

  adopt(memory: RestrictionMemory): void {
    if (memory.generation !== this.#memory.generation) {
      this.#compiled = [null];
      this.#chunk = 0;
      this.#offset = 0;
    }
    this.#memory = memory;
  }

  /** Null when the call may pass; `unknown` while this worker has not been told of the set yet. */
  judge(keyIndex: number, clientAddress: string, route: SnapshotRoute): RestrictionVerdict {
    const chunk = this.#memory.numbers[Math.floor(keyIndex / CHUNK_KEYS)];
    if (chunk === undefined) return 'unknown';
    const number = Atomics.load(new Int32Array(chunk), keyIndex % CHUNK_KEYS);
    if (number >= this.#compiled.length) this.#readOn();
    const set = this.#compiled[number];
    if (set === undefined) return 'unknown';
    if (set === null) return null;
    if (set.ips !== null && !set.ips(clientAddress)) return 'ipForbidden';
    if (set.routes !== null && !set.routes.has(route.ordinal)) return 'routeNotAllowed';
    if (set.scopes !== null && route.requiredScope !== null && !set.scopes.has(route.requiredScope))
      return 'scopeMissing';
    return null;
  }

  #readOn(): void {
    for (;;) {
      const chunk = this.#memory.sets[this.#chunk];
      if (chunk === undefined) return;
      const bytes =
        this.#offset < chunk.byteLength ? Atomics.load(new Int32Array(chunk), this.#offset / 4) : 0;
      if (bytes > 0) {
        const start = this.#offset + 4;
        // A copy: shared memory cannot be decoded as text.
        const json = Buffer.from(new Uint8Array(chunk).slice(start, start + bytes)).toString('utf8');
        this.#compiled.push(compile(JSON.parse(json)));
        this.#offset = nextOffset(this.#offset, bytes);
      } else if (this.#chunk + 1 < this.#memory.sets.length) {
        // A further chunk is made only when the one before takes no more.
        this.#chunk += 1;
        this.#offset = 0;
      } else return;
    }
  }
}

function compile({ ips, scopes, routes }: RestrictionSet): CompiledSet {
  return {
    ips: ips.length === 0 ? null : compileAddressList(ips),
    scopes: scopes.length === 0 ? null : new Set(scopes),
    routes: routes.length === 0 ? null : new Set(routes),
  };
}

function nextOffset(offset: number, bytes: number): number {
  return offset + 4 + Math.ceil(bytes / 4) * 4;
}

/** The control thread's side. */
export class RestrictionWriter {
  #generation = 0;
  #numbers: SharedArrayBuffer[] = [];
  #sets: SharedArrayBuffer[] = [];
  #offset = 0;
  readonly #known = new Map<string, number>();
  /** By number: its JSON, and how many keys have it. */
  #texts: string[] = [''];
  #holders: number[] = [0];
  #unused = 0;

  get memory(): RestrictionMemory {
    return { generation: this.#generation, numbers: [...this.#numbers], sets: [...this.#sets] };
  }

  /** Makes room for keys with indexes below `keys`; true when workers must be told before any of them is written. */
  makeRoom(keys: number, sets: readonly RestrictionSet[]): boolean {
    if (sets.length === 0 && this.#numbers.length === 0) return false;
    const before = `${this.#generation} ${this.#numbers.length} ${this.#sets.length}`;
    if (this.#unused > TOLERATED_WASTE && this.#unused * 2 > this.#texts.length) this.#writeAnew();
    while (this.#numbers.length * CHUNK_KEYS < keys) {
      this.#numbers.push(new SharedArrayBuffer(CHUNK_KEYS * 4));
    }
    for (const set of sets) this.#write(textOf(set));
    return before !== `${this.#generation} ${this.#numbers.length} ${this.#sets.length}`;
  }

  /** Says what a key is limited to. Room was made for both. */
  assign(keyIndex: number, set: RestrictionSet | null): void {
    const chunk = this.#numbers[Math.floor(keyIndex / CHUNK_KEYS)];
    if (chunk === undefined) {
      if (set === null) return;
      throw new RangeError(`No room was made for the restrictions of key ${keyIndex}`);
    }
    const number = set === null ? 0 : this.#known.get(textOf(set))!;
    const before = Atomics.exchange(new Int32Array(chunk), keyIndex % CHUNK_KEYS, number);
    if (before === number) return;
    if (number > 0 && ++this.#holders[number]! === 1) this.#unused -= 1;
    if (before > 0 && --this.#holders[before]! === 0) this.#unused += 1;
  }

  #write(text: string): void {
    if (this.#known.has(text)) return;
    const bytes = Buffer.from(text);
    let chunk = this.#sets.at(-1);
    if (chunk === undefined || nextOffset(this.#offset, bytes.length) > chunk.byteLength) {
      chunk = new SharedArrayBuffer(Math.max(CHUNK_BYTES, nextOffset(0, bytes.length)));
      this.#sets.push(chunk);
      this.#offset = 0;
    }
    new Uint8Array(chunk).set(bytes, this.#offset + 4);
    // The length last: a worker that sees it sees the text.
    Atomics.store(new Int32Array(chunk), this.#offset / 4, bytes.length);
    this.#offset = nextOffset(this.#offset, bytes.length);
    this.#known.set(text, this.#texts.length);
    this.#texts.push(text);
    this.#holders.push(0);
    this.#unused += 1;
  }

  #writeAnew(): void {
    const old = { texts: this.#texts, holders: this.#holders, numbers: this.#numbers };
    this.#generation += 1;
    this.#sets = [];
    this.#known.clear();
    this.#texts = [''];
    this.#holders = [0];
    this.#unused = 0;
    const renumbered = old.texts.map((text, number) => {
      if (old.holders[number] === 0) return 0;
      this.#write(text);
      return this.#known.get(text)!;
    });
    for (const [number, next] of renumbered.entries()) {
      if (next === 0) continue;
      this.#holders[next] = old.holders[number]!;
      this.#unused -= 1;
    }
    this.#numbers = old.numbers.map((chunk) => {
      const copy = new SharedArrayBuffer(chunk.byteLength);
      new Int32Array(copy).set(new Int32Array(chunk).map((number) => renumbered[number]!));
      return copy;
    });
  }
}

function textOf({ ips, scopes, routes }: RestrictionSet): string {
  return JSON.stringify({ ips: ips.toSorted(), scopes: scopes.toSorted(), routes: routes.toSorted() });
}
