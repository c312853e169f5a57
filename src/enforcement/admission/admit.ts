/**
 * May this call be forwarded? Memory only, and always in this order: key → key of another product →
 * subscription state → route → minimum plan → what the key is limited to → concurrency and rate windows →
 * quota or overage → credit. A refusal consumes nothing.
 */
import type { QuotaMark } from '#metering/journal';
import type { KeyPlace, NamedKey } from './abuse-counters.ts';
import { type CompiledProduct, type CompiledSnapshot, compileSnapshot } from './compiled-snapshot.ts';
import { createForeignKeyHasher, createKeyHasher, type KeyHash, type KeyHasher } from './key-hash.ts';
import { type KeyRecord, type KeyTableMemory, KeyTableReader } from './key-table.ts';
import { type HitKind, type LimitHit, LimitHits } from './limit-hits.ts';
import { type Charge, type LateRefund, Limits } from './limits.ts';
import { type PlaceMemory, PlaceTable } from './place-table.ts';
import type { AdmissionProblem } from './problem-kinds.ts';
import { type CallPolicies, callPolicies } from './rate-limit-headers.ts';
import { type RateMemory, RateTable } from './rate-table.ts';
import {
  CHALLENGE,
  limitRefusal,
  planRefusal,
  type Refusal,
  rateHeaders,
  refusal,
  restrictionRefusal,
} from './refusals.ts';
import { matchRoute } from './route-matcher.ts';
import {
  EMPTY_SNAPSHOT,
  type GatewaySnapshot,
  MICROS_PER_UNIT,
  type SnapshotPlan,
  type SnapshotRoute,
} from './snapshot.ts';
import { type SubscriptionMemory, type SubscriptionState, SubscriptionTable } from './subscription-table.ts';

/** Everything that all workers and the control thread share. Plain, so that it can be posted. */
export interface AdmissionMemory {
  readonly keys: KeyTableMemory;
  readonly subscriptions: SubscriptionMemory;
  readonly rates: RateMemory;
  readonly throttles: SharedArrayBuffer;
  readonly places: PlaceMemory;
  readonly time: SharedArrayBuffer;
}

/** The credential that the gateway found: none, a text, or several that contradict each other. */
export type Credential =
  | { readonly kind: 'none' }
  | { readonly kind: 'ambiguous' }
  | {
      readonly kind: 'key';
      readonly text: string;
      /** What another place holds and the upstream would get: not of our form, but it may be an imported key. */
      readonly other?: string | null;
    };

/** Plain facts of a call; nothing of HTTP beyond its method. */
export interface CallFacts {
  readonly credential: Credential;
  readonly method: string;
  readonly product: CompiledProduct;
  /** Path below the product's address, each segment decoded once. */
  readonly segments: readonly string[];
  /** Who calls, after trusted proxies. */
  readonly clientAddress: string;
  /** Whom the product or the route lets in by address; null for everybody. */
  readonly permits: ((address: string) => boolean) | null;
  readonly wallMs: number;
  readonly monotonicMs: number;
  /** Asked once the key is known, before anything is charged: what else the caller has to show. Null for nothing. */
  readonly judgeKey?: ((keyId: string) => Refusal | null) | null;
}

export interface Caller {
  readonly subscriptionId: string;
  readonly consumerId: string;
  readonly keyId: string;
  readonly environment: 'live' | 'test';
  readonly slot: number;
}

export interface Forward {
  readonly kind: 'forward';
  readonly product: CompiledProduct;
  readonly route: SnapshotRoute;
  readonly plan: SnapshotPlan;
  readonly caller: Caller;
  readonly units: string;
  readonly overageUnits: string;
  /** What the call was counted against; overage is that of the first. */
  readonly quotas: readonly QuotaMark[];
  /** Real time. */
  readonly admittedAtMs: number;
  /** Flat name, value list for the response. */
  readonly headers: string[];
  /** For `release` and `refund`. */
  readonly charge: Charge;
  /** Its entry among the places on its route. */
  readonly place: number;
  /** For `refund`. */
  readonly revision: number;
  /** For `whyEnded`. */
  readonly keyHash: KeyHash;
}

export type Decision = Forward | Refusal;

const STATE_PROBLEMS: Record<SubscriptionState, AdmissionProblem | null> = {
  trialing: null,
  active: null,
  past_due: 'paymentOverdue',
  paused: 'subscriptionPaused',
  canceled: 'subscriptionEnded',
};
const HIT_KINDS = { concurrent: 'concurrency', rate: 'rate', quota: 'quota', credit: 'quota' } as const;

export class Admission {
  readonly #table: SubscriptionTable;
  readonly #keys: KeyTableReader;
  readonly #limits: Limits;
  readonly #hash: KeyHasher;
  readonly #foreignHash: KeyHasher;
  readonly #hits = new LimitHits();
  #lateRefunds: LateRefund[] = [];
  #snapshot: CompiledSnapshot = compileSnapshot(EMPTY_SNAPSHOT);
  #policies = new Map<number, CallPolicies>();
  /** Index -1 for none; one object, overwritten by each call. */
  readonly #lastKey = { keyIndex: -1, slot: -1 };
  /** Of the key that was identified last. */
  #foundHash: KeyHash = [0, 0, 0, 0];
  /** What time it is for the one whose key was identified last. */
  #ownMs = 0;

  constructor(memory: AdmissionMemory, worker: number, keyHmacKey: Uint8Array) {
    this.#table = new SubscriptionTable(memory.subscriptions, worker);
    this.#keys = new KeyTableReader(memory.keys);
    this.#limits = new Limits(
      this.#table,
      new RateTable(memory.rates, this.#table),
      new PlaceTable(memory.places, this.#table, worker),
    );
    this.#hash = createKeyHasher(keyHmacKey);
    this.#foreignHash = createForeignKeyHasher(keyHmacKey);
  }

  /** Takes in a new version; memory that grew comes with it and is adopted first. */
  update(snapshot: GatewaySnapshot | null, memory: AdmissionMemory): void {
    this.#keys.replace(memory.keys);
    this.#table.adopt(memory.subscriptions);
    if (snapshot === null) return;
    this.#snapshot = compileSnapshot(snapshot);
    this.#policies = new Map();
  }

  get version(): number {
    return this.#snapshot.version;
  }

  /** Key look-ups made so far. */
  get keyLookups(): number {
    return this.#keys.lookups;
  }

  product(address: string): CompiledProduct | undefined {
    return this.#snapshot.byAddress.get(address);
  }

  /** True while any product has a host name of its own. */
  get hasHosts(): boolean {
    return this.#snapshot.byHost.size > 0;
  }

  productOfHost(host: string): CompiledProduct | undefined {
    return this.#snapshot.byHost.get(host);
  }

  /** The key that the latest `admit` found, also when it then refused the call. */
  get lastKey(): KeyPlace | null {
    return this.#lastKey.keyIndex < 0 ? null : this.#lastKey;
  }

  nameKey({ keyIndex, slot }: KeyPlace): NamedKey {
    return { keyId: this.#keys.idOf(keyIndex), subscriptionId: this.#table.identity(slot).subscriptionId };
  }

  admit(facts: CallFacts): Decision {
    this.#lastKey.keyIndex = -1;
    const key = this.#identify(facts);
    if ('kind' in key) return key;
    const { slot, test, keyIndex, restricted } = key;
    if (this.#table.productOrdinal(slot) !== facts.product.ordinal) return refusal('keyOfAnotherProduct');
    const unproven = facts.judgeKey ? facts.judgeKey(this.#keys.idOf(keyIndex)) : null;
    if (unproven !== null) return unproven;
    const stateProblem = STATE_PROBLEMS[this.#table.state(slot)];
    if (stateProblem !== null) return refusal(stateProblem);
    if (this.#ownMs >= this.#table.endsAtMs(slot)) return refusal('subscriptionEnded');
    const match = matchRoute(facts.product.table, facts.method, facts.segments);
    if (match.kind === 'none') return refusal('routeNotFound');
    if (match.kind === 'method') return refusal('routeMethodNotAllowed', ['Allow', match.allow]);
    const plan = this.#snapshot.plans[this.#table.planOrdinal(slot)];
    if (plan === undefined) return refusal('reducedCapacity', ['Retry-After', '1']);
    const { route } = match;
    if (route.minimumTier !== null && plan.tier < route.minimumTier) return planRefusal(plan, route);
    if (facts.permits !== null && !facts.permits(facts.clientAddress)) return refusal('ipForbidden');
    if (route.closedTo === (test ? 'test' : 'live')) return refusal('wrongEnvironment');
    if (restricted) {
      const verdict = this.#keys.judge(keyIndex, facts.clientAddress, route);
      if (verdict !== null) return restrictionRefusal(verdict, facts.clientAddress, route);
    }
    return this.#charge(facts, route, plan, { slot, test, keyIndex });
  }

  /** The call is over, however it ended: its place among the concurrent calls is free. */
  release(decision: Forward): void {
    this.#limits.release(decision.charge, decision.place);
  }

  /** The gateway failed the call itself: it has used nothing. `release` still has to be called. */
  refund(decision: Forward): void {
    const { charge, quotas, revision } = decision;
    if (this.#limits.refund(charge, quotas, revision)) return;
    const { slot, test, micros } = charge;
    this.#lateRefunds.push({ slot, test, micros, quotas, revision });
  }

  /** Since the last time; the control thread has to take them back (`Registry.takeBack`). */
  takeLateRefunds(): LateRefund[] {
    const taken = this.#lateRefunds;
    if (taken.length > 0) this.#lateRefunds = [];
    return taken;
  }

  /** How often limits said no since the last time; null when they did not. */
  takeLimitHits(): { hits: LimitHit[]; uncounted: number } | null {
    return this.#hits.take();
  }

  /** The route that a call would take, whoever makes it. */
  routeOf(product: CompiledProduct, method: string, segments: readonly string[]): SnapshotRoute | null {
    const match = matchRoute(product.table, method, segments);
    return match.kind === 'route' ? match.route : null;
  }

  /**
   * Why a call that was admitted once and still goes on would be refused now; null while it would not. Looks
   * at key, subscription and product; limits were charged when it began.
   */
  whyEnded(decision: Forward, wallMs: number): string | null {
    const key = this.#keys.find(decision.keyHash);
    if (key === null || key.revoked) return 'the key was revoked';
    const { slot } = decision.caller;
    const nowMs = this.#table.ownMs(slot, wallMs);
    if (nowMs >= key.expiresAtMs) return 'the key has expired';
    if (STATE_PROBLEMS[this.#table.state(slot)] !== null || nowMs >= this.#table.endsAtMs(slot))
      return 'the subscription does not include calls any more';
    return this.product(decision.product.address) === undefined ? 'the product was withdrawn' : null;
  }

  #identify(facts: CallFacts): KeyRecord | Refusal {
    const { credential } = facts;
    if (credential.kind === 'none') return refusal('keyMissing', CHALLENGE);
    if (credential.kind === 'ambiguous') return refusal('keyAmbiguous', CHALLENGE);
    // First, because the record of a look-up is good until the next one.
    if (credential.other && this.#isForeignKey(credential.other)) return refusal('keyAmbiguous', CHALLENGE);
    const hash =
      this.#hash(credential.text) ?? (this.#keys.hasForeign ? this.#foreignHash(credential.text) : null);
    const record = hash === null ? null : this.#keys.find(hash);
    if (record === null) return refusal('keyInvalid', CHALLENGE);
    this.#lastKey.keyIndex = record.keyIndex;
    this.#lastKey.slot = record.slot;
    if (record.revoked) return refusal('keyRevoked', CHALLENGE);
    this.#ownMs = this.#table.ownMs(record.slot, facts.wallMs);
    if (this.#ownMs >= record.expiresAtMs) return refusal('keyExpired', CHALLENGE);
    this.#foundHash = hash!;
    return record;
  }

  #isForeignKey(text: string): boolean {
    const hash = this.#keys.hasForeign ? this.#foreignHash(text) : null;
    return hash !== null && this.#keys.find(hash) !== null;
  }

  #charge(
    facts: CallFacts,
    route: SnapshotRoute,
    plan: SnapshotPlan,
    key: { slot: number; test: boolean; keyIndex: number },
  ): Decision {
    const policies = this.#policiesOf(plan, route);
    const { monotonicMs } = facts;
    const { slot, test } = key;
    const wallMs = this.#ownMs;
    const { ordinal: routeOrdinal, weightMicros: micros } = route;
    const charge: Charge = { slot, test, policies, routeOrdinal, micros, wallMs, monotonicMs };
    const verdict = this.#limits.charge(charge);
    if (verdict.kind === 'uncountable') return refusal('reducedCapacity', ['Retry-After', '1']);
    if (verdict.kind === 'denied') {
      this.#note(facts.product, route, key, HIT_KINDS[verdict.by], verdict.violated[0]!);
      return limitRefusal(facts.product, policies, verdict);
    }
    if (verdict.crossed) this.#note(facts.product, route, key, 'overage', policies.quotas[0]!.name);
    const { subscriptionId, consumerId } = this.#table.identity(slot);
    const headers = rateHeaders(policies, verdict.rateLimit);
    if (verdict.overageMicros > 0) headers.push('X-Turnpike-Overage', unitsText(verdict.overageMicros));
    return {
      kind: 'forward',
      product: facts.product,
      route,
      plan,
      caller: {
        subscriptionId,
        consumerId,
        keyId: this.#keys.idOf(key.keyIndex),
        environment: test ? 'test' : 'live',
        slot,
      },
      units: route.weightText,
      overageUnits: verdict.overageMicros === 0 ? '0' : unitsText(verdict.overageMicros),
      quotas: verdict.quotas,
      admittedAtMs: facts.wallMs,
      headers,
      charge,
      place: verdict.place,
      revision: verdict.revision,
      keyHash: this.#foundHash,
    };
  }

  #note(
    product: CompiledProduct,
    route: SnapshotRoute,
    { slot, test, keyIndex }: { slot: number; test: boolean; keyIndex: number },
    kind: HitKind,
    policy: string,
  ): void {
    this.#hits.note({ keyIndex, routeOrdinal: route.ordinal, kind, policy }, () => {
      const { subscriptionId, consumerId } = this.#table.identity(slot);
      return {
        organizationId: consumerId,
        providerId: product.providerId,
        productId: product.id,
        subscriptionId,
        keyId: this.#keys.idOf(keyIndex),
        routeId: route.id,
        environment: test ? 'test' : 'live',
      };
    });
  }

  #policiesOf(plan: SnapshotPlan, route: SnapshotRoute): CallPolicies {
    // Ordinals stay far below 2^26, so the product of both is an exact number.
    const pair = plan.ordinal * 67_108_864 + route.ordinal;
    const known = this.#policies.get(pair);
    if (known !== undefined) return known;
    const policies = callPolicies(plan, route);
    this.#policies.set(pair, policies);
    return policies;
  }
}

/** Millionths of a unit as a decimal text. */
export function unitsText(micros: number): string {
  const whole = Math.floor(micros / MICROS_PER_UNIT);
  const rest = micros - whole * MICROS_PER_UNIT;
  if (rest === 0) return String(whole);
  return `${whole}.${String(rest).padStart(6, '0').replace(/0+$/, '')}`;
}
