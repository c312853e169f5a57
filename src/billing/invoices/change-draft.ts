import { type Db, decimal, invalid, kernelProblems, newId, Problem } from '#kernel';
import { redraft } from './build-invoice.ts';
import type { Charge } from './charge.ts';
import type { CloseDeps } from './close-batch.ts';
import type { Invoice } from './invoice.ts';
import { type DraftRequest, lockDraft } from './lock-draft.ts';
import { planBatch } from './plan-batch.ts';
import { invoiceProblems } from './problems.ts';
import * as closeStore from './store-close.ts';
import { chargesOfDraft, productNamesOf, replaceDraft } from './store-drafts.ts';
import { claimFences } from './store-fences.ts';

export interface OneOffLine {
  readonly description: string;
  readonly amountMinor: bigint;
  readonly currency: string;
}

/** What a person adds to a draft, for or against the consumer. It is a charge like any other: if the draft is discarded, it waits. */
export async function addLine(
  tx: Db,
  deps: CloseDeps,
  request: DraftRequest & { line: OneOffLine },
): Promise<void> {
  const draft = await lockDraft(tx, request);
  const { line, at } = request;
  if (line.currency !== draft.currency) {
    throw invalid([{ pointer: '/currency', detail: `must be ${draft.currency}, as the invoice is` }]);
  }
  const before = await chargesOfDraft(tx, draft);
  const charge: Charge = {
    subscriptionId: draft.subscriptionId,
    kind: 'one_off',
    itemKey: newId('one'),
    period: draft.period,
    sequence: 1,
    planVersionId: before[0]!.planVersionId,
    currency: draft.currency,
    quantity: decimal(1),
    amountMinor: line.amountMinor,
    highestBatch: null,
    description: line.description,
    unit: 'item',
    explanation: { model: 'one_off' },
  };
  await rewrite(tx, deps, draft, [...before, charge], at);
  await closeStore.insertCharges(tx, [charge], () => draft.id, at);
}

/**
 * Rates again what the draft bills: what has changed since comes on as further lines, and what waited for an invoice. Usage
 * of the present period counts where the draft was made within it.
 */
export async function refreshDraft(tx: Db, deps: CloseDeps, request: DraftRequest): Promise<void> {
  const { at } = request;
  const draft = await lockDraft(tx, request);
  const id = draft.subscriptionId;
  if ((await claimFences(tx, [id])).length === 0) {
    throw new Problem(kernelProblems.unavailable, { detail: 'The subscription is being billed.' });
  }
  const isWithin = Temporal.Instant.compare(at, draft.period.endAt) < 0;
  const soFar = draft.cause === 'early' || draft.cause === 'threshold';
  const mode = soFar && isWithin ? 'early' : 'late';
  const plan = await planBatch(tx, deps.sources, deps.defaults, { ids: [id], mode, at });
  const charges = plan.planned.flatMap((one) => one.plan.charges);
  const isOwn = (charge: Charge) => charge.amountMinor !== 0n && charge.currency === draft.currency;
  const carried = ((await closeStore.carriedCharges(tx, [id])).get(id) ?? []).filter(isOwn);
  const added = [...charges.filter(isOwn), ...carried];
  if (added.length > 0) await rewrite(tx, deps, draft, [...(await chargesOfDraft(tx, draft)), ...added], at);
  await closeStore.insertCharges(tx, charges, (charge) => (isOwn(charge) ? draft.id : null), at);
  await closeStore.takeUpCarried(
    tx,
    carried.map((item) => ({ item, invoiceId: draft.id })),
  );
}

async function rewrite(
  tx: Db,
  deps: CloseDeps,
  draft: Invoice,
  lines: readonly Charge[],
  at: Temporal.Instant,
): Promise<void> {
  const netMinor = lines.reduce((sum, line) => sum + line.amountMinor, 0n);
  if (netMinor <= 0n) throw new Problem(invoiceProblems.draftNotPositive);
  const question = { parties: [draft], planVersionIds: lines.map((line) => line.planVersionId) };
  await replaceDraft(
    tx,
    redraft(
      draft,
      { lines, productNames: await productNamesOf(tx, draft) },
      await deps.taxes(tx, question),
      at,
    ),
  );
}
