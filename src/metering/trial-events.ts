import type { UsageDb } from '#kernel';
import { insertEvents } from './store-usage.ts';
import { eventLine, monthOf, TimeText } from './usage-row.ts';

/** An event of a calculation: what meters look at, and nothing of how it came. */
export interface TrialEvent {
  readonly subscriptionId: string;
  readonly id: string;
  readonly at: Temporal.Instant;
  readonly eventType: string;
  readonly value?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** A server refuses an insertion into more partitions than this. */
const MONTHS_PER_INSERTION = 90;

/** Fills a usage store that is thrown away after the calculation. Nothing here is de-duplicated. */
export async function insertTrialEvents(usageDb: UsageDb, events: readonly TrialEvent[]): Promise<void> {
  const times = new TimeText();
  const context = { connection: 'trial', batch: '1', quotaTimes: new TimeText() };
  const byMonth = new Map<string, string[]>();
  for (const event of events) {
    const timestamp = times.of(event.at.epochMilliseconds);
    const lines = byMonth.get(monthOf(timestamp)) ?? [];
    if (lines.length === 0) byMonth.set(monthOf(timestamp), lines);
    lines.push(eventLine(toRecord(event), timestamp, context));
  }
  const months = [...byMonth.values()];
  for (let at = 0; at < months.length; at += MONTHS_PER_INSERTION) {
    const lines = months.slice(at, at + MONTHS_PER_INSERTION).flat();
    await insertEvents(usageDb, lines, `trial:${at}`);
  }
}

function toRecord(event: TrialEvent): Parameters<typeof eventLine>[0] {
  return {
    ...{ kind: 'complete', connection: null, source: 'trial', id: event.id, eventType: event.eventType },
    ...{ organizationId: 'org_trial', providerId: 'org_trial', productId: 'prd_trial', routeId: null },
    ...{ subscriptionId: event.subscriptionId, planVersionId: null, keyId: null, environment: 'live' },
    ...{ timestampMs: event.at.epochMilliseconds, units: '0', value: event.value ?? '0', overageUnits: '0' },
    ...{ quotas: [], method: null, status: null, latencyMs: null, upstreamLatencyMs: null },
    ...{ requestBytes: null, responseBytes: null, interrupted: false, path: null, ip: null },
    ...{ userAgent: null, error: null },
    properties: event.properties === undefined ? null : JSON.stringify(event.properties),
  };
}
