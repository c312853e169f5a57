/**
 * For tests: a whole gateway (two workers, real journal, real database for changes) in front of a recording
 * upstream.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_ROUTE_UPSTREAM, DEFAULT_TRAFFIC, DEFAULT_UPSTREAM, planTermsSchema } from '#catalog';
import { type AbuseSettings, type Enforcement, type EnforcementSource, startEnforcement } from '#enforcement';
import type { LimitHit } from '#enforcement/admission';
import {
  type Clock,
  createSecrets,
  type Db,
  decimal,
  recordChange,
  silentLog,
  systemClock,
  testDatabase,
} from '#kernel';
import { listRuns, RunCursor, type UsageRecord } from '#metering/journal';
import { createKeyText, KEY_HASH_PURPOSE, SIGNING_PURPOSE, signingSecretOf, UNCHANGED } from '#subscriptions';
import { type Gateway, startGateway } from './start-gateway.ts';
import { startTestUpstream, type TestUpstream } from './test-upstream.ts';
import type { CertificateSources } from './tls-certificates.ts';
import type { TransportLimits } from './transport.ts';

type GatewayProduct = Awaited<ReturnType<EnforcementSource['products']>>[number];
type Subscription = Awaited<ReturnType<EnforcementSource['subscriptions']>>[number];
type GatewayKey = Awaited<ReturnType<EnforcementSource['keys']>>[number];
type Route = GatewayProduct['routes'][number];
type Version = GatewayProduct['plans'][number]['versions'][number];

export interface World {
  readonly products: GatewayProduct[];
  readonly subscriptions: Subscription[];
  readonly keys: GatewayKey[];
}

export interface Rig {
  readonly db: Db;
  readonly gateway: Gateway;
  readonly enforcement: Enforcement;
  readonly upstream: TestUpstream;
  readonly world: World;
  readonly journalDirectory: string;
  /** What the gateway told of limits that said no. */
  readonly limitHits: LimitHit[];
  /** Key texts by name: pro, free, test, … */
  readonly keys: Record<string, string>;
  /** Changes the world and tells the gateways as another process would: through the database. */
  change(topic: 'catalog' | 'subscription' | 'key', id: string, how: () => void): Promise<void>;
  /** Changes how the product's upstream is called; what is left out is as by default. */
  setUpstream(upstream: Partial<GatewayProduct['upstream']>, more?: Partial<GatewayProduct>): Promise<void>;
  addSubscription(name: string, plan: string, more?: Partial<Subscription>): Promise<string>;
  journal(): JournalContents;
  stop(): Promise<void>;
}

const at = Temporal.Instant.from('2026-01-15T10:00:00Z');
const secrets = createSecrets(Buffer.alloc(32, 7));
const base = {
  productId: 'prd_items',
  description: '',
  sampleParameters: {},
  upstreamPath: null,
  upstream: DEFAULT_ROUTE_UPSTREAM,
};

export function route(
  id: string,
  method: Route['method'],
  template: string,
  more: Partial<Route> = {},
): Route {
  const facts = {
    protocol: 'http' as const,
    minimumPlanId: null,
    weight: decimal('1'),
    rateLimits: [],
    concurrency: null,
    name: id,
    position: 0,
  };
  const asks = { traffic: null, requiredScope: null, environments: ['live', 'test'] as const };
  return { ...base, id, method, template, ...facts, ...asks, ...more };
}

export function planVersion(slug: string, tier: number, terms: Partial<Version['terms']>): Version {
  return {
    id: `plv_${slug}`,
    planId: `pln_${slug}`,
    productId: 'prd_items',
    planSlug: slug,
    planName: slug,
    tier,
    number: 1,
    state: 'published',
    createdAt: at,
    updatedAt: at,
    publishedAt: at,
    terms: {
      ...planTermsSchema.parse({ currency: 'USD', interval: { unit: 'month' }, price: '0.00' }),
      ...terms,
    },
  };
}

type Quota = Version['terms']['quotas'][number];

export function quota(units: number, period: Quota['period'], more: Partial<Quota> = {}): Quota {
  return { units, period, alignment: 'calendar', overage: { mode: 'block' }, ...more };
}

const versions = [
  planVersion('free', 0, { quotas: [quota(10, 'month')] }),
  planVersion('limited', 0, {
    quotas: [quota(1000, 'month')],
    rate_limits: [{ limit: 5, window_seconds: 10 }],
  }),
  planVersion('daily', 0, { quotas: [quota(10, 'day')] }),
  planVersion('hundred', 0, { quotas: [quota(100, 'month')] }),
  planVersion('soft', 1, {
    quotas: [quota(1, 'month', { overage: { mode: 'charge', unit_price: '0.01', max_overage_units: 2 } })],
  }),
  planVersion('narrow', 1, { concurrency: 3 }),
  planVersion('layered', 1, {
    quotas: [quota(4, 'day'), quota(9, 'month', { alignment: 'anniversary' })],
    route_rate_limits: [
      { method: 'GET', template: '/items/{id}', rate_limits: [{ limit: 2, window_seconds: 3600 }] },
    ],
  }),
  planVersion('pro', 5, {}),
];

function product(upstreamPort: number): GatewayProduct {
  return {
    productId: 'prd_items',
    organizationId: 'org_acme',
    providerSlug: 'acme',
    slug: 'items',
    name: 'Items',
    state: 'published',
    upstreamUrl: `http://127.0.0.1:${upstreamPort}/v1`,
    upstream: DEFAULT_UPSTREAM,
    proofSecrets: [],
    upstreamTls: null,
    upstreamCredential: null,
    quotaDenialStatus: 429,
    traffic: DEFAULT_TRAFFIC,
    hosts: [],
    routes: [
      route('rte_list', 'GET', '/items'),
      route('rte_create', 'POST', '/items'),
      route('rte_one', 'GET', '/items/{id}'),
      route('rte_dear', 'POST', '/expensive', { weight: decimal('5') }),
      route('rte_gold', 'GET', '/gold', { minimumPlanId: 'pln_pro' }),
      route('rte_moved', 'GET', '/old/{id}', { upstreamPath: '/new/{id}/it' }),
      route('rte_mode', 'ANY', '/x/{mode}'),
      route('rte_queue', 'GET', '/queue/{mode}', { concurrency: 2, upstreamPath: '/x/{mode}' }),
      route('rte_grpc', 'POST', '/test.Echo/{method}', { protocol: 'grpc' }),
      route('rte_ws', 'GET', '/ws', { protocol: 'websocket' }),
      route('rte_ws_deep', 'GET', '/ws/{mode}', { protocol: 'websocket' }),
    ],
    plans: versions.map((version) => ({
      planId: version.planId,
      slug: version.planSlug,
      name: version.planName,
      tier: version.tier,
      versions: [version],
    })),
  };
}

export function subscription(name: string, plan: string, more: Partial<Subscription> = {}): Subscription {
  return {
    id: `sub_${name}`,
    organizationId: `org_${name}`,
    providerOrganizationId: 'org_acme',
    productId: 'prd_items',
    planId: `pln_${plan}`,
    planVersionId: `plv_${plan}`,
    state: 'active',
    timeZone: 'UTC',
    ...UNCHANGED,
    currency: 'USD',
    segmentStartAt: at,
    anchorAt: at,
    quotaAnchorAt: at,
    periodIndex: 0,
    currentPeriodStartAt: at,
    currentPeriodEndAt: at,
    cancelAtPeriodEnd: false,
    cancelReason: null,
    canceledAt: null,
    revision: 1,
    createdAt: at,
    updatedAt: at,
    ...more,
  };
}

/** As keys are stored: of their text, or of the SHA-256 of it when they were imported. */
export const hashOf = (of: string | Uint8Array): Buffer => secrets.hmac(KEY_HASH_PURPOSE, of);

export function key(name: string, text: string, more: Partial<GatewayKey> = {}): GatewayKey {
  return {
    keyId: `key_${name}`,
    subscriptionId: `sub_${name}`,
    environment: 'live',
    state: 'active',
    expiresAt: null,
    restrictions: { allowedIps: [], scopes: [], routes: [] },
    imported: false,
    hash: hashOf(text),
    ...more,
  };
}

export function worldSource(world: World): EnforcementSource {
  type Selection = { readonly ids: readonly string[] } | { readonly after: string; readonly limit: number };
  const select = <T>(items: readonly T[], idOf: (item: T) => string, selection: Selection): T[] => {
    if ('ids' in selection) return items.filter((item) => selection.ids.includes(idOf(item)));
    const rest = items.filter((item) => idOf(item) > selection.after);
    return rest.sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1)).slice(0, selection.limit);
  };
  return {
    products: async (ids) => world.products.filter((one) => ids === undefined || ids.includes(one.productId)),
    subscriptions: async (selection) => select(world.subscriptions, (one) => one.id, selection),
    keys: async (selection) => select(world.keys, (one) => one.keyId, selection),
  };
}

export interface RigOptions {
  readonly workers?: number;
  readonly limits?: Partial<TransportLimits>;
  readonly allowPrivateUpstreams?: readonly string[];
  readonly trustedProxies?: readonly string[];
  readonly gatewayHosts?: readonly string[];
  readonly abuse?: Partial<AbuseSettings>;
  readonly diskReserveBytes?: number;
  readonly clock?: Clock;
  /** A TLS port with these certificates, beside the one without. */
  readonly tls?: CertificateSources;
}

/** Everybody who calls, with what is special about them. */
function createWorld(upstreamPort: number) {
  const world: World = { products: [product(upstreamPort)], subscriptions: [], keys: [] };
  const keys: Record<string, string> = {};
  const add = (
    name: string,
    plan: string,
    more: Partial<Subscription> = {},
    keyMore: Partial<GatewayKey> = {},
  ) => {
    const text = createKeyText(keyMore.environment ?? 'live');
    keys[name] = text;
    world.subscriptions.push(subscription(name, plan, more));
    world.keys.push(key(name, text, keyMore));
  };
  for (const version of versions) add(version.planSlug, version.planSlug);
  add('test', 'pro', {}, { environment: 'test' });
  add('overdue', 'pro', { state: 'past_due' });
  add('revoked', 'pro', {}, { state: 'revoked' });
  add('expired', 'pro', {}, { expiresAt: at });
  add('elsewhere', 'pro', { productId: 'prd_other' });
  return { world, keys, add };
}

export async function startRig(options: RigOptions = {}): Promise<Rig> {
  const upstream = await startTestUpstream();
  const { db, drop } = await testDatabase();
  const directory = mkdtempSync(join(tmpdir(), 'turnpike-gateway-'));
  const journalDirectory = join(directory, 'journal');
  const { world, keys, add } = createWorld(upstream.port);
  const enforcement = await startEnforcement({
    db,
    clock: options.clock ?? systemClock(),
    keyHmacKey: secrets.hmacKey(KEY_HASH_PURPOSE),
    workers: options.workers ?? 2,
    nodeId: 'node-test',
    journalDirectory,
    abuse: { action: 'alert', refusals: 1e6, addressesPerKey: 500, throttleSeconds: 300, ...options.abuse },
    log: silentLog,
    source: worldSource(world),
  });
  const limitHits: LimitHit[] = [];
  const gateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    tls: options.tls ? { port: 0, sources: options.tls } : null,
    authority: enforcement,
    signingKey: secrets.hmacKey(SIGNING_PURPOSE),
    journal: { directory: journalDirectory, fsync: 'off', diskReserveBytes: options.diskReserveBytes ?? 0 },
    limits: { bodyBytes: 1024 * 1024, upstreamHeadersMs: 1000, upstreamIdleMs: 2000, ...options.limits },
    allowPrivateUpstreams: options.allowPrivateUpstreams ?? ['127.0.0.0/8'],
    trustedProxies: options.trustedProxies ?? [],
    gatewayHosts: options.gatewayHosts ?? [],
    onLimitHits: (hits) => void limitHits.push(...hits),
    log: silentLog,
  });
  const change: Rig['change'] = async (topic, id, how) => {
    how();
    await db.transaction().execute((tx) => recordChange(tx, topic, id));
  };
  return {
    db,
    gateway,
    enforcement,
    upstream,
    world,
    journalDirectory,
    limitHits,
    keys,
    change,
    async setUpstream(upstream, more = {}) {
      await change('catalog', 'prd_items', () => {
        const before = world.products[0]!;
        world.products[0] = { ...before, upstream: { ...DEFAULT_UPSTREAM, ...upstream }, ...more };
      });
      await enforcement.catchUp();
    },
    async addSubscription(name, plan, more = {}) {
      add(name, plan, more);
      await change('subscription', `sub_${name}`, () => undefined);
      await change('key', `key_${name}`, () => undefined);
      await enforcement.catchUp();
      return keys[name]!;
    },
    journal: () => readJournal(journalDirectory),
    async stop() {
      await gateway.stop(2000);
      await enforcement.stop();
      await upstream.stop();
      await drop();
      rmSync(directory, { recursive: true });
    },
  };
}

/** The signing secret of the rig's key of this name. */
export function signingSecret(name: string): string {
  return signingSecretOf(secrets.hmacKey(SIGNING_PURPOSE), `key_${name}`);
}

export interface JournalContents {
  /** Calls that are over. */
  readonly complete: UsageRecord[];
  /** Calls that have only started, as a crash now would leave them. */
  readonly open: UsageRecord[];
}

/** What is on disk now. */
export function readJournal(directory: string): JournalContents {
  const complete: UsageRecord[] = [];
  const open: UsageRecord[] = [];
  for (const run of listRuns(directory)) {
    const cursor = new RunCursor(directory, run, { index: run.firstIndex, offset: 0 });
    for (let state = 'more'; state === 'more'; ) {
      const slice = cursor.read({ ...run, dead: false }, 10_000);
      complete.push(...slice.events);
      state = slice.state;
    }
    if (!cursor.ended) open.push(...cursor.end());
  }
  return { complete, open };
}

/** Polls until it holds: for what another thread does a moment later. */
export async function eventually(holds: () => boolean | Promise<boolean>, timeoutMs = 20_000): Promise<void> {
  const endMs = performance.now() + timeoutMs;
  while (!(await holds())) {
    if (performance.now() > endMs) throw new Error('It never came to hold');
    await sleep(20);
  }
}
