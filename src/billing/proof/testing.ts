import { paymentProcessors } from '#connectors/payments';
import {
  type Actor,
  createHttpServer,
  PERMISSIONS,
  silentLog,
  testDatabase,
  testUsageDb,
  type UsageDb,
} from '#kernel';
import { type Billing, createBilling } from '../billing.ts';
import { type CloseMode, closeBatch, roomSources, usageSources } from '../invoices/index.ts';
import { defaults, type Stage, setStage, usageEvent } from '../testing.ts';

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: bodies are checked field by field
  readonly body: any;
}

/** A stage whose usage is in the real usage store, and billing over HTTP. */
export interface ProofStage extends Stage {
  readonly usageDb: UsageDb;
  readonly billing: Billing;
  /** What is in the usage store counts as far as this. */
  seen: { batch: bigint };
  /** Calls of a subscription in one batch, spread over the hours after `from`. */
  calls(subscriptionId: string, from: Temporal.Instant, count: number, batch?: bigint): Promise<void>;
  close(subscriptionId: string, mode: CloseMode): Promise<string | null>;
  ask(method: 'GET' | 'POST', path: string, as: string, body?: unknown): Promise<Answer>;
  end(): Promise<void>;
}

let serial = 0;

export async function setProofStage(): Promise<ProofStage> {
  const [database, usage] = await Promise.all([testDatabase(), testUsageDb()]);
  const { db } = database;
  const { usageDb } = usage;
  const seen = { batch: 1n };
  const sources = { ...roomSources, ...usageSources(usageDb), highestBatch: async () => seen.batch };
  const stage = await setStage(db, { sources });
  const billing = createBilling({
    ...{ db, usageDb, clock: stage.clock, log: silentLog, defaults },
    processors: paymentProcessors([]),
    testProcessor: null,
  });
  const server = await createHttpServer({
    ...{ db, clock: stage.clock, log: silentLog, routes: billing.routes, trustedProxies: [] },
    checkResponses: true,
    async authenticate({ headers }): Promise<Actor> {
      const organization = headers['turnpike-organization'];
      const organizationId = typeof organization === 'string' ? organization : null;
      const operator = organizationId === null;
      return { ...stage.actor, operator, organizationId, permissions: new Set(PERMISSIONS) };
    },
  });
  return {
    ...stage,
    ...{ usageDb, billing, seen },
    async calls(subscription_id, from, count, batch = seen.batch) {
      const events = Array.from({ length: count }, (_, index) => {
        serial += 1;
        return usageEvent(`call-${serial}`, from.add({ minutes: index }), { subscription_id, batch });
      });
      await usageDb.insert('usage_events', events);
    },
    async close(id, mode) {
      const request = { ids: [id], mode, at: stage.clock.now(), leaveDraft: false, runId: null };
      const outcome = (await closeBatch(stage.deps, request)).get(id)!;
      return 'invoiceId' in outcome ? outcome.invoiceId : null;
    },
    async ask(method, path, as, body) {
      const who = as === 'operator' ? {} : { 'turnpike-organization': as };
      const json = body === undefined ? {} : { 'content-type': 'application/json' };
      const payload = body === undefined ? {} : { payload: JSON.stringify(body) };
      const answer = await server.inject({
        ...{ method, url: `/api/v1${path}`, headers: { ...who, ...json } },
        ...payload,
      });
      return { status: answer.statusCode, body: answer.payload === '' ? null : answer.json() };
    },
    async end() {
      await server.close();
      await Promise.all([database.drop(), usage.drop()]);
    },
  };
}
