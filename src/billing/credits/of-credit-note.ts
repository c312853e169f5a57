import { decimal, ZERO } from '#kernel';
import { type BillingDocument, type DocumentContext, documentOfInvoice } from '../documents/index.ts';
import type { Invoice, InvoiceLine } from '../invoices/index.ts';
import type { CreditNote, CreditReason } from './credit-note.ts';
import { taxesOf } from './issue-credit-note.ts';

const one = decimal(1);

const reasons: Readonly<Record<CreditReason, string>> = {
  duplicate: 'Billed twice',
  order_change: 'The order was changed',
  service_failure: 'The service failed',
  goodwill: 'Goodwill',
  fraud: 'Fraud',
  not_collectable: 'Cannot be collected',
  left_over: 'The subscription ended before the end of what was billed',
  other: 'Correction',
};

/** A credit note as a document: the invoice that it corrects, with what it takes back of it. Pure. */
export function documentOfNote(
  note: CreditNote,
  invoice: Invoice,
  lines: readonly InvoiceLine[],
  settingsOf: DocumentContext['settingsOf'],
): BillingDocument {
  const { netMinor, taxMinor, totalMinor, feeMinor, shareMinor, taxes } = note;
  const taken = takenLines(note, invoice, lines);
  const about: Invoice = {
    ...invoice,
    ...{ id: note.id, number: note.number, state: 'issued', issuedAt: note.issuedAt, dueAt: null },
    ...{ netMinor, taxMinor, totalMinor, feeMinor, shareMinor, taxes, lineCount: taken.length },
  };
  const context = { settingsOf, payUrl: null, asIssued: true };
  const document = documentOfInvoice({ invoice: about, receivable: null }, taken, context);
  const { timeZone } = document;
  const issuedOn = invoice.issuedAt!.toZonedDateTimeISO(timeZone).toPlainDate();
  return {
    ...document,
    kind: 'credit_note',
    // Owed to the consumer from now on: a file with an amount has a day for it (BR-CO-25).
    dueOn: document.issuedOn,
    precedingInvoices: [{ number: invoice.number!, issuedOn }],
    reason: [reasons[note.reason], note.note].filter(Boolean).join('. '),
  };
}

function takenLines(note: CreditNote, invoice: Invoice, lines: readonly InvoiceLine[]): InvoiceLine[] {
  const byPosition = new Map(lines.map((line) => [line.position, line]));
  const taken = note.lines.map(({ invoicePosition, amountMinor }): InvoiceLine => {
    const line = byPosition.get(invoicePosition)!;
    const amounts = { amountMinor, chargedMinor: amountMinor };
    if (amountMinor === line.amountMinor) return { ...line, ...amounts };
    return { ...line, ...amounts, quantity: one, unit: 'part', explanation: {} };
  });
  return [...taken, ...taxesAlone(note, invoice, lines)];
}

/** Where a last cent of a tax is taken back and none of its lines: nothing of the first of them. */
function taxesAlone(note: CreditNote, { taxes }: Invoice, lines: readonly InvoiceLine[]): InvoiceLine[] {
  const credited = new Set(note.lines.map((line) => line.invoicePosition));
  const touched = lines.filter((line) => credited.has(line.position)).flatMap((line) => taxesOf(line, taxes));
  const ofTax = (line: InvoiceLine, code: string) =>
    taxesOf(line, taxes).some((at) => taxes[at]!.code === code);
  return note.taxes.flatMap((tax) => {
    const isTouched = touched.some(
      (at) => taxes[at]!.code === tax.code && taxes[at]!.ratePercent.eq(tax.ratePercent),
    );
    const line = isTouched ? undefined : lines.find((one) => ofTax(one, tax.code));
    return line ? [{ ...line, amountMinor: 0n, chargedMinor: 0n, quantity: ZERO, explanation: {} }] : [];
  });
}
