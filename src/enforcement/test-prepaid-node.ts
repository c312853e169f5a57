/**
 * For tests: a gateway node without its threads whose subscriptions pay in advance. Its workers admit by the tables of one
 * registry, credit comes from real wallets; it can be killed and started again at any moment.
 */
import { createHmac } from 'node:crypto';
import { DEFAULT_ROUTE_UPSTREAM, DEFAULT_TRAFFIC, DEFAULT_UPSTREAM, planTermsSchema } from '#catalog';
import { type Clock, type Db, decimal } from '#kernel';
import { QuotaFold, type UsageRecord } from '#metering/journal';
import { createKeyText, UNCHANGED } from '#subscriptions';
import { Admission, type Decision, type Forward } from './admission/index.ts';
import { PrepaidDesk } from './prepaid-desk.ts';
import { Registry } from './registry.ts';
import { restoreCounters } from './restore-counters.ts';
import type { GatewayKey, GatewayProduct, Subscription } from './source.ts';

type Version = GatewayProduct['plans'][number]['versions'][number];

const WORKERS = 4;
const keyHmacKey = Buffer.alloc(32, 3);
const epoch = Temporal.Instant.fromEpochMilliseconds(0);
const dates = { createdAt: epoch, updatedAt: epoch };
const environments = ['live', 'test'] as const;

function versionOf(unitPrice: string): Version {
  return {
    ...{ id: `plv_${unitPrice}`, planId: `pln_${unitPrice}`, productId: 'prd_1', planSlug: unitPrice },
    ...{ planName: '', tier: 0, number: 1, state: 'published', publishedAt: epoch, ...dates },
    terms: planTermsSchema.parse({
      ...{ currency: 'USD', interval: { unit: 'month' }, price: '0.00' },
      prepaid: unitPrice === 'none' ? null : { unit_price: unitPrice },
    }),
  };
}

function productOf(versions: readonly Version[], weights: readonly string[]): GatewayProduct {
  return {
    ...{ productId: 'prd_1', organizationId: 'org_p', providerSlug: 'p', slug: 'a', name: 'A', hosts: [] },
    ...{ state: 'published', upstreamUrl: 'https://api.example.com', quotaDenialStatus: 429 },
    ...{ upstream: DEFAULT_UPSTREAM, proofSecrets: [], upstreamCredential: null, upstreamTls: null },
    traffic: DEFAULT_TRAFFIC,
    routes: weights.map((weight, index) => ({
      ...{ productId: 'prd_1', method: 'GET' as const, upstreamPath: null, protocol: 'http' as const },
      ...{ id: `rte_${index}`, template: `/${index}`, weight: decimal(weight), minimumPlanId: null },
      ...{ rateLimits: [], concurrency: null, name: '', position: 0, description: '', sampleParameters: {} },
      ...{ upstream: DEFAULT_ROUTE_UPSTREAM, traffic: null, requiredScope: null },
      environments: [...environments],
    })),
    plans: versions.map((one) => {
      return { planId: one.planId, slug: one.planSlug, name: '', tier: 0, versions: [one] };
    }),
  };
}

export interface PrepaidSubscription {
  readonly id: string;
  readonly organizationId: string;
  /** `none`: a plan that is not paid in advance. */
  unitPrice: string;
  state: Subscription['state'];
}

export class PrepaidNode {
  readonly #deps: { db: Db; clock: Clock; nodeId: string };
  readonly #product: GatewayProduct;
  readonly subscriptions: PrepaidSubscription[];
  readonly #keys = new Map<string, { live: string; test: string }>();
  #fold = new QuotaFold();
  #registry!: Registry;
  #workers: Admission[] = [];
  #calls = 0;
  desk!: PrepaidDesk;

  constructor(
    deps: { db: Db; clock: Clock; nodeId: string },
    subscriptions: PrepaidSubscription[],
    { prices, weights }: { prices: readonly string[]; weights: readonly string[] },
  ) {
    this.#deps = deps;
    this.subscriptions = subscriptions;
    this.#product = productOf(prices.map(versionOf), weights);
    for (const { id } of subscriptions)
      this.#keys.set(id, { live: createKeyText('live'), test: createKeyText('test') });
  }

  /** As `startEnforcement` does it. */
  async start(): Promise<void> {
    const { clock } = this.#deps;
    this.#registry = new Registry(WORKERS);
    this.#registry.replaceProducts([this.#product]);
    this.describe();
    const keys = this.subscriptions.flatMap(({ id }) => environments.map((one) => this.#key(id, one)));
    this.#registry.reserve([], keys);
    this.#registry.applyKeys(keys);
    this.desk = new PrepaidDesk({ ...this.#deps, registry: this.#registry });
    await this.desk.load();
    restoreCounters(this.#registry, this.#fold.entries(), clock.now());
    this.#registry.countedBefore = this.#fold;
    this.#workers = Array.from({ length: WORKERS }, (_, worker) => {
      const admission = new Admission(this.#registry.memory, worker, keyHmacKey);
      admission.update(this.#registry.snapshot, this.#registry.memory);
      return admission;
    });
    await this.desk.pass();
  }

  #key(subscriptionId: string, environment: 'live' | 'test'): GatewayKey {
    const text = this.#keys.get(subscriptionId)![environment];
    return {
      ...{ keyId: `key_${subscriptionId}_${environment}`, subscriptionId, environment, state: 'active' },
      ...{ expiresAt: null, restrictions: { allowedIps: [], scopes: [], routes: [] }, imported: false },
      hash: createHmac('sha256', keyHmacKey).update(text).digest(),
    };
  }

  /** As changes of subscriptions come to the gateway. */
  describe(): void {
    const now = this.#deps.clock.now();
    const all = this.subscriptions.map((one): Subscription => {
      return {
        ...{ id: one.id, organizationId: one.organizationId, providerOrganizationId: 'org_p' },
        ...{ productId: 'prd_1', planId: `pln_${one.unitPrice}`, planVersionId: `plv_${one.unitPrice}` },
        ...{
          ...UNCHANGED,
          state: one.state,
          currency: 'USD',
          timeZone: 'UTC',
          anchorAt: epoch,
          quotaAnchorAt: epoch,
          periodIndex: 0,
        },
        ...{ currentPeriodStartAt: now, currentPeriodEndAt: now, segmentStartAt: now, revision: 1, ...dates },
        ...{ cancelAtPeriodEnd: false, cancelReason: null, canceledAt: null },
      };
    });
    this.#registry.reserve(all, []);
    this.#registry.applySubscriptions(all, now);
  }

  ask(
    subscription: number,
    worker: number,
    { route = 0, environment = 'live' as 'live' | 'test' } = {},
  ): Decision {
    const admission = this.#workers[worker % WORKERS]!;
    const text = this.#keys.get(this.subscriptions[subscription]!.id)![environment];
    return admission.admit({
      ...{ credential: { kind: 'key', text }, method: 'GET', segments: [String(route)], permits: null },
      ...{ clientAddress: '192.0.2.1', monotonicMs: 0, product: admission.product('/p/a')! },
      wallMs: this.#deps.clock.now().epochMilliseconds,
    });
  }

  /** A whole call: admitted, answered and in the journal. */
  call(
    subscription: number,
    worker: number,
    more: { route?: number; environment?: 'live' | 'test' } = {},
  ): boolean {
    const decision = this.ask(subscription, worker, more);
    if (decision.kind !== 'forward') return false;
    this.finish(decision, worker);
    return true;
  }

  finish(decision: Forward, worker: number): void {
    this.#workers[worker % WORKERS]!.release(decision);
    this.#fold.add(this.#record(decision), 'run');
  }

  refund(decision: Forward, worker: number): void {
    this.#workers[worker % WORKERS]!.refund(decision);
    this.#workers[worker % WORKERS]!.release(decision);
  }

  #record({ units, quotas, caller }: Forward): UsageRecord {
    this.#calls += 1;
    return {
      ...{
        kind: 'complete',
        connection: null,
        source: 'gateway',
        id: `req_${this.#calls}`,
        eventType: 'request',
      },
      ...{ organizationId: caller.consumerId, providerId: 'org_p', productId: 'prd_1', routeId: 'rte_0' },
      ...{ planVersionId: null, keyId: null, subscriptionId: caller.subscriptionId, timestampMs: 0 },
      ...{ environment: caller.environment, units, overageUnits: '0', quotas, value: '1' },
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
  }
}
