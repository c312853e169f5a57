/**
 * For tests: a gateway node without its threads. Workers that admit by the tables of one registry, and the fold that
 * the journal of their calls gives; it can be killed and started again at any moment.
 */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { DEFAULT_ROUTE_UPSTREAM, DEFAULT_TRAFFIC, DEFAULT_UPSTREAM, planTermsSchema } from '#catalog';
import { decimal } from '#kernel';
import { type CallPhase, QuotaFold, type UsageRecord } from '#metering/journal';
import { createKeyText, UNCHANGED } from '#subscriptions';
import { Admission, type Forward, MICROS_PER_UNIT } from './admission/index.ts';
import { entitlementsOf } from './entitlements.ts';
import { Registry } from './registry.ts';
import { restoreCounters } from './restore-counters.ts';
import type { EnforcementSource, GatewayKey, GatewayProduct } from './source.ts';

type Version = GatewayProduct['plans'][number]['versions'][number];
export type Quota = Version['terms']['quotas'][number];
type Subscription = Awaited<ReturnType<EnforcementSource['subscriptions']>>[number];

export const WORKERS = 4;
export const WEIGHTS = ['1', '2.5', '0.000001', '7'];
const keyHmacKey = Buffer.alloc(32, 3);
const keyTexts = { live: createKeyText('live'), test: createKeyText('test') };
const environments = ['live', 'test'] as const;
const dates = {
  createdAt: Temporal.Instant.fromEpochMilliseconds(0),
  updatedAt: Temporal.Instant.fromEpochMilliseconds(0),
};

function versionOf(number: number, quotas: Quota[]): Version {
  return {
    ...{
      id: `plv_${number}`,
      planId: `pln_${number}`,
      productId: 'prd_1',
      planSlug: `p${number}`,
      planName: '',
    },
    ...{ tier: 0, number: 1, state: 'published', publishedAt: dates.createdAt, ...dates },
    terms: planTermsSchema.parse({ currency: 'EUR', interval: { unit: 'month' }, price: '0.00', quotas }),
  };
}

function productOf(versions: Version[]): GatewayProduct {
  const facts = { productId: 'prd_1', method: 'GET' as const, upstreamPath: null, protocol: 'http' as const };
  return {
    ...{ productId: 'prd_1', organizationId: 'org_p', providerSlug: 'p', slug: 'a', name: 'A', hosts: [] },
    ...{ state: 'published', upstreamUrl: 'https://api.example.com', quotaDenialStatus: 429 },
    ...{
      upstream: DEFAULT_UPSTREAM,
      proofSecrets: [],
      upstreamCredential: null,
      upstreamTls: null,
      traffic: DEFAULT_TRAFFIC,
    },
    routes: WEIGHTS.map((weight, index) => ({
      ...facts,
      ...{ id: `rte_${index}`, template: `/${index}`, weight: decimal(weight), minimumPlanId: null },
      ...{ rateLimits: [], concurrency: null, name: '', position: 0, description: '', sampleParameters: {} },
      ...{
        upstream: DEFAULT_ROUTE_UPSTREAM,
        traffic: null,
        requiredScope: null,
        environments: [...environments],
      },
    })),
    plans: versions.map((one) => ({
      ...{ planId: one.planId, slug: one.planSlug, name: '', tier: 0, versions: [one] },
    })),
  };
}

export interface QuotaWorld {
  readonly plans: Quota[][];
  readonly timeZone: string;
  readonly anchorAt: Temporal.Instant;
  readonly start: Temporal.Instant;
}

export interface InFlight {
  readonly decision: Forward;
  readonly worker: number;
  readonly id: string;
  readonly streaming: boolean;
}

export class QuotaNode {
  readonly world: QuotaWorld;
  readonly versions: Version[];
  now: Temporal.Instant;
  plan = 0;
  inFlight: InFlight[] = [];
  readonly resets = new Map<string, number>();
  #registry!: Registry;
  #workers: Admission[] = [];
  #fold = new QuotaFold();
  #run = 0;
  #calls = 0;

  constructor(world: QuotaWorld) {
    this.world = world;
    this.now = world.start;
    this.versions = world.plans.map((quotas, number) => versionOf(number, quotas));
    this.#boot();
  }

  #boot(): void {
    this.#registry = new Registry(WORKERS);
    this.#registry.replaceProducts([productOf(this.versions)]);
    this.describe();
    const keys: GatewayKey[] = environments.map((environment) => ({
      ...{
        keyId: `key_${environment}`,
        subscriptionId: 'sub_1',
        environment,
        state: 'active',
        expiresAt: null,
      },
      ...{ restrictions: { allowedIps: [], scopes: [], routes: [] }, imported: false },
      hash: createHmac('sha256', keyHmacKey).update(keyTexts[environment]).digest(),
    }));
    this.#registry.reserve([], keys);
    this.#registry.applyKeys(keys);
    restoreCounters(this.#registry, this.#fold.entries(), this.now);
    this.#registry.countedBefore = this.#fold;
    this.#workers = Array.from({ length: WORKERS }, (_, worker) => {
      const admission = new Admission(this.#registry.memory, worker, keyHmacKey);
      admission.update(this.#registry.snapshot, this.#registry.memory);
      return admission;
    });
  }

  /** As a change of the subscription comes to the gateway. */
  describe(): void {
    const subscription: Subscription = {
      ...{ id: 'sub_1', organizationId: 'org_c', providerOrganizationId: 'org_p', productId: 'prd_1' },
      ...{ planId: `pln_${this.plan}`, planVersionId: `plv_${this.plan}`, state: 'active', periodIndex: 0 },
      ...{ timeZone: this.world.timeZone, anchorAt: this.now, revision: 1, ...dates },
      ...{ currentPeriodStartAt: this.now, currentPeriodEndAt: this.now, cancelAtPeriodEnd: false },
      ...{ cancelReason: null, canceledAt: null, ...UNCHANGED, currency: 'EUR', segmentStartAt: this.now },
      quotaAnchorAt: this.world.anchorAt,
    };
    this.#registry.reserve([subscription], []);
    this.#registry.applyResets(new Map([['sub_1', this.resets]]));
    this.#registry.applySubscriptions([subscription], this.now);
  }

  get quotas(): Quota[] {
    return this.world.plans[this.plan]!;
  }

  advance(ms: number): void {
    this.now = this.now.add({ milliseconds: ms });
    this.#registry.rollCalendars(this.now);
  }

  admit(worker: number, route: number, environment: 'live' | 'test'): Forward | null {
    const admission = this.#workers[worker]!;
    const decision = admission.admit({
      ...{
        credential: { kind: 'key', text: keyTexts[environment] },
        method: 'GET',
        segments: [String(route)],
      },
      ...{ clientAddress: '192.0.2.1', permits: null, monotonicMs: 0, product: admission.product('/p/a')! },
      wallMs: this.now.epochMilliseconds,
    });
    if (decision.kind === 'forward') return decision;
    assert.match(decision.problem.type, /quota-exceeded$/);
    return null;
  }

  begin(decision: Forward, worker: number, streaming: boolean): void {
    this.#calls += 1;
    const call = { decision, worker, streaming, id: `req_${this.#calls}` };
    this.inFlight.push(call);
    if (streaming) this.#record(call, 'start');
  }

  end(call: InFlight): void {
    this.#record(call, call.streaming ? 'end' : 'complete');
    this.#workers[call.worker]!.release(call.decision);
  }

  refund(call: InFlight): void {
    this.#workers[call.worker]!.refund(call.decision);
    this.#workers[call.worker]!.release(call.decision);
  }

  #record({ decision, id }: InFlight, kind: CallPhase): void {
    const { units, quotas, caller } = decision;
    const { environment } = caller;
    const record: UsageRecord = {
      ...{ kind, connection: null, source: 'gateway', id, eventType: 'request', routeId: 'rte_1' },
      ...{
        organizationId: 'org_c',
        providerId: 'org_p',
        productId: 'prd_1',
        planVersionId: null,
        keyId: null,
      },
      ...{
        subscriptionId: 'sub_1',
        environment,
        timestampMs: 0,
        units,
        overageUnits: '0',
        quotas,
        value: '1',
      },
      ...{
        method: 'GET',
        status: 200,
        latencyMs: 1,
        upstreamLatencyMs: 1,
        requestBytes: 0,
        responseBytes: 0,
      },
      ...{ interrupted: false, path: '/', ip: null, userAgent: null, error: null, properties: null },
    };
    this.#fold.add(record, `run${this.#run}`);
  }

  /** As workers do it once a second. */
  keepHouse(): void {
    for (const worker of this.#workers) this.#registry.takeBack(worker.takeLateRefunds(), this.now);
  }

  /** As the checkpoint does it once a second. */
  checkpoint(): void {
    this.keepHouse();
    for (const use of this.#registry.takeCarried()) this.#fold.carry(use);
    this.#fold = QuotaFold.fromPieces(JSON.parse(JSON.stringify([...this.#fold.pieces()])));
    this.#registry.countedBefore = this.#fold;
  }

  /** SIGKILL and start: what was in flight and not yet in the journal is gone. */
  kill(): void {
    this.#fold.endRun(`run${this.#run}`);
    this.#run += 1;
    this.inFlight = [];
    this.#boot();
  }

  used(): number[] {
    const [entitlement] = entitlementsOf(this.#registry, 'org_c', null, this.now.epochMilliseconds);
    return entitlement!.quotas.map((quota) => Math.round(quota.used * MICROS_PER_UNIT));
  }
}
