import type { UsageDb } from '#kernel';
import { BloomFilter } from './bloom-filter.ts';
import { connectionPrefix, type Identity, prefixRange } from './identity.ts';
import { countIdentities, insertIdentities, knownIdentities, listIdentityWords } from './store-usage.ts';

const SLICE_SIZE = 100_000;
const SMALLEST_CAPACITY = 1_000_000;

/**
 * Decides, once for all, whether an event was seen: the first accepted wins. A Bloom filter answers "never"
 * from memory; only what it may have seen is looked up. Until it is loaded everything is looked up, which is
 * slower and as right. One gate per connection, used by that connection's shipper only: nobody else adds
 * identities of its prefix.
 */
export class IdentityGate {
  readonly #usageDb: UsageDb;
  readonly #prefix: string;
  #filter: BloomFilter | null = null;
  /** Added while the filter loads, so that it misses nothing. */
  #meanwhile: Identity[] | null = null;

  constructor(usageDb: UsageDb, connection: string) {
    this.#usageDb = usageDb;
    this.#prefix = connectionPrefix(connection);
  }

  get loaded(): boolean {
    return this.#filter !== null;
  }

  /** Reads the seen identities in slices. Twice their number fits before it has to be done again. */
  async load(): Promise<void> {
    this.#meanwhile = [];
    try {
      const { from, to } = prefixRange(this.#prefix);
      const count = await countIdentities(this.#usageDb, from, to);
      const filter = new BloomFilter(Math.max(SMALLEST_CAPACITY, count * 2));
      const slices = BigInt(Math.max(1, Math.ceil(count / SLICE_SIZE)));
      const width = (to - from) / slices + 1n;
      for (let start = from; start < to; start += width) {
        const words = await listIdentityWords(this.#usageDb, start, start + width < to ? start + width : to);
        for (let at = 0; at + 8 <= words.length; at += 8) {
          filter.add(words.readUInt32LE(at + 4), words.readUInt32LE(at));
        }
      }
      for (const { high, low } of this.#meanwhile) filter.add(high, low);
      this.#filter = filter;
    } finally {
      this.#meanwhile = null;
    }
  }

  /** True when so much was added that the filter answers "perhaps" too often: `load` makes a larger one. */
  get full(): boolean {
    return this.#filter !== null && this.#filter.size > this.#filter.capacity;
  }

  /**
   * Which of these distinct identities an earlier batch has. Those of the batch itself do not count: it may
   * repeat.
   */
  async seenBefore(batch: bigint, identities: readonly Identity[]): Promise<Set<bigint>> {
    const filter = this.#filter;
    const doubtful =
      filter === null ? identities : identities.filter(({ high, low }) => filter.mayHave(high, low));
    if (doubtful.length === 0) return new Set();
    return knownIdentities(
      this.#usageDb,
      doubtful.map((identity) => identity.hash),
      batch,
    );
  }

  /** Records them as seen by this batch. Repeating it under the same token changes nothing. */
  async remember(batch: bigint, identities: readonly Identity[], token: string): Promise<void> {
    await insertIdentities(this.#usageDb, batch, identities, token);
    for (const identity of identities) {
      this.#filter?.add(identity.high, identity.low);
      this.#meanwhile?.push(identity);
    }
  }
}
