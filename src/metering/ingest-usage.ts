import { type Db, newId } from '#kernel';
import {
  attribute,
  type Candidate,
  type FindCandidates,
  type Refusal,
  type Reporter,
} from './attribution.ts';
import type { HeldEvent } from './held-event.ts';
import type { Intake } from './intake.ts';
import type { UsageRecord } from './journal/index.ts';
import { apiConnectionOf } from './node.ts';
import { holdEvents } from './store-held.ts';
import type { UsageReport } from './usage-report.ts';

export interface Ingestion {
  readonly reporter: Reporter;
  readonly reports: readonly UsageReport[];
  /** The time of receipt, which is that of reports without one. */
  readonly receivedAt: Temporal.Instant;
  readonly now: Temporal.Instant;
}

export interface IngestDeps {
  readonly intake: Intake;
  readonly findCandidates: FindCandidates;
}

/** A report that was set aside instead of counted. */
export interface SetAside extends Refusal {
  readonly index: number;
  readonly report: UsageReport;
}

export interface IngestPlan {
  readonly records: readonly UsageRecord[];
  readonly setAside: readonly SetAside[];
}

/**
 * Attributes reports and records them durably; what cannot be attributed is held. Doing it again changes
 * nothing: an event is its (reporter, source, key), wherever it ends up.
 */
export async function ingestUsage(db: Db, deps: IngestDeps, ingestion: Ingestion): Promise<IngestPlan> {
  deps.intake.requireRoom();
  const plan = await planIngestion(db, deps.findCandidates, ingestion);
  await holdEvents(
    db,
    plan.setAside.map((one) => toHeld(one, ingestion)),
  );
  await deps.intake.record(plan.records);
  return plan;
}

/** Load and decide; nothing is written. */
export async function planIngestion(db: Db, find: FindCandidates, ingestion: Ingestion): Promise<IngestPlan> {
  const { reports, reporter, receivedAt, now } = ingestion;
  const candidates = await find(db, [...new Set(reports.map(({ workspace }) => workspace))]);
  const records: UsageRecord[] = [];
  const setAside: SetAside[] = [];
  for (const [index, report] of reports.entries()) {
    const timestampMs = report.timestampMs ?? receivedAt.epochMilliseconds;
    const time = { timestampMs, nowMs: now.epochMilliseconds };
    const found = attribute(report, candidates.get(report.workspace) ?? [], reporter, time);
    if ('reason' in found) setAside.push({ ...found, index, report });
    else records.push(toRecord(report, found, reporter, timestampMs));
  }
  return { records, setAside };
}

/**
 * A reported call (event type `request`) counts as one, weighing its value; of any other type the value
 * counts.
 */
function toRecord(report: UsageReport, of: Candidate, reporter: Reporter, timestampMs: number): UsageRecord {
  const isCall = report.eventType === 'request';
  return {
    kind: 'complete',
    connection: apiConnectionOf(reporter.organizationId),
    source: report.source,
    id: report.idempotencyKey,
    eventType: report.eventType,
    organizationId: of.organizationId,
    providerId: of.providerId,
    productId: of.productId,
    routeId: null,
    subscriptionId: of.subscriptionId,
    planVersionId: of.planVersionId,
    keyId: null,
    environment: 'live',
    timestampMs,
    units: isCall ? report.value : '0',
    value: isCall ? '0' : report.value,
    overageUnits: '0',
    quotas: [],
    method: null,
    status: null,
    latencyMs: null,
    upstreamLatencyMs: null,
    requestBytes: null,
    responseBytes: null,
    interrupted: false,
    path: null,
    ip: null,
    userAgent: null,
    error: null,
    properties: report.properties,
  };
}

function toHeld({ report, list, reason, detail }: SetAside, { reporter, receivedAt }: Ingestion): HeldEvent {
  return {
    id: newId('hld'),
    list,
    organizationId: reporter.organizationId,
    connection: apiConnectionOf(reporter.organizationId),
    source: report.source,
    eventId: report.idempotencyKey,
    reason,
    detail,
    report: { ...report, operator: reporter.operator },
    receivedAt,
  };
}
