import { type Db, inTransaction, type TimeScope } from '#kernel';
import type { CloseDeps } from './close-batch.ts';
import type { Invoice } from './invoice.ts';
import { announceIssued, bookIssued, numberInvoices } from './issue.ts';
import { type DraftRequest, lockDraft } from './lock-draft.ts';
import { settingsOf } from './settings.ts';
import { lockDueDrafts } from './store-drafts.ts';
import * as store from './store-invoices.ts';

/** Issues a draft: it gets its number and dates, is owed from now on, and does not change any more. */
export async function finalizeInvoice(tx: Db, deps: CloseDeps, request: DraftRequest): Promise<Invoice> {
  const draft = await lockDraft(tx, request);
  const [invoice] = await issueDrafts(tx, deps, [draft], request.at);
  return invoice!;
}

/**
 * Issues drafts whose grace is over, a batch a transaction. Any number of workers may do so at once; a draft that somebody
 * is changing right now is left for the next time.
 */
export async function finalizeDue(
  deps: CloseDeps,
  scope: TimeScope,
  { batchSize = 200, signal }: { batchSize?: number; signal?: AbortSignal | undefined } = {},
): Promise<number> {
  let count = 0;
  while (!signal?.aborted) {
    const issued = await inTransaction(deps.db, async (tx) => {
      const ids = await lockDueDrafts(tx, scope, batchSize);
      const drafts = (await store.findInvoices(tx, ids)).map(({ invoice }) => invoice);
      const invoices = await issueDrafts(tx, deps, drafts, scope.at);
      deps.failpoint('finalize.before_commit');
      return invoices.length;
    });
    count += issued;
    if (issued < batchSize) break;
  }
  return count;
}

async function issueDrafts(
  tx: Db,
  deps: CloseDeps,
  drafts: readonly Invoice[],
  at: Temporal.Instant,
): Promise<Invoice[]> {
  if (drafts.length === 0) return [];
  const providers = [...new Set(drafts.map((draft) => draft.providerId))];
  const settings = await settingsOf(tx, providers, deps.defaults);
  const organizations = await deps.sources.organizations(tx, providers);
  const sellerOf = (id: string) => ({ slug: organizations.slug(id), ...settings(id) });
  const invoices = await numberInvoices(tx, drafts, sellerOf, at);
  await store.markIssued(tx, invoices);
  await announceIssued(tx, invoices, at);
  const further = await deps.onIssued(tx, invoices, at);
  await bookIssued(tx, invoices, further, at);
  return invoices;
}
