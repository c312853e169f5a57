import { decimal, decimalText, formatAmount, negateMoney } from '#kernel';
import type { Invoice, InvoiceLine, InvoiceWithReceivable, Party } from '../invoices/index.ts';
import type {
  BillingDocument,
  DayPeriod,
  DocumentAllowance,
  DocumentLine,
  DocumentParty,
  LineTax,
  PriceStep,
} from './document.ts';
import { type DocumentSettings, nothingSet } from './settings.ts';
import { requireSums, totalsOfDocument } from './sums.ts';
import { breakdownOf, lineTaxOf, printedTaxes } from './taxes-of-invoice.ts';

export interface DocumentContext {
  /** As they were when the document was issued. */
  readonly settingsOf: (organizationId: string) => DocumentSettings;
  /** Where it can be paid; null while there is nothing to pay. */
  readonly payUrl: string | null;
  /** As it was issued: nothing that was paid since stands in it, so that it never changes. */
  readonly asIssued: boolean;
}

/** An invoice as a document. Pure: the same rows give the same document. */
export function documentOfInvoice(
  { invoice, receivable }: InvoiceWithReceivable,
  lines: readonly InvoiceLine[],
  context: DocumentContext,
): BillingDocument {
  const { currency, timeZone } = invoice;
  const major = (minor: bigint) => formatAmount({ minor, currency });
  const seller = context.settingsOf(invoice.providerId);
  const buyer = context.settingsOf(invoice.organizationId);
  const issuedAt = invoice.issuedAt ?? invoice.createdAt;
  const parts = partsOf(invoice, lines, seller);
  const breakdown = breakdownOf(parts, invoice);
  const paid = context.asIssued ? '0' : major(receivable?.paidMinor ?? 0n);
  const document: BillingDocument = {
    kind: 'invoice',
    id: invoice.id,
    number: invoice.number,
    state: invoice.state,
    issuedAt,
    issuedOn: dayOf(issuedAt, timeZone),
    dueOn: invoice.dueAt && dayOf(invoice.dueAt, timeZone),
    timeZone,
    locale: localeOf(buyer, invoice.buyer.country),
    currency,
    period: spanOf(lines, timeZone),
    seller: documentParty(invoice.seller, seller),
    buyer: documentParty(invoice.buyer, buyer),
    buyerReference: buyer.buyerReference ?? invoice.organizationId,
    precedingInvoices: [],
    reason: null,
    payment: {
      reference: invoice.paymentReference,
      account: seller.account,
      payUrl: context.payUrl,
      paidOn: context.asIssued || !receivable?.paidAt ? null : dayOf(receivable.paidAt, timeZone),
    },
    ...parts,
    taxes: invoice.taxes.length === 0 ? breakdown : printedTaxes(invoice),
    breakdown,
    totals: totalsOfDocument({ ...parts, breakdown, paid }, currency),
    footer: seller.footer,
  };
  const { netMinor, taxMinor, totalMinor } = invoice;
  requireSums(document, { net: major(netMinor), tax: major(taxMinor), gross: major(totalMinor) });
  return document;
}

export function dayOf(at: Temporal.Instant, timeZone: string): Temporal.PlainDate {
  return at.toZonedDateTimeISO(timeZone).toPlainDate();
}

/** First and last day of a half-open period: the day on which it ends is none of it, unless some hours are. */
export function daysOf(startAt: Temporal.Instant, endAt: Temporal.Instant, timeZone: string): DayPeriod {
  const startOn = dayOf(startAt, timeZone);
  const last = dayOf(endAt.subtract({ milliseconds: 1 }), timeZone);
  return { startOn, endOn: Temporal.PlainDate.compare(last, startOn) < 0 ? startOn : last };
}

/** The days that the lines cover together: the period of each lies within it (PEPPOL-EN16931-R110, R111). */
function spanOf(lines: readonly InvoiceLine[], timeZone: string): DayPeriod | null {
  const periods = lines.map((line) => daysOf(line.periodStartAt, line.periodEndAt, timeZone));
  if (periods.length === 0) return null;
  const compare = Temporal.PlainDate.compare;
  return {
    startOn: periods.map((one) => one.startOn).sort(compare)[0]!,
    endOn: periods
      .map((one) => one.endOn)
      .sort(compare)
      .at(-1)!,
  };
}

/** Numbers and dates as in the buyer's country, in the language of the document's words, unless it chose otherwise. */
export function localeOf(settings: DocumentSettings, country: string | null): string {
  if (settings.locale !== null) return settings.locale;
  const local = country === null ? fallbackLocale : `en-${country}`;
  return separatorsOf(local, 'decimal') === separatorsOf(local, 'currency') ? local : fallbackLocale;
}

const fallbackLocale = 'en-GB';

/** Some locales write 1.000 calls and €1,000.00: on an invoice that is a trap. */
function separatorsOf(locale: string, style: 'decimal' | 'currency'): string {
  const parts = new Intl.NumberFormat(locale, { style, currency: 'EUR' }).formatToParts(12_345.67);
  return parts.flatMap(({ type, value }) => (type === 'group' || type === 'decimal' ? [value] : [])).join('');
}

export function documentParty(party: Party, settings: DocumentSettings = nothingSet): DocumentParty {
  const { street, additionalStreet, city, region, postalCode, country } = party;
  const apart = street !== null || city !== null || postalCode !== null;
  const given = [street, additionalStreet].filter((line) => line !== null);
  return {
    id: party.id,
    name: party.name,
    address: {
      lines: apart ? given : party.addressLines,
      city,
      region,
      postalCode,
      country,
    },
    taxId: party.taxId,
    registrationId: settings.registrationId,
    email: party.email,
    phone: settings.phone,
    contactName: settings.contactName,
    endpoint: settings.endpoint,
  };
}

/** Kinds of charges that take something off the whole document. */
const offTheWhole: ReadonlySet<string> = new Set(['discount', 'credit']);

function partsOf(
  invoice: Invoice,
  lines: readonly InvoiceLine[],
  seller: DocumentSettings,
): { lines: DocumentLine[]; allowances: DocumentAllowance[] } {
  const plain = lines.filter((line) => !offTheWhole.has(line.kind));
  // A document has a line, even if all that it says is that something is taken off.
  const kept = plain.length === 0 ? lines : plain;
  const others = plain.length === 0 ? [] : lines.filter((line) => offTheWhole.has(line.kind));
  return {
    lines: kept.map((line) => documentLine(invoice, line, lineTaxOf(line), seller)),
    allowances: others.map((line) => allowance(line, invoice.currency, lineTaxOf(line))),
  };
}

function allowance(line: InvoiceLine, currency: string, tax: LineTax): DocumentAllowance {
  const money = { minor: line.amountMinor, currency };
  const charge = line.amountMinor > 0n;
  return { charge, amount: formatAmount(charge ? money : negateMoney(money)), reason: line.description, tax };
}

function documentLine(
  invoice: Invoice,
  line: InvoiceLine,
  tax: LineTax,
  seller: DocumentSettings,
): DocumentLine {
  const net = formatAmount({ minor: line.amountMinor, currency: invoice.currency });
  return {
    position: line.position,
    group: { key: invoice.subscriptionId, title: invoice.productName },
    description: line.description,
    quantity: decimalText(line.quantity),
    unit: line.unit,
    net,
    period: daysOf(line.periodStartAt, line.periodEndAt, invoice.timeZone),
    tax,
    steps: stepsOf(line, net),
    notes: notesOf(line, invoice.currency),
    classification: seller.classification,
  };
}

type StoredStep = Record<string, string | null>;

function stepsOf({ explanation, quantity }: InvoiceLine, net: string): PriceStep[] {
  const steps = (explanation.steps ?? []) as StoredStep[];
  if (steps.length > 0) {
    return steps.map((step) => ({
      kind: step.kind ?? 'units',
      from: step.from ?? null,
      upTo: step.up_to ?? null,
      quantity: step.quantity ?? '0',
      unitPrice: step.unit_price ?? null,
      flatFee: step.flat_fee ?? null,
      amount: step.amount ?? '0',
    }));
  }
  const { unit_price: unitPrice } = explanation;
  if (typeof unitPrice !== 'string') return [];
  const amount = quantity.times(decimal(unitPrice));
  const single = { kind: 'units', from: null, upTo: null, flatFee: null, unitPrice };
  const isAll = explanation.model === 'overage' || amount.eq(decimal(net));
  return isAll ? [{ ...single, quantity: decimalText(quantity), amount: decimalText(amount) }] : [];
}

function notesOf({ explanation, chargedMinor, amountMinor }: InvoiceLine, currency: string): string[] {
  const notes: string[] = [];
  if (chargedMinor !== amountMinor) {
    notes.push(`${formatAmount({ minor: chargedMinor, currency })} ${currency} with the tax in it`);
  }
  const before = String(explanation.billed_before ?? '0');
  if (/[1-9]/.test(before)) {
    notes.push(`${String(explanation.total)} ${currency} so far, less ${before} ${currency} billed before`);
  }
  if (typeof explanation.waived === 'string') notes.push(`Not charged: ${explanation.waived}`);
  return notes;
}
