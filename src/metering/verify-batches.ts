import type { Db, Log, UsageDb } from '#kernel';
import type { Batch } from './batch.ts';
import { repairRollups } from './compare-rollups.ts';
import { type Gate, insertBatch } from './insert-batch.ts';
import { readBatch } from './journal-follower.ts';
import { listRecentBatches } from './store-shipping.ts';
import { countBatchEvents, deleteBatchEvents, insertIdentities, knownIdentities } from './store-usage.ts';

/**
 * The operating system writes its cache back within a minute; this is how far back power loss could reach,
 * and more.
 */
const RECENT_MINUTES = 10;

export interface Verification {
  readonly db: Db;
  readonly usageDb: UsageDb;
  readonly directory: string;
  readonly connection: string;
  readonly log: Log;
  readonly atMs: number;
}

/**
 * The usage store acknowledges before its disk has the rows. After a stop of any kind the batches that were
 * finished shortly before it are counted, and those that lost rows are inserted again from the journal, under
 * their own number: a replay of an invoice sees the same events as before. Returns the numbers of those.
 */
export async function verifyRecentBatches(verification: Verification): Promise<bigint[]> {
  const { db, usageDb, connection, log } = verification;
  const batches = await listRecentBatches(db, connection, RECENT_MINUTES);
  if (batches.length === 0) return [];
  const present = await presentRows(usageDb, batches);
  const repaired: bigint[] = [];
  for (const batch of batches) {
    const there = present.get(batch.number) ?? {};
    const wrong = Object.keys(batch.months).filter((month) => there[month] !== batch.months[month]);
    if (wrong.length === 0) continue;
    log.warn(
      { connection, batch: String(batch.number), months: wrong },
      'the usage store lost rows; inserting them again',
    );
    await insertAgain(verification, batch, wrong);
    repaired.push(batch.number);
  }
  const months = new Set(
    repaired.flatMap((number) => Object.keys(batches.find((b) => b.number === number)?.months ?? {})),
  );
  for (const month of months) await repairRollups(usageDb, month, `${connection}:${verification.atMs}`);
  return repaired;
}

async function presentRows(usageDb: UsageDb, batches: readonly Batch[]) {
  const present = new Map<bigint, Record<string, number>>();
  const numbers = batches.map(({ number }) => number);
  for (let at = 0; at < numbers.length; at += 5000) {
    for (const { batch, month, events } of await countBatchEvents(usageDb, numbers.slice(at, at + 5000))) {
      present.set(batch, { ...present.get(batch), [month]: events });
    }
  }
  return present;
}

/** Under tokens of its own: the store remembers the old ones although it lost what they stood for. */
async function insertAgain(
  { usageDb, directory, atMs }: Verification,
  batch: Batch,
  months: readonly string[],
) {
  for (const month of months) await deleteBatchEvents(usageDb, batch.number, month);
  const gate: Gate = {
    seenBefore: (number, identities) =>
      knownIdentities(
        usageDb,
        identities.map(({ hash }) => hash),
        number,
      ),
    remember: (number, identities, token) => insertIdentities(usageDb, number, identities, token),
  };
  const { events } = readBatch(directory, batch);
  await insertBatch(usageDb, gate, {
    ...batch,
    events,
    atMs,
    attempt: `:again-${atMs}`,
    months: new Set(months),
  });
}
