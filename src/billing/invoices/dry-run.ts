import { z } from 'zod';
import { type Db, decimalText, formatAmount, Problem } from '#kernel';
import type { Charge } from './charge.ts';
import { type CloseDeps, type CloseRequest, draftInvoices } from './close-batch.ts';
import { type CloseOutcome, planBatch, reasonOf } from './plan-batch.ts';
import { type RunOrder, subscriptionsOf } from './request-run.ts';
import { setAsideReasons } from './store-fences.ts';

export interface Planned {
  readonly subscriptionId: string;
  readonly outcome: CloseOutcome['outcome'];
  readonly reason: string | null;
  readonly lines: readonly Charge[];
}

export interface DryRun {
  readonly plan: readonly Planned[];
  /** The last of them when there are more. */
  readonly nextId: string | null;
}

/** What a run would bill of the first subscriptions after the given one, and which it would set aside. Writes nothing. */
export async function dryRun(
  db: Db,
  deps: CloseDeps,
  order: RunOrder,
  { afterId, limit }: { readonly afterId: string; readonly limit: number },
): Promise<DryRun> {
  const found: string[] = [];
  for await (const page of subscriptionsOf(db, order, afterId)) {
    found.push(...page);
    if (found.length > limit) break;
  }
  const ids = found.slice(0, limit);
  const aside = await setAsideReasons(db, ids);
  const mode = order.closeCurrentPeriod ? 'early' : 'due';
  const request = { mode, at: order.at, leaveDraft: true, runId: null } as const;
  const plan = await planAll(db, deps, { ...request, ids: ids.filter((id) => !aside.has(id)) });
  const stand = [...aside].map(([subscriptionId, reason]) => setAside(subscriptionId, reason));
  return { plan: [...stand, ...plan], nextId: found.length > limit ? ids.at(-1)! : null };
}

/** Halved like a real batch when one of them cannot even be read. */
async function planAll(db: Db, deps: CloseDeps, request: CloseRequest): Promise<Planned[]> {
  const { ids } = request;
  try {
    return await planOnce(db, deps, request);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (ids.length === 1) return [setAside(ids[0]!, reasonOf(error))];
    const middle = Math.ceil(ids.length / 2);
    const first = await planAll(db, deps, { ...request, ids: ids.slice(0, middle) });
    return [...first, ...(await planAll(db, deps, { ...request, ids: ids.slice(middle) }))];
  }
}

async function planOnce(db: Db, deps: CloseDeps, request: CloseRequest): Promise<Planned[]> {
  const batch = await planBatch(db, deps.sources, deps.defaults, request);
  const { failed } = await draftInvoices(db, deps, batch, request);
  const failures = new Map(failed.map((one) => [one.subscriptionId, one.reason]));
  const refused = [...batch.refused].map(([subscriptionId, one]) => {
    return { subscriptionId, outcome: one.outcome, reason: 'reason' in one ? one.reason : null, lines: [] };
  });
  const planned = batch.planned.map(({ subscription: { id }, plan: { lines } }): Planned => {
    const failure = failures.get(id);
    if (failure !== undefined) return setAside(id, failure);
    const outcome = lines.length > 0 ? 'invoiced' : 'nothing_to_bill';
    return { subscriptionId: id, outcome, reason: null, lines };
  });
  return [...refused, ...planned];
}

function setAside(subscriptionId: string, reason: string): Planned {
  return { subscriptionId, outcome: 'set_aside', reason, lines: [] };
}

export const outcomeSchema = z.enum([
  'invoiced',
  'nothing_to_bill',
  'not_due',
  'waiting',
  'set_aside',
  'unknown',
  'busy',
]);

export const plannedSchema = z.object({
  subscription_id: z.string(),
  outcome: outcomeSchema,
  reason: z.string().nullable(),
  currency: z.string().nullable(),
  total: z.string().nullable(),
  lines: z.array(
    z.object({
      kind: z.string(),
      description: z.string(),
      quantity: z.string(),
      unit: z.string(),
      amount: z.string(),
    }),
  ),
});

const sumOf = (lines: readonly Charge[]) => lines.reduce((sum, line) => sum + line.amountMinor, 0n);

export function presentPlanned({ subscriptionId, outcome, reason, lines }: Planned) {
  const currency = lines[0]?.currency ?? null;
  return {
    subscription_id: subscriptionId,
    outcome,
    reason,
    currency,
    total: currency === null ? null : formatAmount({ minor: sumOf(lines), currency }),
    lines: lines.map((line) => ({
      kind: line.kind,
      description: line.description,
      quantity: decimalText(line.quantity),
      unit: line.unit,
      amount: formatAmount({ minor: line.amountMinor, currency: line.currency }),
    })),
  };
}

/** What a plan comes to in each currency, before taxes. */
export function totalsOf(plan: readonly Planned[]) {
  const billed = plan.filter((one) => one.lines.length > 0);
  const byCurrency = Map.groupBy(billed, (one) => one.lines[0]!.currency);
  return [...byCurrency].sort().map(([currency, own]) => {
    const minor = own.reduce((sum, one) => sum + sumOf(one.lines), 0n);
    return { currency, subscriptions: own.length, total: formatAmount({ minor, currency }) };
  });
}
