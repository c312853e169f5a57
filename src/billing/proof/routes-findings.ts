import { z } from 'zod';
import { audit, decodeKeys, emit, instantText, pageOf, pageQuery, type Route, route, toPage } from '#kernel';
import type { Check } from './check.ts';
import { checkRequested } from './events.ts';
import * as store from './store-findings.ts';

const findingSchema = z.object({
  check: z.string(),
  subject: z.string().describe('The invoice, account, subscription … that it is about'),
  detail: z.string(),
  first_seen_at: z.string(),
  last_seen_at: z.string(),
  resolved_at: z.string().nullable(),
});

const checkSchema = z.object({
  name: z.string(),
  says: z.string().describe('What holds'),
  findings: z.int().describe('Open ones'),
  examined: z.int().describe('Subjects looked at in the last complete pass'),
  completed_at: z.string().nullable().describe('When the last complete pass ended'),
  running: z.boolean().describe('A pass over everything was asked for and is not done'),
  trouble: z.string().nullable().describe('Why the check could not be made'),
});

const findingKeys = z.tuple([z.string(), z.string()]);

const listFindings = route({
  method: 'GET',
  path: '/billing/findings',
  tag: 'billing',
  summary: 'List what the continuous checks found: figures that must agree and do not',
  access: 'operator',
  query: z.strictObject({
    ...pageQuery,
    check: z.string().max(100).optional().describe('Only findings of this check'),
    resolved: z
      .enum(['true', 'false'])
      .default('false')
      .describe('Those that are mended instead of the open ones'),
  }),
  response: { status: 200, schema: pageOf(findingSchema) },
  async handler({ db, query }) {
    const keys = decodeKeys(query.cursor, findingKeys);
    const page = { limit: query.limit + 1, after: keys && { check: keys[0], subject: keys[1] } };
    const filter = { check: query.check ?? null, resolved: query.resolved === 'true' };
    const rows = await store.listFindings(db, filter, page);
    return toPage(rows, query.limit, (row) => [row.check, row.subject], presentFinding);
  },
});

function presentFinding(row: store.FindingRow): z.input<typeof findingSchema> {
  return {
    check: row.check,
    subject: row.subject,
    detail: row.detail,
    first_seen_at: instantText(row.firstSeenAt),
    last_seen_at: instantText(row.lastSeenAt),
    resolved_at: row.resolvedAt && instantText(row.resolvedAt),
  };
}

function listChecks(checks: readonly Check[]): Route {
  return route({
    method: 'GET',
    path: '/billing/checks',
    tag: 'billing',
    summary: 'List the continuous checks, with how far they have come',
    access: 'operator',
    response: { status: 200, schema: z.object({ data: z.array(checkSchema) }) },
    async handler({ db }) {
      const states = new Map((await store.checkStates(db)).map((state) => [state.name, state]));
      const open = await store.countFindings(db);
      const data = checks.map(({ name, says }) => {
        const state = states.get(name);
        return {
          name,
          says,
          findings: open.get(name) ?? 0,
          examined: Number(state?.passExamined ?? 0n),
          completed_at: state?.passEndedAt ? instantText(state.passEndedAt) : null,
          running: state?.thorough ?? false,
          trouble: state?.trouble ?? null,
        };
      });
      return { data };
    },
  });
}

function checkNow(checks: readonly Check[]): Route {
  return route({
    method: 'POST',
    path: '/billing/findings/check',
    tag: 'billing',
    summary: 'Check everything now',
    description: 'Runs in the background: ask for the checks until none of them is running.',
    access: 'operator',
    response: { status: 202, schema: z.object({ requested_at: z.string() }) },
    async handler({ db, at, actor }) {
      await store.addChecks(
        db,
        checks.map((check) => check.name),
      );
      await store.beginThoroughPass(db, at);
      await emit(db, checkRequested, {}, { organizationId: null, at });
      await audit(db, {
        at,
        organizationId: null,
        actor,
        action: 'billing_check.requested',
        object: 'billing',
      });
      return { requested_at: instantText(at) };
    },
  });
}

export function findingRoutes(checks: readonly Check[]): Route[] {
  return [listFindings, listChecks(checks), checkNow(checks)];
}
