import type { Db } from '#kernel';
import type { Refusal } from './attribution.ts';
import type { HeldEvent, HeldList } from './held-event.ts';
import { type IngestDeps, type Ingestion, planIngestion } from './ingest-usage.ts';
import type { UsageRecord } from './journal/index.ts';
import { listHeldEvents, markReplayed, updateHeldReasons } from './store-held.ts';
import type { UsageReport } from './usage-report.ts';

export interface Replay {
  readonly list: HeldList;
  /** Null: everybody's (the operator). */
  readonly organizationId: string | null;
  /** Only these; default: all that wait, at most `limit`. */
  readonly ids?: readonly string[];
  readonly limit: number;
  readonly at: Temporal.Instant;
}

export interface ReplayOutcome {
  readonly replayed: number;
  readonly waiting: number;
}

/**
 * Tries held events again, each as its reporter sent it. What fits now is recorded and leaves the list; what
 * does not stays, with its present reason. Replaying twice counts once.
 */
export async function replayHeld(tx: Db, deps: IngestDeps, replay: Replay): Promise<ReplayOutcome> {
  deps.intake.requireRoom();
  const held = await listHeldEvents(tx, { ...replay, replayable: true });
  const records: UsageRecord[] = [];
  const waiting = new Map<string, Refusal>();
  for (const events of byReporter(held)) {
    const plan = await planIngestion(tx, deps.findCandidates, toIngestion(events, replay.at));
    records.push(...plan.records);
    for (const { index, list, reason, detail } of plan.setAside) {
      waiting.set((events[index] as HeldEvent).id, { list, reason, detail });
    }
  }
  const replayed = held.filter(({ id }) => !waiting.has(id)).map(({ id }) => id);
  await markReplayed(tx, replayed, replay.at);
  await updateHeldReasons(
    tx,
    Array.from(waiting, ([id, refusal]) => ({ id, ...refusal })),
  );
  await deps.intake.record(records);
  return { replayed: replayed.length, waiting: waiting.size };
}

type HeldReport = UsageReport & { readonly operator: boolean };

/** One question to the store per reporter, not per event. */
function byReporter(held: readonly HeldEvent[]): HeldEvent[][] {
  const groups = Object.groupBy(
    held,
    (event) => `${event.organizationId} ${(event.report as HeldReport).operator}`,
  );
  return Object.values(groups) as HeldEvent[][];
}

function toIngestion(events: readonly HeldEvent[], at: Temporal.Instant): Ingestion {
  const [first] = events as [HeldEvent];
  const reports = events.map(({ report, receivedAt }) => {
    const { operator, ...rest } = report as HeldReport;
    return { ...rest, timestampMs: rest.timestampMs ?? receivedAt.epochMilliseconds };
  });
  const reporter = {
    organizationId: first.organizationId as string,
    operator: (first.report as HeldReport).operator,
  };
  return { reporter, reports, receivedAt: at, now: at };
}
