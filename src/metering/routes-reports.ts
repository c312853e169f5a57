import { z } from 'zod';
import { type Actor, type Call, type Route, route } from '#kernel';
import type { Reporter } from './attribution.ts';
import { type IngestDeps, ingestUsage } from './ingest-usage.ts';
import { meteringProblems } from './problems.ts';
import { queueReports } from './store-queue.ts';
import { readReports, reportsBody } from './usage-report.ts';

const tag = 'usage';
const BODY_LIMIT_BYTES = 8 * 1024 * 1024;

const outcomeSchema = z.object({
  accepted: z.int().describe('Recorded durably. An event that was recorded before counts once all the same'),
  set_aside: z.array(
    z.object({
      index: z.int(),
      idempotency_key: z.string(),
      list: z.enum(['rejected', 'unattributed']),
      reason: z.string(),
      detail: z.string(),
    }),
  ),
});

type ReportCall = Call<unknown, unknown, unknown>;

function reporterOf(actor: Actor, organizationId: string): Reporter {
  return { organizationId, operator: actor.operator };
}

/**
 * How others report usage. Both ways are durable when they answer; the second does not wait for attribution.
 */
export function reportRoutes(deps: IngestDeps): Route[] {
  return [
    route({
      method: 'POST',
      path: '/usage/events',
      tag,
      summary: 'Report usage; answers when it is durable',
      description:
        'What cannot be attributed to one subscription is set aside with its reason and can be replayed. The same ' +
        'idempotency key again is the same event, whatever else it says.',
      access: 'usage:write',
      body: reportsBody,
      bodyLimitBytes: BODY_LIMIT_BYTES,
      response: { status: 200, schema: outcomeSchema },
      problems: [meteringProblems.intakeFull],
      transaction: false,
      handler: (call) => deps.intake.during(call.at, () => report(call, deps)),
    }),
    route({
      method: 'POST',
      path: '/usage/events/async',
      tag,
      summary: 'Report usage; answers when it is queued',
      access: 'usage:write',
      body: reportsBody,
      bodyLimitBytes: BODY_LIMIT_BYTES,
      response: { status: 202, schema: z.object({ queued: z.int() }) },
      problems: [meteringProblems.intakeFull],
      transaction: false,
      handler: (call) => deps.intake.during(call.at, () => queue(call)),
    }),
  ];
}

async function report(call: ReportCall, deps: IngestDeps) {
  const reports = readReports(call.body, call.headers);
  const reporter = reporterOf(call.actor, call.organizationId);
  const { records, setAside } = await ingestUsage(call.db, deps, {
    reporter,
    reports,
    receivedAt: call.at,
    now: call.at,
  });
  return {
    accepted: records.length,
    set_aside: setAside.map((one) => ({
      index: one.index,
      idempotency_key: one.report.idempotencyKey,
      list: one.list,
      reason: one.reason,
      detail: one.detail,
    })),
  };
}

async function queue(call: ReportCall) {
  const reports = readReports(call.body, call.headers);
  await queueReports(call.db, reporterOf(call.actor, call.organizationId), reports, call.at);
  return { queued: reports.length };
}
