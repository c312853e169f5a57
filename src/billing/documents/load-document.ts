import { findOrganizations } from '#identity';
import { type Call, type Db, notFound } from '#kernel';
import { findInvoice, invoiceLines } from '../invoices/index.ts';
import type { BillingDocument } from './document.ts';
import { documentOfInvoice } from './of-invoice.ts';
import { findLogo, settingsAt } from './store-settings.ts';

export type Viewer = Pick<Call<unknown, unknown, unknown>, 'db' | 'actor' | 'organizationId'>;

export interface LoadedDocument {
  readonly document: BillingDocument;
  readonly logo: Buffer | null;
}

/**
 * An invoice as a document for who may see it: buyer, seller and operator, the buyer not while it is a draft. For anyone
 * else there is none. `asIssued` leaves out what was paid since. `portalUrl`: where
 * the portal is, to say where the invoice can be paid.
 */
export async function loadInvoice(
  viewer: Viewer,
  id: string,
  { asIssued, portalUrl = null }: { readonly asIssued: boolean; readonly portalUrl?: string | null },
): Promise<LoadedDocument> {
  const { db, actor } = viewer;
  const found = await findInvoice(db, id);
  if (!found) throw notFound('invoice');
  const { invoice } = found;
  const isSeller = actor.operator || invoice.providerId === viewer.organizationId;
  const isBuyer = !isSeller && invoice.organizationId === viewer.organizationId;
  if (!isSeller && !(isBuyer && invoice.state === 'issued')) throw notFound('invoice');
  const parties = [invoice.providerId, invoice.organizationId];
  const settingsOf = await settingsAt(db, parties, invoice.issuedAt ?? invoice.createdAt);
  const lines = await invoiceLines(db, id);
  const payUrl = portalUrl === null ? null : await payUrlOf(db, portalUrl, invoice.organizationId, id);
  const document = documentOfInvoice(found, lines, { settingsOf, payUrl, asIssued });
  return { document, logo: await logoOf(db, invoice.providerId, settingsOf(invoice.providerId).logoDigest) };
}

/** The page of the buyer's portal where the invoice is paid. */
async function payUrlOf(
  db: Db,
  portalUrl: string,
  organizationId: string,
  invoiceId: string,
): Promise<string | null> {
  const slug = (await findOrganizations(db, [organizationId])).get(organizationId)?.slug;
  return slug === undefined ? null : `${portalUrl.replace(/\/$/, '')}/o/${slug}/invoices/${invoiceId}`;
}

export async function logoOf(db: Db, organizationId: string, digest: string | null): Promise<Buffer | null> {
  return digest === null ? null : ((await findLogo(db, organizationId, digest))?.bytes ?? null);
}
