import { type Db, emit } from '#kernel';
import { draftDiscarded } from './events.ts';
import type { Invoice } from './invoice.ts';
import { type DraftRequest, lockDraft } from './lock-draft.ts';
import { markDiscarded, releaseCharges } from './store-drafts.ts';

/**
 * A draft that shall not be issued. It never had a number, so that no series gets a gap; its charges go back to those that
 * wait for the subscription's next invoice: nothing of them is lost, and nothing billed twice.
 */
export async function discardDraft(tx: Db, request: DraftRequest): Promise<Invoice> {
  const draft = await lockDraft(tx, request);
  await releaseCharges(tx, draft.id);
  await markDiscarded(tx, draft.id);
  const payload = {
    invoice_id: draft.id,
    organization_id: draft.organizationId,
    provider_id: draft.providerId,
    subscription_id: draft.subscriptionId,
  };
  await emit(tx, draftDiscarded, payload, { organizationId: draft.providerId, at: request.at });
  return { ...draft, state: 'discarded', finalizeAt: null };
}
