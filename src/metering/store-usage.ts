// The usage store's side of shipping: identities, events, request log.
import type { UsageDb } from '#kernel';
import type { Identity } from './identity.ts';
import { EVENT_COLUMNS, REQUEST_COLUMNS } from './usage-row.ts';

/** Beyond this many hashes a parameter grows longer than a server takes. */
const HASHES_PER_QUERY = 2500;

export async function countIdentities(usageDb: UsageDb, from: bigint, to: bigint): Promise<number> {
  const rows = await usageDb.query<{ count: bigint }>(
    'select count() as count from usage_identities where hash >= {from:UInt128} and hash < {to:UInt128}',
    { from, to },
    { session: 'write' },
  );
  return Number(rows[0]?.count ?? 0n);
}

/** Of each hash in the range the 64 bits behind the prefix, little endian, in one buffer. */
export async function listIdentityWords(usageDb: UsageDb, from: bigint, to: bigint): Promise<Buffer> {
  const rows = await usageDb.query<{ words: string }>(
    `select arrayStringConcat(groupArray(hex(reinterpretAsFixedString(toUInt64(bitShiftRight(hash, 48)))))) as words
     from usage_identities where hash >= {from:UInt128} and hash < {to:UInt128}`,
    { from, to },
    { session: 'write' },
  );
  return Buffer.from(rows[0]?.words ?? '', 'hex');
}

/** Which of the hashes a batch before this one has recorded. */
export async function knownIdentities(
  usageDb: UsageDb,
  hashes: readonly bigint[],
  batch: bigint,
): Promise<Set<bigint>> {
  const known = new Set<bigint>();
  for (let at = 0; at < hashes.length; at += HASHES_PER_QUERY) {
    const rows = await usageDb.query<{ hash: bigint }>(
      `select distinct hash from usage_identities
       where hash in {hashes:Array(UInt128)} and batch < {batch:UInt64}`,
      { hashes: hashes.slice(at, at + HASHES_PER_QUERY), batch },
      { session: 'write' },
    );
    for (const { hash } of rows) known.add(hash);
  }
  return known;
}

export async function insertIdentities(
  usageDb: UsageDb,
  batch: bigint,
  identities: readonly Identity[],
  token: string,
): Promise<void> {
  const lines = identities.map(({ hash }) => `["${hash}","${batch}"]`).join('\n');
  await usageDb.insertText('usage_identities', ['hash', 'batch'], lines, { token });
}

export async function insertEvents(usageDb: UsageDb, lines: readonly string[], token: string): Promise<void> {
  await usageDb.insertText('usage_events', EVENT_COLUMNS, lines.join('\n'), { token });
}

export async function insertRequests(
  usageDb: UsageDb,
  lines: readonly string[],
  token: string,
): Promise<void> {
  await usageDb.insertText('usage_requests', REQUEST_COLUMNS, lines.join('\n'), { token });
}

/** How many events each of the batches has in each month. */
export async function countBatchEvents(
  usageDb: UsageDb,
  batches: readonly bigint[],
): Promise<{ batch: bigint; month: string; events: number }[]> {
  const rows = await usageDb.query<{ batch: bigint; month: number; events: bigint }>(
    `select batch, toYYYYMM(timestamp) as month, count() as events
     from usage_events where batch in {batches:Array(UInt64)} group by batch, month`,
    { batches },
    { session: 'write' },
  );
  return rows.map(({ batch, month, events }) => ({ batch, month: String(month), events: Number(events) }));
}

/**
 * Takes what is there of a batch that lost some of its rows out of one month, before it is inserted whole.
 */
export async function deleteBatchEvents(usageDb: UsageDb, batch: bigint, month: string): Promise<void> {
  await usageDb.command(
    'delete from usage_events where batch = {batch:UInt64} and toYYYYMM(timestamp) = {month:UInt32}',
    { batch, month: Number(month) },
  );
}
