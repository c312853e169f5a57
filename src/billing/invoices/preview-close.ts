/** What a close of subscriptions, as they are or would be, comes to. Nothing is written. */
import type { Db } from '#kernel';
import type { BillableSubscription } from './billable.ts';
import type { Billed } from './charge.ts';
import { type CloseDeps, draftInvoices } from './close-batch.ts';
import type { InvoiceDraft } from './invoice.ts';
import { type CloseMode, planBatch } from './plan-batch.ts';
import type { ClosePlan } from './plan-close.ts';

export interface ClosePreview {
  readonly plan: ClosePlan;
  /** Without a number; null when there is nothing to invoice. */
  readonly invoice: InvoiceDraft | null;
  /** What was billed before, by item. */
  readonly billed: ReadonlyMap<string, Billed>;
}

export interface ClosePreviews {
  readonly of: ReadonlyMap<string, ClosePreview>;
  /** Why some cannot be billed, by subscription. */
  readonly refused: ReadonlyMap<string, string>;
}

export async function previewCloses(
  db: Db,
  deps: CloseDeps,
  subscriptions: readonly BillableSubscription[],
  { mode, at }: { readonly mode: CloseMode; readonly at: Temporal.Instant },
): Promise<ClosePreviews> {
  const known = new Map(subscriptions.map((one) => [one.id, one]));
  // What is not complete yet is shown as far as it is.
  const sources = { ...deps.sources, subscriptions: async () => known, usageCompleteUntil: async () => null };
  const request = { ids: [...known.keys()], mode, at, leaveDraft: true, runId: null };
  const plan = await planBatch(db, sources, deps.defaults, request);
  const { drafts, failed } = await draftInvoices(db, { ...deps, sources }, plan, request);
  const invoices = new Map(drafts.map((draft) => [draft.subscriptionId, draft]));
  const refused = new Map(failed.map(({ subscriptionId, reason }) => [subscriptionId, reason]));
  for (const [id, outcome] of plan.refused) if ('reason' in outcome) refused.set(id, outcome.reason);
  const previews = plan.planned.map((one) => {
    const { id } = one.subscription;
    const { billed } = one.input;
    return [id, { plan: one.plan, invoice: invoices.get(id) ?? null, billed }] as const;
  });
  return { of: new Map(previews), refused };
}
