import { createHmac } from 'node:crypto';
import { createKeyText } from '#subscriptions';
import { createTimeMemory } from './admission-time.ts';
import { Admission, type AdmissionMemory, type CallFacts, unitsText } from './admit.ts';
import { keyHashOf } from './key-hash.ts';
import { KeyTableWriter } from './key-table.ts';
import { createPlaceMemory } from './place-table.ts';
import { quotaKindOf, UNLIMITED_KIND } from './quotas.ts';
import { createRateMemory } from './rate-table.ts';
import type { GatewaySnapshot, SnapshotPlan, SnapshotRoute } from './snapshot.ts';
import type { SnapshotUpstream } from './snapshot-upstream.ts';
import { type QuotaDescription, SubscriptionMemoryOwner, SubscriptionTable } from './subscription-table.ts';
import { createThrottleMemory } from './throttle-table.ts';

export const hmacKey = Buffer.alloc(32, 3);
export const dayMs = 86_400_000;
export const DAY = quotaKindOf('day');
export const plan: SnapshotPlan = {
  ordinal: 0,
  id: 'plv_1',
  slug: 'basic',
  tier: 0,
  quotas: [],
  rateLimits: [],
  routeRateLimits: new Map(),
  concurrency: null,
  prepaid: false,
};

export function snapshotOf(
  only: SnapshotPlan,
  weightMicros: number,
  more: Partial<SnapshotRoute>,
): GatewaySnapshot {
  const route = {
    ordinal: 0,
    id: 'rte_1',
    method: 'GET',
    template: '/',
    upstreamPath: null,
    headersMs: null,
    idleMs: null,
    requestHeaders: [],
    responseHeaders: [],
    protocol: 'http' as const,
    minimumTier: null,
    minimumPlan: null,
    weightMicros,
    weightText: unitsText(weightMicros),
    traffic: null,
    requiredScope: null,
    closedTo: null,
    rateLimits: [],
    concurrency: null,
    ...more,
  };
  const product = {
    ordinal: 0,
    id: 'prd_1',
    providerId: 'org_p',
    address: '/p/a',
    published: true,
    upstream: {} as SnapshotUpstream,
    quotaDenialStatus: 403,
    hosts: [],
    traffic: null,
    routes: [route],
  } as const;
  return { version: 1, plans: [only], products: [product] };
}

/** One product with one route, one subscription in slot 0 with one key; all its quota periods are days from time 0. */
export function world(
  terms: Partial<SnapshotPlan>,
  weightMicros = 1_000_000,
  more: Partial<SnapshotRoute> = {},
) {
  const owner = new SubscriptionMemoryOwner(2);
  owner.reserve(1, 8);
  owner.name(0, { subscriptionId: 'sub_1', consumerId: 'org_1' });
  const control = new SubscriptionTable(owner.memory, null);
  const keys = new KeyTableWriter();
  keys.makeRoom(1);
  const text = createKeyText('live');
  const hash = keyHashOf(createHmac('sha256', hmacKey).update(text).digest());
  const entry = { id: 'key_1', hash, slot: 0, test: false, revoked: false, expiresAtMs: null };
  keys.put(entry);
  const calendar = { startMs: 0, endMs: dayMs, nextEndMs: 2 * dayMs };
  const quotaOf = (kind: number, other: Partial<QuotaDescription> = {}): QuotaDescription => {
    return { kind, calendar, epoch: 0, freeCell: () => owner.takeCell(), countedMicros: () => 0, ...other };
  };
  const kinds = terms.quotas?.map(({ kind }) => kind) ?? [UNLIMITED_KIND];
  const description = {
    state: 'active',
    product: 0,
    plan: 0,
    quotas: kinds.map((kind) => quotaOf(kind)),
    endsAtMs: Number.POSITIVE_INFINITY,
  } as const;
  control.describe(0, description);
  const snapshot = snapshotOf({ ...plan, ...terms }, weightMicros, more);
  const memory: AdmissionMemory = {
    keys: keys.memory,
    subscriptions: owner.memory,
    rates: createRateMemory(1024),
    throttles: createThrottleMemory(),
    places: createPlaceMemory(64, 2),
    time: createTimeMemory(),
  };
  const worker = (number: number) => {
    const admission = new Admission(memory, number, hmacKey);
    admission.update(snapshot, memory);
    return admission;
  };
  const first = worker(0);
  const facts = (wallMs: number): CallFacts => ({
    credential: { kind: 'key', text },
    method: 'GET',
    product: first.product('/p/a')!,
    segments: [],
    clientAddress: '192.0.2.1',
    permits: null,
    wallMs,
    monotonicMs: 1_000_000 + wallMs,
  });
  const ask = (wallMs: number, by = first) => by.admit(facts(wallMs));
  return { control, memory, keys, entry, description, quotaOf, first, worker, ask, facts };
}

export const forwards = (decisions: { kind: string }[]) =>
  decisions.filter((one) => one.kind === 'forward').length;
