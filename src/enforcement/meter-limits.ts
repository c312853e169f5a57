/**
 * What a meter that is not built in has counted, by the SQL that invoices are made with, against what the plan gives of
 * it. From the usage store, so it is remembered for a second: whoever asks before each call asks memory.
 */
import { meterDefinitions } from '#catalog';
import { type Db, type Decimal, decimal, type UsageDb } from '#kernel';
import { type AskedMeter, type MeterWindow, readMeters } from '#metering';
import { type MeterDefinition, meterNamed } from '#rating';
import { subscriptionsByIds } from '#subscriptions';
import { monotonicMs } from './admission/index.ts';
import type { Entitlement } from './entitlements.ts';

export interface MeterState {
  readonly subscriptionId: string;
  readonly productId: string;
  /** Of the present billing period. */
  readonly startAt: Temporal.Instant;
  readonly endAt: Temporal.Instant;
  readonly quantity: Decimal;
  /** The feature of the meter's key; null where the plan says no number, and so no limit. */
  readonly limit: Decimal | null;
  readonly active: boolean;
}

const KEEP_MS = 1000;
const MOST_CONSUMERS = 10_000;
const MOST_QUESTIONS = 100;

interface Kept {
  readonly untilMs: number;
  readonly answer: Promise<MeterState[] | null>;
}

export class MeterLimits {
  readonly #usageDb: UsageDb;
  /** By consumer, then by what was asked. */
  readonly #kept = new Map<string, Map<string, Kept>>();

  constructor(usageDb: UsageDb) {
    this.#usageDb = usageDb;
  }

  /** Null when none of the consumer's providers has such a meter. `entitlements` are those of the product, when one is asked about. */
  read(
    db: Db,
    asked: { organizationId: string; meter: string; product: string | null },
    entitlements: () => readonly Entitlement[],
  ): Promise<MeterState[] | null> {
    const nowMs = monotonicMs();
    const name = JSON.stringify([asked.meter, asked.product]);
    let own = this.#kept.get(asked.organizationId);
    const known = own?.get(name);
    if (known !== undefined && nowMs < known.untilMs) return known.answer;
    if (own === undefined || own.size >= MOST_QUESTIONS) {
      if (this.#kept.size >= MOST_CONSUMERS) this.#kept.clear();
      own = new Map();
      this.#kept.set(asked.organizationId, own);
    }
    const answer = meterStates(db, this.#usageDb, asked.meter, entitlements());
    const kept = { untilMs: nowMs + KEEP_MS, answer };
    own.set(name, kept);
    answer.catch(() => own.delete(name));
    return answer;
  }

  forget(organizationId: string): void {
    this.#kept.delete(organizationId);
  }
}

/** One query each to find the periods and the definitions, and one that counts, however many subscriptions there are. */
async function meterStates(
  db: Db,
  usageDb: UsageDb,
  key: string,
  entitlements: readonly Entitlement[],
): Promise<MeterState[] | null> {
  const definitionOf = await definitions(db, key, entitlements);
  const metered = entitlements.filter((one) => definitionOf.has(one));
  if (metered.length === 0) return null;
  const held = await subscriptionsByIds(
    db,
    metered.map((one) => one.subscription.id),
  );
  const windows = new Map<Entitlement, MeterWindow>();
  for (const one of metered) {
    const subscription = held.get(one.subscription.id);
    if (subscription === undefined) continue;
    const { currentPeriodStartAt: startAt, currentPeriodEndAt: endAt, timeZone } = subscription;
    windows.set(one, { subscriptionId: subscription.id, startAt, endAt, timeZone });
  }
  const bySame = Map.groupBy(windows, ([one]) => JSON.stringify(definitionOf.get(one)));
  const asked = Array.from(
    bySame.values(),
    (same): AskedMeter => ({
      question: { meter: definitionOf.get(same[0]![0])!, variants: [], eventTerms: [] },
      windows: same.map(([, window]) => window),
    }),
  );
  const readings = await readMeters(usageDb, { asked, session: 'dashboard' });
  return Array.from(windows, ([one, window]) => ({
    subscriptionId: one.subscription.id,
    productId: one.subscription.productId,
    startAt: window.startAt,
    endAt: window.endAt,
    quantity: readings.get(window)![0]!.quantity,
    limit: limitOf(one, key),
    active: one.active,
  }));
}

/** As the plan version keeps it where that prices the meter, otherwise as the provider has it now. */
async function definitions(
  db: Db,
  key: string,
  entitlements: readonly Entitlement[],
): Promise<Map<Entitlement, MeterDefinition>> {
  const found = new Map<Entitlement, MeterDefinition>();
  for (const one of entitlements) {
    const price = one.subscription.plan?.terms.prices.find((item) => item.meter === key);
    if (price !== undefined) found.set(one, price.definition ?? meterNamed(key));
  }
  const others = entitlements.filter((one) => !found.has(one));
  if (others.length === 0) return found;
  const providers = [...new Set(others.map((one) => one.subscription.providerId))];
  const defined = await meterDefinitions(db, providers, key);
  for (const one of others) {
    const meter = defined.get(one.subscription.providerId);
    if (meter === undefined) continue;
    if (meter.productId === null || meter.productId === one.subscription.productId)
      found.set(one, meter.definition);
  }
  return found;
}

function limitOf({ features }: Entitlement, key: string): Decimal | null {
  const value = Object.hasOwn(features, key) ? features[key] : undefined;
  return typeof value === 'number' ? decimal(String(value)) : null;
}

/** True where nothing more may be used of it. */
export function isUsedUp({ quantity, limit }: MeterState): boolean {
  return limit !== null && quantity.gte(limit);
}

/** As with quotas: none of the active subscriptions that have the meter leaves any of it. */
export function isMeterExceeded(states: readonly MeterState[]): boolean {
  const active = states.filter((one) => one.active);
  return active.length > 0 && active.every(isUsedUp);
}
