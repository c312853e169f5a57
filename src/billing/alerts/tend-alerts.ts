/** Looks at quotas and costs, and says what reached a threshold since the last look. */
import { type Db, decimal, decimalText, emitAll, inTransaction, isSandbox } from '#kernel';
import { type CloseDeps, spentOf } from '../invoices/index.ts';
import { type AlertSettings, percentsReached, type Reached, USUAL } from './alert.ts';
import { alertReached } from './events.ts';
import * as store from './store.ts';

/** How much of a quota is used; the gateway's counters know it. */
export interface QuotaUsed {
  readonly subscriptionId: string;
  readonly organizationId: string;
  readonly quota: string;
  readonly used: number;
  readonly limit: number;
  readonly periodStartMs: number;
}

export interface AlertScope {
  /** One sandbox consumer, or (null) everybody else. */
  readonly organizationId: string | null;
  readonly at: Temporal.Instant;
  readonly quotaUse: (organizationId: string | null, leastShare: number) => readonly QuotaUsed[];
}

const SMALLEST_SHARE = 0.01;
/** Units have at most six decimals. */
const PLACES = 6;

export async function tendAlerts(deps: CloseDeps, scope: AlertScope): Promise<number> {
  const { db } = deps;
  const own = await store.ownSettings(db);
  const reached = [...quotasReached(scope, own), ...(await spendReached(deps, scope, own))];
  if (reached.length === 0) return 0;
  return inTransaction(db, (tx) => tell(tx, reached, scope.at));
}

async function tell(tx: Db, reached: readonly Reached[], at: Temporal.Instant): Promise<number> {
  const fresh = await store.insertAlerts(tx, reached, at);
  const facts = fresh.map(({ id, organizationId }) => ({
    payload: { alert_id: id, organization_id: organizationId },
    about: { organizationId, at },
  }));
  await emitAll(tx, alertReached, facts);
  return fresh.length;
}

function quotasReached(
  { organizationId, quotaUse }: AlertScope,
  own: ReadonlyMap<string, AlertSettings>,
): Reached[] {
  return quotaUse(organizationId, SMALLEST_SHARE).flatMap((one) => {
    const { quotaPercents } = own.get(one.organizationId) ?? USUAL;
    // Only the highest: whoever passes two at once is told of the one that matters.
    const percent = percentsReached(quotaPercents, one).at(-1);
    if (percent === undefined) return [];
    return {
      organizationId: one.organizationId,
      subscriptionId: one.subscriptionId,
      kind: 'quota' as const,
      subject: one.quota,
      threshold: BigInt(percent),
      periodStartAt: Temporal.Instant.fromEpochMilliseconds(one.periodStartMs),
      value: one.used.toFixed(PLACES),
      of: String(one.limit),
    };
  });
}

async function spendReached(
  deps: CloseDeps,
  { organizationId, at }: AlertScope,
  own: ReadonlyMap<string, AlertSettings>,
): Promise<Reached[]> {
  const reached: Reached[] = [];
  for (const [consumer, { spend }] of own) {
    const isWanted = organizationId === null ? !isSandbox(consumer) : consumer === organizationId;
    if (!isWanted || spend.length === 0) continue;
    for (const { subscription, currency, minor } of await spentOf(deps.db, deps, consumer, at)) {
      const passed = spend.filter((one) => one.currency === currency && minor >= one.amountMinor);
      const highest = passed.toSorted((a, b) => Number(a.amountMinor - b.amountMinor)).at(-1);
      if (!highest) continue;
      reached.push({
        ...{ organizationId: consumer, subscriptionId: subscription.id, kind: 'spend', subject: currency },
        ...{ threshold: highest.amountMinor, periodStartAt: subscription.period.startAt },
        ...{ value: minor.toString(), of: null },
      });
    }
  }
  return reached;
}

/** 8000.000000 → 8000. */
export function unitsText(value: string): string {
  return decimalText(decimal(value));
}
