/** A change with all that it means, as it is shown before anybody agrees to it. */
import { z } from 'zod';
import { compareTerms, type PlanTerms, type PlanVersionOfPlan } from '#catalog';
import { formatAmount, instantText } from '#kernel';
import { type PlannedChange, type Subscription, termsOf } from '#subscriptions';
import { explain } from './explain.ts';
import type { ChangeMoney, MoneyLine } from './preview-changes.ts';

const feature = z.union([z.boolean(), z.string(), z.number()]);
const quota = z.object({ units: z.number(), period: z.string(), alignment: z.string(), overage: z.string() });
const sideSchema = z.object({
  state: z.string(),
  plan_id: z.string(),
  plan: z.string(),
  plan_version_id: z.string(),
  quantity: z.int(),
  price: z.string().describe('Flat fee per interval'),
  interval: z.object({ unit: z.string(), count: z.int() }),
  period_start_at: z.string(),
  period_end_at: z.string(),
  features: z.record(z.string(), feature),
  quotas: z.array(quota),
  rate_limits: z.array(z.object({ limit: z.number(), window_seconds: z.number() })),
  concurrency: z.number().nullable(),
});
export type Side = z.output<typeof sideSchema>;

const lineSchema = z.object({
  description: z.string(),
  kind: z.string(),
  amount: z.string(),
  explanation: z.record(z.string(), z.unknown()),
});

export const previewSchema = z.object({
  kind: z.string(),
  effective_at: z.string().nullable().describe('null: when it is resumed'),
  restarts_cycle: z.boolean().describe('A new billing cycle begins with it'),
  currency: z.string(),
  lines: z.array(lineSchema),
  net: z.string(),
  tax: z.string(),
  due_now: z.string().describe('With tax, invoiced when it is accepted'),
  credit: z.string().describe('Taken off the next invoice'),
  next_billing_at: z.string().nullable(),
  next_invoice: z
    .object({ at: z.string(), lines: z.array(lineSchema), net: z.string() })
    .nullable()
    .describe('As far as it is known now: what will be used comes on top'),
  before: sideSchema,
  after: sideSchema.describe('Once it is in force'),
  differences: z.array(
    z.object({ pointer: z.string(), kind: z.string(), before: z.unknown(), after: z.unknown() }),
  ),
  explanation: z.array(z.string()),
});
export type Preview = z.output<typeof previewSchema>;

export type VersionsById = ReadonlyMap<string, PlanVersionOfPlan>;

/** The versions that `presentPreview` needs to know. */
export function versionIdsOf({ before, after }: PlannedChange): string[] {
  return [before, after].flatMap((one) => [one.planVersionId, one.scheduled?.planVersionId ?? []].flat());
}

export function presentPreview(planned: PlannedChange, money: ChangeMoney, versions: VersionsById): Preview {
  const { before, after, effectiveAt } = planned;
  const inForce = { ...after, ...after.scheduled };
  const [then, next] = [termsIn(before, versions), termsIn(inForce, versions)];
  const amount = (minor: bigint) => formatAmount({ minor, currency: money.currency });
  const lines = (of: readonly MoneyLine[]) =>
    of.map(({ description, kind, amountMinor, explanation }) => ({
      ...{ description, kind, amount: amount(amountMinor) },
      explanation: { ...explanation },
    }));
  const sides = { before: sideOf(before, then, versions), after: sideOf(inForce, next, versions) };
  return {
    kind: planned.kind,
    effective_at: effectiveAt && instantText(effectiveAt),
    restarts_cycle: planned.restartsCycle,
    currency: money.currency,
    lines: lines(money.lines),
    net: amount(money.netMinor),
    tax: amount(money.taxMinor),
    due_now: amount(money.dueMinor),
    credit: amount(money.creditMinor),
    next_billing_at: money.next && instantText(money.next.at),
    next_invoice: money.next && {
      at: instantText(money.next.at),
      lines: lines(money.next.lines),
      net: amount(money.next.netMinor),
    },
    ...sides,
    differences: compareTerms(then, next),
    explanation: explain(planned, money, sides),
  };
}

function termsIn(of: Subscription, versions: VersionsById): PlanTerms {
  return termsOf(of, versions.get(of.planVersionId)!);
}

function sideOf(of: Subscription, terms: PlanTerms, versions: VersionsById): Side {
  const version = versions.get(of.planVersionId)!;
  return {
    state: of.state,
    plan_id: of.planId,
    plan: version.planName,
    plan_version_id: of.planVersionId,
    quantity: of.quantity,
    price: terms.price,
    interval: terms.interval,
    period_start_at: instantText(of.currentPeriodStartAt),
    period_end_at: instantText(of.currentPeriodEndAt),
    features: terms.features,
    quotas: terms.quotas.map(({ units, period, alignment, overage }) => {
      const beyond =
        overage.mode === 'block'
          ? 'blocked'
          : `${overage.unit_price} ${terms.currency} each, ${overage.max_overage_units ?? 'any number'}`;
      return { units, period, alignment, overage: beyond };
    }),
    rate_limits: terms.rate_limits,
    concurrency: terms.concurrency,
  };
}
