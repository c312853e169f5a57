/** ISO 7064 mod 97-10 over letters (A = 10 … Z = 35) and digits, as in IBAN and ISO 11649. */
function mod97(text: string): number {
  let remainder = 0;
  for (const character of text) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder;
}

function checkDigits(prefix: string, body: string): string {
  return String(98 - mod97(`${body}${prefix}00`)).padStart(2, '0');
}

function isChecked(text: string): boolean {
  return mod97(text.slice(4) + text.slice(0, 4)) === 1;
}

/**
 * The structured creditor reference (ISO 11649, `RF` + 2 check digits + at most 21 letters and digits) that a
 * payer puts on a transfer. Banks check it while it is typed, so a slip of one digit does not reach us.
 */
export function creditorReference(sequence: bigint): string {
  const body = `TP${sequence.toString().padStart(10, '0')}`;
  if (sequence < 0n || body.length > 21) throw new RangeError(`No creditor reference for ${sequence}`);
  return `RF${checkDigits('RF', body)}${body}`;
}

/** As banks print it, with spaces and in any case, in the form that we store; null when it is none. */
export function readCreditorReference(text: string): string | null {
  const reference = text.replaceAll(/\s/g, '').toUpperCase();
  return /^RF\d{2}[0-9A-Z]{1,21}$/.test(reference) && isChecked(reference) ? reference : null;
}

/** In groups of four, as it is printed. */
export function printedReference(reference: string): string {
  return reference.replaceAll(/(.{4})(?=.)/g, '$1 ');
}

/** An account number (ISO 13616) without spaces; null when its check digits are wrong. */
export function readIban(text: string): string | null {
  const iban = text.replaceAll(/\s/g, '').toUpperCase();
  return /^[A-Z]{2}\d{2}[0-9A-Z]{11,30}$/.test(iban) && isChecked(iban) ? iban : null;
}

/** One credit on our bank statement. */
export interface BankTransaction {
  /** What the bank calls it; the natural key. */
  readonly externalId: string;
  /** What the payer wrote. */
  readonly reference: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly bookedAt: Temporal.Instant;
}

/** What a transfer is for. */
export interface OpenItem {
  readonly invoiceId: string;
  readonly currency: string;
  readonly openMinor: bigint;
}

export type TransferMatch =
  | {
      readonly outcome: 'matched' | 'partial' | 'overpaid';
      readonly invoiceId: string;
      readonly appliedMinor: bigint;
    }
  | { readonly outcome: 'queued'; readonly reason: string };

/**
 * What a transfer pays. Only an exact reference in the invoice's own currency is ever booked without a
 * person: never an amount that happens to fit, never money at a guessed rate.
 */
export function matchTransfer(transaction: BankTransaction, item: OpenItem | null): TransferMatch {
  if (!item) {
    const known = readCreditorReference(transaction.reference) !== null;
    return {
      outcome: 'queued',
      reason: known ? 'No invoice has this reference' : 'The text is not a reference of ours',
    };
  }
  if (item.currency !== transaction.currency) {
    const reason = `The invoice is in ${item.currency}, the transfer in ${transaction.currency}`;
    return { outcome: 'queued', reason };
  }
  const { openMinor, invoiceId } = item;
  if (transaction.amountMinor === openMinor)
    return { outcome: 'matched', invoiceId, appliedMinor: openMinor };
  if (transaction.amountMinor < openMinor) {
    return { outcome: 'partial', invoiceId, appliedMinor: transaction.amountMinor };
  }
  return { outcome: 'overpaid', invoiceId, appliedMinor: openMinor };
}
