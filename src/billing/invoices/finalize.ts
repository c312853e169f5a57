import { type Db, notFound, Problem } from '#kernel';
import type { CloseDeps } from './close-batch.ts';
import type { Invoice } from './invoice.ts';
import { announceIssued, bookIssued, numberInvoices } from './issue.ts';
import { invoiceProblems } from './problems.ts';
import { settingsOf } from './settings.ts';
import * as store from './store-invoices.ts';

/** Issues a draft: it gets its number and dates, is owed from now on, and does not change any more. */
export async function finalizeInvoice(
  tx: Db,
  deps: CloseDeps,
  request: { id: string; providerId: string | null; at: Temporal.Instant },
): Promise<Invoice> {
  const { id, providerId, at } = request;
  const draft = await store.lockInvoice(tx, id);
  if (!draft || (providerId !== null && draft.providerId !== providerId)) throw notFound('invoice');
  if (draft.state === 'issued') throw new Problem(invoiceProblems.invoiceNotDraft);
  const settings = (await settingsOf(tx, [draft.providerId], deps.defaults))(draft.providerId);
  const slug = (await deps.sources.organizations(tx, [draft.providerId])).slug(draft.providerId);
  const [invoice] = await numberInvoices(tx, [draft], () => ({ slug, ...settings }), at);
  await store.markIssued(tx, invoice!);
  await announceIssued(tx, [invoice!], at);
  const further = await deps.onIssued(tx, [invoice!], at);
  await bookIssued(tx, [invoice!], further, at);
  return invoice!;
}
