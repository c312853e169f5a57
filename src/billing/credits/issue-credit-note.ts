import { findOrganizations } from '#identity';
import { type Db, emit, formatAmount, isSandbox, newId, notFound, Problem } from '#kernel';
import { type EntryDraft, PLATFORM, post, sandboxOwner, withoutZeros } from '#ledger';
import { takeBackTopUp } from '#wallets';
import {
  allocateNumbers,
  changeReceivables,
  findInvoice,
  type InvoiceLine,
  invoiceLines,
  lockReceivable,
  type OpenInvoice,
  openMinor,
  reinstate,
  smaller,
  type Tax,
} from '../invoices/index.ts';
import { addCredit } from './add-credit.ts';
import type { Credit } from './credit.ts';
import { type Creditable, creditFigures } from './credit-figures.ts';
import type { CreditAsk, CreditFigures, CreditNote, CreditReason, Remainder } from './credit-note.ts';
import { creditNoteIssued } from './events.ts';
import { creditProblems } from './problems.ts';
import { startRefunds } from './start-refunds.ts';
import { insertNote, isToppedUp, notesOf } from './store-notes.ts';
import { hasOpenAttempt } from './store-open-invoices.ts';

export interface CreditOrder {
  readonly invoiceId: string;
  /** Who asks must be the seller; null: the operator, who may ask for any. */
  readonly providerId: string | null;
  readonly ask: CreditAsk;
  readonly reason: CreditReason;
  readonly note: string | null;
  readonly remainder: Remainder;
  readonly by: string;
  readonly at: Temporal.Instant;
}

/** What a credit note would be, and where its total goes. */
export interface CreditPlan extends CreditFigures {
  readonly invoice: OpenInvoice;
  /** Reduces what is open. */
  readonly offsetMinor: bigint;
  /** Was paid, and is the consumer's again. */
  readonly surplusMinor: bigint;
}

/** The plan, not carried out; with the invoice held it is what `issueCreditNote` does. */
export async function planCreditNote(
  tx: Db,
  order: Pick<CreditOrder, 'invoiceId' | 'providerId' | 'ask'>,
): Promise<CreditPlan> {
  const found = await findInvoice(tx, order.invoiceId);
  const isSeller = found && (order.providerId === null || found.invoice.providerId === order.providerId);
  if (!isSeller) throw notFound('invoice');
  if (!found.receivable) throw new Problem(creditProblems.notIssued);
  // Credit notes and payments of one invoice stand in line.
  const invoice = (await lockReceivable(tx, order.invoiceId))!;
  const notes = await notesOf(tx, order.invoiceId);
  const lines = await invoiceLines(tx, order.invoiceId);
  const figures = creditFigures(creditable(found.invoice, lines, notes), order.ask);
  const owed = openMinor(invoice) + invoice.writtenOffMinor;
  const offsetMinor = smaller(figures.totalMinor, owed);
  return { ...figures, invoice, offsetMinor, surplusMinor: figures.totalMinor - offsetMinor };
}

function creditable(
  invoice: { taxes: readonly Tax[]; netMinor: bigint; feeMinor: bigint },
  lines: readonly InvoiceLine[],
  notes: readonly CreditNote[],
): Creditable {
  const credited = new Map<number, bigint>();
  for (const line of notes.flatMap((note) => note.lines)) {
    credited.set(line.invoicePosition, (credited.get(line.invoicePosition) ?? 0n) + line.amountMinor);
  }
  const taxCredited = (tax: Tax) =>
    notes
      .flatMap((note) => note.taxes)
      .filter((one) => isSameTax(one, tax))
      .reduce((sum, one) => sum + one.amountMinor, 0n);
  return {
    netMinor: invoice.netMinor,
    feeMinor: invoice.feeMinor,
    creditedFeeMinor: notes.reduce((sum, note) => sum + note.feeMinor, 0n),
    taxes: invoice.taxes.map((tax) => ({ tax, creditedMinor: taxCredited(tax) })),
    lines: lines.map((line) => ({
      position: line.position,
      description: line.description,
      amountMinor: line.amountMinor,
      chargedMinor: line.chargedMinor,
      creditedMinor: credited.get(line.position) ?? 0n,
      taxes: taxesOf(line, invoice.taxes),
    })),
  };
}

function isSameTax(a: Tax, b: Tax): boolean {
  const isSameRate = a.code === b.code && a.ratePercent.eq(b.ratePercent) && a.name === b.name;
  return isSameRate && a.jurisdiction === b.jurisdiction && a.reason === b.reason;
}

/** A line says its code and the percent of all its taxes together: one tax of that rate, or several that make it up. */
export function taxesOf(line: InvoiceLine, taxes: readonly Tax[]): number[] {
  const ofCode = [...taxes.keys()].filter((index) => taxes[index]!.code === line.taxCode);
  const exact = ofCode.filter((index) => taxes[index]!.ratePercent.eq(line.taxPercent));
  return exact.length > 0 ? exact : ofCode;
}

/**
 * Takes back an invoice or part of it. What nobody had paid is no longer owed; the rest is the consumer's again, as credit or
 * on its way back. The invoice itself does not change.
 */
export async function issueCreditNote(tx: Db, order: CreditOrder): Promise<CreditNote> {
  const { at, remainder, reason } = order;
  const { invoice, surplusMinor, ...plan } = await planCreditNote(tx, order);
  const note: CreditNote = {
    ...plan,
    id: newId('cn'),
    number: await nextNumber(tx, invoice),
    invoiceId: invoice.invoiceId,
    providerId: invoice.providerId,
    organizationId: invoice.organizationId,
    currency: invoice.currency,
    reason,
    note: order.note,
    remainder,
    issuedBy: order.by,
    issuedAt: at,
  };
  await insertNote(tx, note);
  const beyond = note.offsetMinor - openMinor(invoice);
  const text = `Credit note ${note.number}`;
  const again = await reinstate(tx, invoice, beyond > 0n ? beyond : 0n, text, at);
  const settled = await changeReceivables(
    tx,
    [{ before: invoice, after: credited(again.invoice, note) }],
    at,
  );
  const more = surplusMinor > 0n ? await giveBack(tx, note, surplusMinor, at) : [];
  const prepaid = await takenFromWallet(tx, note, at);
  await announce(tx, note, at);
  const own = [...again.entries, noteEntry(note, invoice, surplusMinor), ...settled];
  await post(tx, [...own, ...prepaid, ...more], at);
  return note;
}

/** What a top-up put into a wallet goes with its money; refused when it has been used. */
async function takenFromWallet(tx: Db, note: CreditNote, at: Temporal.Instant): Promise<EntryDraft[]> {
  const { id: key, invoiceId, totalMinor: amountMinor } = note;
  if (!(await isToppedUp(tx, invoiceId))) return [];
  return (await takeBackTopUp(tx, { invoiceId, amountMinor, key, at, mayFallShort: false })).entries;
}

function credited(invoice: OpenInvoice, note: CreditNote): OpenInvoice {
  return {
    ...invoice,
    creditedMinor: invoice.creditedMinor + note.totalMinor,
    offsetMinor: invoice.offsetMinor + note.offsetMinor,
    unsettledMinor: isSettled(invoice) ? 0n : invoice.unsettledMinor - note.shareMinor,
  };
}

/** The provider's share has become payable: what is taken back of it is taken from there. */
function isSettled(invoice: OpenInvoice): boolean {
  return invoice.paidAt !== null || invoice.unsettledMinor === 0n;
}

/** A seller's real numbers have no gap; what is tried out with sandbox consumers takes none of them. */
async function nextNumber(tx: Db, { providerId, organizationId }: OpenInvoice): Promise<string> {
  const slug = (await findOrganizations(tx, [providerId])).get(providerId)?.slug ?? providerId;
  const isTest = isSandbox(organizationId);
  const sellerId = isTest ? sandboxOwner(providerId) : providerId;
  const prefix = `${isTest ? 'TEST-' : ''}${slug.toUpperCase().slice(0, 21)}-CN`;
  const taken = (await allocateNumbers(tx, 'credit_note', [{ sellerId, prefix, count: 1 }])).get(sellerId)!;
  return `${taken.prefix}-${String(taken.first).padStart(6, '0')}`;
}

async function giveBack(
  tx: Db,
  note: CreditNote,
  amountMinor: bigint,
  at: Temporal.Instant,
): Promise<EntryDraft[]> {
  const credit: Credit = {
    id: newId('crd'),
    organizationId: note.organizationId,
    providerId: note.providerId,
    currency: note.currency,
    origin: 'credit_note',
    originId: note.id,
    amountMinor,
    remainingMinor: amountMinor,
    createdAt: at,
  };
  await addCredit(tx, credit, at);
  if (note.remainder === 'credit') return [];
  return (await startRefunds(tx, { credit, creditNoteId: note.id, amountMinor }, at)).entries;
}

async function announce(tx: Db, note: CreditNote, at: Temporal.Instant): Promise<void> {
  const payload = {
    credit_note_id: note.id,
    number: note.number,
    invoice_id: note.invoiceId,
    organization_id: note.organizationId,
    provider_id: note.providerId,
    total: formatAmount({ minor: note.totalMinor, currency: note.currency }),
    currency: note.currency,
  };
  await emit(tx, creditNoteIssued, payload, { organizationId: note.organizationId, at });
}

/** The invoice's entry the other way round, for the part that is taken back. */
function noteEntry(note: CreditNote, invoice: OpenInvoice, surplusMinor: bigint): EntryDraft {
  const { providerId, organizationId, currency } = note;
  const own = { owner: providerId, counterparty: null, currency };
  const share = isSettled(invoice) ? 'provider_payable' : 'provider_unsettled';
  return {
    key: `credit_note.issued:${note.id}`,
    kind: 'credit_note.issued',
    source: { type: 'credit_note', id: note.id },
    effectiveAt: note.issuedAt,
    postings: withoutZeros([
      { account: { ...own, code: share }, amountMinor: note.shareMinor },
      {
        account: { code: 'platform_fee_revenue', owner: PLATFORM, counterparty: providerId, currency },
        amountMinor: note.feeMinor,
      },
      { account: { ...own, code: 'tax_payable' }, amountMinor: note.taxMinor },
      {
        account: { code: 'receivable', owner: providerId, counterparty: organizationId, currency },
        amountMinor: -note.offsetMinor,
      },
      {
        account: { code: 'unapplied_credit', owner: PLATFORM, counterparty: organizationId, currency },
        amountMinor: -surplusMinor,
      },
    ]),
  };
}

/** Takes back all of an invoice that nobody has paid anything of. Its number stays: a credit note stands against it. */
export async function voidInvoice(
  tx: Db,
  order: Omit<CreditOrder, 'ask' | 'remainder'>,
): Promise<CreditNote> {
  const whole = { ...order, ask: { kind: 'whole' }, remainder: 'credit' } as const;
  const { invoice } = await planCreditNote(tx, whole);
  if (invoice.paidMinor > 0n) throw new Problem(creditProblems.invoicePaidFor);
  if (await hasOpenAttempt(tx, order.invoiceId)) throw new Problem(creditProblems.paymentUnderWay);
  return issueCreditNote(tx, whole);
}
