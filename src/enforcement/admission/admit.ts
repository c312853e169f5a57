/**
 * May this call be forwarded? Memory only, and always in this order: key → key of another product →
 * subscription state → route → minimum plan → concurrency and rate windows → quota or overage. A refusal
 * consumes nothing.
 */
import { type CompiledProduct, type CompiledSnapshot, compileSnapshot } from './compiled-snapshot.ts';
import { createKeyHasher, type KeyHash, type KeyHasher } from './key-hash.ts';
import { type KeyRecord, type KeyTableMemory, KeyTableReader } from './key-table.ts';
import { type Charge, Limits, type Verdict } from './limits.ts';
import { type AdmissionProblem, admissionKinds, type RefusalKind } from './problem-kinds.ts';
import { type CallPolicies, callPolicies } from './rate-limit-headers.ts';
import { type RateMemory, RateTable } from './rate-table.ts';
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
  readonly time: SharedArrayBuffer;
}

/** The credential that the gateway found: none, a text, or several that contradict each other. */
export type Credential =
  | { readonly kind: 'none' }
  | { readonly kind: 'ambiguous' }
  | { readonly kind: 'key'; readonly text: string };

/** Plain facts of a call; nothing of HTTP beyond its method. */
export interface CallFacts {
  readonly credential: Credential;
  readonly method: string;
  readonly product: CompiledProduct;
  /** Path below the product's address, each segment decoded once. */
  readonly segments: readonly string[];
  readonly wallMs: number;
  readonly monotonicMs: number;
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
  readonly quotaPeriodStartMs: number;
  readonly admittedAtMs: number;
  /** Flat name, value list for the response. */
  readonly headers: string[];
  /** For `release` and `refund`. */
  readonly charge: Charge;
  /** For `whyEnded`. */
  readonly keyHash: KeyHash;
}

export interface Refusal {
  readonly kind: 'refuse';
  readonly problem: RefusalKind;
  readonly status: number;
  readonly detail: string | null;
  readonly headers: string[];
  readonly extensions: Readonly<Record<string, unknown>> | null;
}

export type Decision = Forward | Refusal;

const STATE_PROBLEMS: Record<SubscriptionState, AdmissionProblem | null> = {
  trialing: null,
  active: null,
  past_due: 'paymentOverdue',
  paused: 'subscriptionPaused',
  canceled: 'subscriptionEnded',
};
const CHALLENGE = ['WWW-Authenticate', 'Bearer realm="API key"'];

export class Admission {
  readonly #table: SubscriptionTable;
  readonly #keys: KeyTableReader;
  readonly #limits: Limits;
  readonly #hash: KeyHasher;
  #snapshot: CompiledSnapshot = compileSnapshot(EMPTY_SNAPSHOT);
  #policies = new Map<number, CallPolicies>();
  /** Of the key that was identified last. */
  #foundHash: KeyHash = [0, 0, 0, 0];

  constructor(memory: AdmissionMemory, worker: number, keyHmacKey: Uint8Array) {
    this.#table = new SubscriptionTable(memory.subscriptions, worker);
    this.#keys = new KeyTableReader(memory.keys);
    this.#limits = new Limits(this.#table, new RateTable(memory.rates, this.#table));
    this.#hash = createKeyHasher(keyHmacKey);
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

  admit(facts: CallFacts): Decision {
    const key = this.#identify(facts);
    if ('kind' in key) return key;
    const { slot, test, keyIndex } = key;
    if (this.#table.productOrdinal(slot) !== facts.product.ordinal) return refusal('keyOfAnotherProduct');
    const stateProblem = STATE_PROBLEMS[this.#table.state(slot)];
    if (stateProblem !== null) return refusal(stateProblem);
    if (facts.wallMs >= this.#table.endsAtMs(slot)) return refusal('subscriptionEnded');
    const match = matchRoute(facts.product.table, facts.method, facts.segments);
    if (match.kind === 'none') return refusal('routeNotFound');
    if (match.kind === 'method') return refusal('routeMethodNotAllowed', ['Allow', match.allow]);
    const plan = this.#snapshot.plans[this.#table.planOrdinal(slot)];
    if (plan === undefined) return refusal('reducedCapacity', ['Retry-After', '1']);
    const { route } = match;
    if (route.minimumTier !== null && plan.tier < route.minimumTier) return planRefusal(plan, route);
    return this.#charge(facts, route, plan, { slot, test, keyIndex });
  }

  /** The call is over, however it ended: its place among the concurrent calls is free. */
  release(decision: Forward): void {
    this.#limits.release(decision.charge);
  }

  /** The gateway failed the call itself: it has used nothing. `release` still has to be called. */
  refund(decision: Forward): void {
    this.#limits.refund(decision.charge, decision.quotaPeriodStartMs);
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
    if (wallMs >= key.expiresAtMs) return 'the key has expired';
    const { slot } = decision.caller;
    if (STATE_PROBLEMS[this.#table.state(slot)] !== null || wallMs >= this.#table.endsAtMs(slot))
      return 'the subscription does not include calls any more';
    return this.product(decision.product.address) === undefined ? 'the product was withdrawn' : null;
  }

  #identify(facts: CallFacts): KeyRecord | Refusal {
    const { credential } = facts;
    if (credential.kind === 'none') return refusal('keyMissing', CHALLENGE);
    if (credential.kind === 'ambiguous') return refusal('keyAmbiguous', CHALLENGE);
    const hash = this.#hash(credential.text);
    const record = hash === null ? null : this.#keys.find(hash);
    if (record === null) return refusal('keyInvalid', CHALLENGE);
    if (record.revoked) return refusal('keyRevoked', CHALLENGE);
    if (facts.wallMs >= record.expiresAtMs) return refusal('keyExpired', CHALLENGE);
    this.#foundHash = hash!;
    return record;
  }

  #charge(
    facts: CallFacts,
    route: SnapshotRoute,
    plan: SnapshotPlan,
    key: { slot: number; test: boolean; keyIndex: number },
  ): Decision {
    const policies = this.#policiesOf(plan, route);
    const { wallMs, monotonicMs } = facts;
    const { slot, test } = key;
    const charge: Charge = { slot, test, plan, policies, micros: route.weightMicros, wallMs, monotonicMs };
    const verdict = this.#limits.charge(charge);
    if (verdict.kind === 'uncountable') return refusal('reducedCapacity', ['Retry-After', '1']);
    if (verdict.kind === 'denied') return limitRefusal(facts.product, policies, verdict);
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
      quotaPeriodStartMs: verdict.periodStartMs,
      admittedAtMs: wallMs,
      headers,
      charge,
      keyHash: this.#foundHash,
    };
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

function refusal(
  problem: AdmissionProblem,
  headers: string[] = [],
  more: { status?: number; detail?: string; extensions?: Record<string, unknown> } = {},
): Refusal {
  const kind = admissionKinds[problem];
  return {
    kind: 'refuse',
    problem: kind,
    status: more.status ?? kind.status,
    detail: more.detail ?? null,
    headers,
    extensions: more.extensions ?? null,
  };
}

function planRefusal(plan: SnapshotPlan, route: SnapshotRoute): Refusal {
  const needed =
    route.minimumPlan === null ? 'a higher plan' : `the plan ${route.minimumPlan} or a higher one`;
  const extensions = { plan: plan.slug, minimum_plan: route.minimumPlan };
  return refusal('planForbidden', [], { detail: `This route needs ${needed}.`, extensions });
}

function limitRefusal(
  product: CompiledProduct,
  policies: CallPolicies,
  denied: Extract<Verdict, { kind: 'denied' }>,
): Refusal {
  const headers = rateHeaders(policies, denied.rateLimit);
  headers.push('Retry-After', String(denied.retrySeconds));
  const extensions = { 'violated-policies': [denied.policy], retry_after: denied.retrySeconds };
  if (denied.by !== 'quota') return refusal('rateLimited', headers, { extensions });
  return refusal('quotaExceeded', headers, { extensions, status: product.quotaDenialStatus });
}

function rateHeaders(policies: CallPolicies, rateLimit: string): string[] {
  return policies.text === '' ? [] : ['RateLimit-Policy', policies.text, 'RateLimit', rateLimit];
}
