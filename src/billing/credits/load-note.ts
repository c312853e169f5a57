import { type Call, type Db, notFound } from '#kernel';
import { type BillingDocument, logoOf, settingsAt } from '../documents/index.ts';
import { findInvoice, invoiceLines } from '../invoices/index.ts';
import type { CreditNote } from './credit-note.ts';
import { documentOfNote } from './of-credit-note.ts';
import { findNote } from './store-notes.ts';

type Viewer = Pick<Call<unknown, unknown, unknown>, 'db' | 'actor' | 'organizationId'>;

/** A credit note for who may see it: buyer, seller and operator. For anyone else there is none. */
export async function visibleNote(
  { db, actor, organizationId }: Viewer,
  id: string,
): Promise<{ note: CreditNote; isInsider: boolean }> {
  const note = await findNote(db, id);
  const isInsider = note !== null && (actor.operator || note.providerId === organizationId);
  if (!note || !(isInsider || note.organizationId === organizationId)) throw notFound('credit note');
  return { note, isInsider };
}

export async function loadNoteDocument(
  viewer: Viewer,
  id: string,
): Promise<{ document: BillingDocument; logo: Buffer | null }> {
  const { note } = await visibleNote(viewer, id);
  return documentWith(viewer.db, note);
}

async function documentWith(db: Db, note: CreditNote) {
  const { invoice } = (await findInvoice(db, note.invoiceId))!;
  const settingsOf = await settingsAt(db, [note.providerId, note.organizationId], note.issuedAt);
  const document = documentOfNote(note, invoice, await invoiceLines(db, note.invoiceId), settingsOf);
  return { document, logo: await logoOf(db, note.providerId, settingsOf(note.providerId).logoDigest) };
}
