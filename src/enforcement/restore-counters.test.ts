import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { DEFAULT_ROUTE_UPSTREAM, DEFAULT_TRAFFIC, DEFAULT_UPSTREAM, planTermsSchema } from '#catalog';
import { decimal, inTransaction, manualClock, recordChange, silentLog, testDatabase } from '#kernel';
import { JournalWriter } from '#metering/journal';
import { createKeyText, UNCHANGED } from '#subscriptions';
import { Admission, type Forward } from './admission/index.ts';
import { entitlementsOf } from './entitlements.ts';
import type { EnforcementSource } from './source.ts';
import { type Enforcement, startEnforcement } from './start-enforcement.ts';
import { insertReset } from './store-resets.ts';

const keyHmacKey = Buffer.alloc(32, 3);
const text = createKeyText('live');
const start = Temporal.Instant.from('2026-03-20T12:00:00Z');
const dates = { createdAt: start, updatedAt: start };
type Product = Awaited<ReturnType<EnforcementSource['products']>>[number];
type Version = Product['plans'][number]['versions'][number];
type Quota = Version['terms']['quotas'][number];

const quota = (units: number, period: Quota['period'], alignment: Quota['alignment'] = 'calendar'): Quota => {
  return { units, period, alignment, overage: { mode: 'block' } };
};
const version = (name: string, quotas: Quota[]): Version => ({
  ...{ id: `plv_${name}`, planId: `pln_${name}`, productId: 'prd_1', planSlug: name, planName: name },
  ...{ tier: 0, number: 1, state: 'published', publishedAt: start, ...dates },
  terms: planTermsSchema.parse({ currency: 'EUR', interval: { unit: 'month' }, price: '0.00', quotas }),
});
const versions = [
  version('two', [quota(50, 'day'), quota(90, 'month', 'anniversary')]),
  version('daily', [quota(50, 'day')]),
  version('monthly', [quota(90, 'month')]),
];
const product: Product = {
  ...{ productId: 'prd_1', organizationId: 'org_p', providerSlug: 'p', slug: 'a', name: 'A' },
  ...{ state: 'published', upstreamUrl: 'https://api.example.com', quotaDenialStatus: 429 },
  ...{
    upstream: DEFAULT_UPSTREAM,
    proofSecrets: [],
    upstreamTls: null,
    upstreamCredential: null,
    traffic: DEFAULT_TRAFFIC,
    hosts: [],
  },
  routes: [
    {
      ...{
        id: 'rte_1',
        productId: 'prd_1',
        method: 'GET',
        template: '/',
        upstreamPath: null,
        protocol: 'http',
      },
      ...{ minimumPlanId: null, weight: decimal('1'), rateLimits: [], concurrency: null, name: '' },
      ...{ position: 0, description: '', sampleParameters: {}, upstream: DEFAULT_ROUTE_UPSTREAM },
      ...{ traffic: null, requiredScope: null, environments: ['live', 'test'] },
    },
  ],
  plans: versions.map((one) => ({
    planId: one.planId,
    slug: one.planSlug,
    name: '',
    tier: 0,
    versions: [one],
  })),
};

let database: Awaited<ReturnType<typeof testDatabase>>;
let directories: string[];
let running: Enforcement[];
let plan: string;
beforeEach(async () => {
  database = await testDatabase();
  directories = [];
  running = [];
  plan = 'two';
});
afterEach(async () => {
  for (const one of running) await one.stop();
  await database.drop();
  for (const directory of directories) rmSync(directory, { recursive: true });
});

const source: EnforcementSource = {
  products: async () => [product],
  subscriptions: async () => [
    {
      ...{ id: 'sub_1', organizationId: 'org_c', providerOrganizationId: 'org_p', productId: 'prd_1' },
      ...{ planId: `pln_${plan}`, planVersionId: `plv_${plan}`, state: 'active', timeZone: 'UTC' },
      ...{ anchorAt: start, periodIndex: 1, ...dates },
      ...{ currentPeriodStartAt: start, currentPeriodEndAt: start.add({ hours: 720 }), revision: 1 },
      ...{ cancelAtPeriodEnd: false, cancelReason: null, canceledAt: null },
      ...{ ...UNCHANGED, currency: 'EUR', segmentStartAt: start },
      quotaAnchorAt: Temporal.Instant.from('2026-01-31T10:00:00Z'),
    },
  ],
  keys: async () => [
    {
      ...{ keyId: 'key_1', subscriptionId: 'sub_1', environment: 'live', state: 'active', expiresAt: null },
      ...{ restrictions: { allowedIps: [], scopes: [], routes: [] }, imported: false },
      hash: createHmac('sha256', keyHmacKey).update(text).digest(),
    },
  ],
};

/** A node on a directory: who admits as a worker does, and writes down what was admitted. */
async function startNode(directory: string) {
  const enforcement = await startEnforcement({
    ...{ db: database.db, clock: manualClock(start), keyHmacKey, workers: 1, nodeId: 'one' },
    ...{ journalDirectory: directory, log: silentLog, source },
  });
  running.push(enforcement);
  const admission = new Admission(enforcement.memory, 0, keyHmacKey);
  admission.update(enforcement.snapshot, enforcement.memory);
  enforcement.attach(async (snapshot, memory) => admission.update(snapshot, memory));
  const journal = new JournalWriter({ directory, worker: 'w0', atMs: 1, fsync: 'off', diskReserveBytes: 0 });
  let calls = 0;
  const use = (count: number) => {
    for (let i = 0; i < count; i += 1) {
      const decision = admission.admit({
        ...{ credential: { kind: 'key', text }, method: 'GET', segments: [], monotonicMs: 0 },
        ...{ clientAddress: '192.0.2.1', permits: null, judgeKey: null },
        ...{ product: admission.product('/p/a')!, wallMs: start.epochMilliseconds },
      });
      assert.equal(decision.kind, 'forward');
      calls += 1;
      journal.append(recordOf(decision as Forward, `req_${calls}`));
    }
    journal.flush();
  };
  const used = () =>
    entitlementsOf(enforcement.registry, 'org_c', null, start.epochMilliseconds)[0]!.quotas.map(
      (one) => one.used,
    );
  return { enforcement, use, used, close: () => journal.close() };
}

function recordOf(decision: Forward, id: string): Parameters<JournalWriter['append']>[0] {
  const { caller, units, overageUnits, quotas, admittedAtMs } = decision;
  return {
    ...{ kind: 'complete', connection: null, source: 'gateway', id, eventType: 'request', routeId: 'rte_1' },
    ...{ organizationId: 'org_c', providerId: 'org_p', productId: 'prd_1', planVersionId: null },
    ...{ subscriptionId: caller.subscriptionId, keyId: caller.keyId, environment: caller.environment },
    ...{ timestampMs: admittedAtMs, units, overageUnits, quotas, value: '1', method: 'GET', status: 200 },
    ...{ latencyMs: 1, upstreamLatencyMs: 1, requestBytes: 0, responseBytes: 0, interrupted: false },
    ...{ path: '/', ip: null, userAgent: null, error: null, properties: null },
  };
}

/** The node as a SIGKILL at this moment leaves it, started again: it takes the authority over. */
function startAfterKill(directory: string) {
  const left = freshDirectory();
  cpSync(directory, left, { recursive: true });
  return startNode(left);
}

function freshDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'turnpike-restore-'));
  directories.push(directory);
  return directory;
}

const reset = (quotas: string[]) =>
  inTransaction(database.db, async (tx) => {
    const by = { id: `qrs_${quotas.join()}`, subscriptionId: 'sub_1', providerOrganizationId: 'org_p' };
    await insertReset(tx, { ...by, quotas, at: start, reason: 'goodwill' });
    await recordChange(tx, 'subscription', 'sub_1');
  });

test('every quota of a plan comes back exactly after a SIGKILL, each in its own period', async () => {
  const directory = freshDirectory();
  const node = await startNode(directory);
  node.use(7);
  assert.deepEqual(node.used(), [7, 7]);
  const next = await startAfterKill(directory);
  assert.deepEqual(next.used(), [7, 7]);
  next.use(2);
  assert.deepEqual((await startAfterKill(directories[1]!)).used(), [9, 9]);
  node.close();
  next.close();
});

test('a reset survives a SIGKILL, and so do the calls after it', async () => {
  const directory = freshDirectory();
  const node = await startNode(directory);
  node.use(7);
  await reset(['day']);
  await node.enforcement.catchUp();
  assert.deepEqual(node.used(), [0, 7]);
  node.use(3);
  assert.deepEqual(node.used(), [3, 10]);
  const next = await startAfterKill(directory);
  assert.deepEqual(next.used(), [3, 10]);
  node.close();
});

test('a reset that was committed but not yet in force at the SIGKILL is in force afterwards', async () => {
  const directory = freshDirectory();
  const node = await startNode(directory);
  node.use(7);
  await inTransaction(database.db, (tx) =>
    insertReset(tx, {
      ...{ id: 'qrs_1', subscriptionId: 'sub_1', providerOrganizationId: 'org_p' },
      ...{ quotas: ['day', 'month-anniversary'], at: start, reason: 'goodwill' },
    }),
  );
  node.use(1);
  assert.deepEqual((await startAfterKill(directory)).used(), [0, 0]);
  node.close();
});

test('what a change of plan carried into a longer period is still used after a SIGKILL', async () => {
  plan = 'daily';
  const directory = freshDirectory();
  const node = await startNode(directory);
  node.use(5);
  plan = 'monthly';
  await node.enforcement.reload(['sub_1']);
  assert.deepEqual(node.used(), [5]);
  node.use(4);
  assert.deepEqual(node.used(), [9]);
  // In order, so that the checkpoint has been written; the copy is started as if it had not.
  await running.pop()!.stop();
  assert.deepEqual((await startAfterKill(directory)).used(), [9]);
  node.close();
});

test('a quota that a plan drops and has again knows what others counted meanwhile', async () => {
  const directory = freshDirectory();
  const node = await startNode(directory);
  node.use(6);
  plan = 'daily';
  await node.enforcement.reload(['sub_1']);
  node.use(1);
  plan = 'two';
  await node.enforcement.reload(['sub_1']);
  assert.deepEqual(node.used(), [7, 7]);
  plan = 'daily';
  const next = await startAfterKill(directory);
  plan = 'two';
  await next.enforcement.reload(['sub_1']);
  assert.deepEqual(next.used(), [7, 7]);
  node.close();
});
