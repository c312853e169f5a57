import type { UsageDb } from '#kernel';
import type { BatchOutcome } from './batch.ts';
import { connectionPrefix, type Identity, identityOf } from './identity.ts';
import type { UsageRecord } from './journal/index.ts';
import { insertEvents, insertRequests } from './store-usage.ts';
import { eventRow, monthOf, requestRow, TimeText } from './usage-row.ts';

/** Older calls would be dropped by the request log's time to live at once, and open a partition per day. */
export const REQUEST_LOG_DAYS = 30;

export interface EventBatch {
  readonly number: bigint;
  readonly connection: string;
  readonly events: readonly UsageRecord[];
  /** The store's present, to leave out of the request log what it would drop. */
  readonly atMs: number;
  /** Part of every token; a repair inserts under tokens of its own. */
  readonly attempt?: string;
  /** Only these months (repair); default: all. */
  readonly months?: ReadonlySet<string>;
}

export interface Gate {
  seenBefore(batch: bigint, identities: readonly Identity[]): Promise<Set<bigint>>;
  remember(batch: bigint, identities: readonly Identity[], token: string): Promise<void>;
}

/**
 * Puts a numbered batch into the usage store: who was not seen before is recorded as seen by this batch, then
 * its rows are inserted, one insertion and one token per month. Doing it again after a crash anywhere in
 * between adds what is missing and nothing else.
 */
export async function insertBatch(usageDb: UsageDb, gate: Gate, batch: EventBatch): Promise<BatchOutcome> {
  const fresh = await freshEvents(gate, batch);
  const { identities, byMonth, requests } = rowsOf(fresh, batch);
  const token = `${batch.number}${batch.attempt ?? ''}`;
  await gate.remember(batch.number, identities, `${token}:identities`);
  const months: Record<string, number> = {};
  for (const [month, rows] of byMonth) {
    months[month] = rows.length;
    if (batch.months?.has(month) === false) continue;
    await insertEvents(usageDb, rows, `${token}:${month}`);
  }
  await insertRequests(usageDb, requests, `${token}:requests`);
  return { events: identities.length, duplicates: batch.events.length - identities.length, months };
}

/** The first event of each identity, without those that an earlier batch has. */
async function freshEvents(gate: Gate, batch: EventBatch): Promise<Map<bigint, [Identity, UsageRecord]>> {
  const prefix = connectionPrefix(batch.connection);
  const fresh = new Map<bigint, [Identity, UsageRecord]>();
  for (const event of batch.events) {
    const identity = identityOf(prefix, event.connection ?? batch.connection, event.source, event.id);
    if (!fresh.has(identity.hash)) fresh.set(identity.hash, [identity, event]);
  }
  const identities = Array.from(fresh.values(), ([identity]) => identity);
  for (const hash of await gate.seenBefore(batch.number, identities)) fresh.delete(hash);
  return fresh;
}

function rowsOf(fresh: Map<bigint, [Identity, UsageRecord]>, batch: EventBatch) {
  const times = new TimeText();
  const quotaTimes = new TimeText();
  const oldestRequestMs = batch.atMs - REQUEST_LOG_DAYS * 86_400_000;
  const identities: Identity[] = [];
  const byMonth = new Map<string, object[]>();
  const requests: object[] = [];
  for (const [identity, event] of fresh.values()) {
    identities.push(identity);
    const timestamp = times.of(event.timestampMs);
    const month = monthOf(timestamp);
    const rows = byMonth.get(month) ?? [];
    if (rows.length === 0) byMonth.set(month, rows);
    rows.push(eventRow(event, batch.connection, timestamp, quotaTimes, batch.number));
    const request = event.timestampMs > oldestRequestMs ? requestRow(event, timestamp, batch.number) : null;
    if (request !== null) requests.push(request);
  }
  return { identities, byMonth, requests };
}
