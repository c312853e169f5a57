import type { PaymentAccount } from './document.ts';

/**
 * What an organization wants on the documents that it sends and gets. Every change is kept with its time: an issued
 * document is written with what counted when it was issued, however often it is written again.
 */
export interface DocumentSettings {
  /** Where its invoices are paid to. */
  readonly account: PaymentAccount | null;
  readonly registrationId: string | null;
  readonly contactName: string | null;
  readonly phone: string | null;
  readonly endpoint: { readonly scheme: string; readonly id: string } | null;
  /** BT-10 of the invoices that it gets. */
  readonly buyerReference: string | null;
  /** BCP 47. */
  readonly locale: string | null;
  readonly footer: string | null;
  readonly classification: { readonly list: string; readonly code: string } | null;
  /** The digest of the picture at the head of what it sends. */
  readonly logoDigest: string | null;
}

export const nothingSet: DocumentSettings = {
  account: null,
  registrationId: null,
  contactName: null,
  phone: null,
  endpoint: null,
  buyerReference: null,
  locale: null,
  footer: null,
  classification: null,
  logoDigest: null,
};
