import { setImmediate as turn } from 'node:timers/promises';
import type { UsageDb } from '#kernel';
import type { BatchOutcome } from './batch.ts';
import { connectionPrefix, type Identity, identityOf } from './identity.ts';
import type { UsageRecord } from './journal/index.ts';
import { insertEvents, insertRequests } from './store-usage.ts';
import { eventLine, monthOf, requestLine, TimeText } from './usage-row.ts';

/** Older calls would be dropped by the request log's time to live at once, and open a partition per day. */
export const REQUEST_LOG_DAYS = 30;

/** The control thread does other things as well: after so many events they get their turn. */
const EVENTS_PER_TURN = 500;

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
  const { identities, byMonth, requests } = await linesOf(fresh, batch);
  const token = `${batch.number}${batch.attempt ?? ''}`;
  await gate.remember(batch.number, identities, `${token}:identities`);
  const months: Record<string, number> = {};
  for (const [month, lines] of byMonth) {
    months[month] = lines.length;
    if (batch.months?.has(month) === false) continue;
    await insertEvents(usageDb, lines, `${token}:${month}`);
  }
  await insertRequests(usageDb, requests, `${token}:requests`);
  return { events: identities.length, duplicates: batch.events.length - identities.length, months };
}

/** The first event of each identity, without those that an earlier batch has. */
async function freshEvents(gate: Gate, batch: EventBatch): Promise<Map<bigint, [Identity, UsageRecord]>> {
  const prefix = connectionPrefix(batch.connection);
  const fresh = new Map<bigint, [Identity, UsageRecord]>();
  for (const [index, event] of batch.events.entries()) {
    if (index % EVENTS_PER_TURN === EVENTS_PER_TURN - 1) await turn();
    const identity = identityOf(prefix, event.connection ?? batch.connection, event.source, event.id);
    if (!fresh.has(identity.hash)) fresh.set(identity.hash, [identity, event]);
  }
  const identities = Array.from(fresh.values(), ([identity]) => identity);
  for (const hash of await gate.seenBefore(batch.number, identities)) fresh.delete(hash);
  return fresh;
}

async function linesOf(fresh: Map<bigint, [Identity, UsageRecord]>, batch: EventBatch) {
  const times = new TimeText();
  const { connection } = batch;
  const context = { connection, batch: String(batch.number), quotaTimes: new TimeText() };
  const oldestRequestMs = batch.atMs - REQUEST_LOG_DAYS * 86_400_000;
  const identities: Identity[] = [];
  const byMonth = new Map<string, string[]>();
  const requests: string[] = [];
  for (const [identity, event] of fresh.values()) {
    if (identities.push(identity) % EVENTS_PER_TURN === 0) await turn();
    const timestamp = times.of(event.timestampMs);
    const month = monthOf(timestamp);
    const lines = byMonth.get(month) ?? [];
    if (lines.length === 0) byMonth.set(month, lines);
    lines.push(eventLine(event, timestamp, context));
    const request = event.timestampMs > oldestRequestMs ? requestLine(event, timestamp, context) : null;
    if (request !== null) requests.push(request);
  }
  return { identities, byMonth, requests };
}
