import { type Db, notFound, Problem } from '#kernel';
import type { Invoice } from './invoice.ts';
import { invoiceProblems } from './problems.ts';
import { lockInvoice } from './store-invoices.ts';

export interface DraftRequest {
  readonly id: string;
  /** Who asks must be the seller; null: the operator, who may ask for any. */
  readonly providerId: string | null;
  readonly at: Temporal.Instant;
}

/** The draft, held until the transaction ends: issuing, changing and discarding one stand in line. */
export async function lockDraft(tx: Db, { id, providerId }: DraftRequest): Promise<Invoice> {
  const draft = await lockInvoice(tx, id);
  if (!draft || (providerId !== null && draft.providerId !== providerId)) throw notFound('invoice');
  if (draft.state === 'discarded') throw new Problem(invoiceProblems.invoiceDiscarded);
  if (draft.state === 'issued') throw new Problem(invoiceProblems.invoiceNotDraft);
  return draft;
}
