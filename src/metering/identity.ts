import { hash } from 'node:crypto';

/**
 * What makes an event the same event: (connection, source, id), as 128 bits. The first 16 bits are of the
 * journal's connection, so that one connection's identities lie together in the store; 112 bits remain, at
 * which two of a trillion events collide with a probability of 10^-10.
 */
export interface Identity {
  /** UInt128 */
  readonly hash: bigint;
  /** Two independent words of the hash, for the Bloom filter. */
  readonly high: number;
  readonly low: number;
}

export function connectionPrefix(connection: string): string {
  return hash('sha256', connection, 'hex').slice(0, 4);
}

/** Lengths are part of what is hashed: no choice of source and id can imitate another pair. */
export function identityOf(prefix: string, connection: string, source: string, id: string): Identity {
  const text = `${connection.length}:${source.length}:${connection}${source}${id}`;
  const digest = hash('sha256', text, 'hex');
  return {
    hash: BigInt(`0x${prefix}${digest.slice(0, 28)}`),
    high: Number.parseInt(digest.slice(0, 8), 16),
    low: Number.parseInt(digest.slice(8, 16), 16),
  };
}

/** All hashes with this prefix: `[from, to)`. */
export function prefixRange(prefix: string): { from: bigint; to: bigint } {
  const from = BigInt(`0x${prefix}`) << 112n;
  return { from, to: from + (1n << 112n) };
}
