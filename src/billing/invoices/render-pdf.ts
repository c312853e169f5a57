import PDFDocument from 'pdfkit';
import { printedReference } from '#connectors/payments';
import { decimalText, formatAmount } from '#kernel';
import type { Invoice } from './invoice.ts';
import type { Party } from './sources.ts';
import type { InvoiceLine, InvoiceWithReceivable } from './store-invoices.ts';

const ink = '#18181b';
const faint = '#71717a';
const rule = '#d4d4d8';
const margin = 50;
const pageWidth = 595.28;
const pageBottom = 770;
const right = pageWidth - margin;
const column = { description: margin, quantity: 330, amount: 440 } as const;

type Pdf = InstanceType<typeof PDFDocument>;

/** The standard fonts write Western European letters only; what they lack is shown as a question mark. */
export function printable(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/\s/g, ' ')
    .replaceAll(/[^\u0020-\u007e\u00a0-\u00ff€–—‘’“”•…]/gu, '?');
}

/** An invoice as a PDF (A4). The same invoice gives the same pages: its times come from the invoice. */
export function renderPdf(
  { invoice, receivable }: InvoiceWithReceivable,
  lines: readonly InvoiceLine[],
): Promise<Buffer> {
  const doc = new PDFDocument({
    size: 'A4',
    margin,
    bufferPages: true,
    info: {
      Title: `Invoice ${invoice.number ?? '(draft)'}`,
      Author: printable(invoice.seller.name),
      CreationDate: new Date((invoice.issuedAt ?? invoice.createdAt).epochMilliseconds),
    },
  });
  const chunks: Buffer[] = [];
  const finished = new Promise<Buffer>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
  head(doc, invoice);
  parties(doc, invoice);
  table(doc, invoice, lines);
  totals(doc, invoice);
  payment(doc, invoice, receivable?.state === 'paid');
  footers(doc, invoice);
  doc.end();
  return finished;
}

function day(at: Temporal.Instant, timeZone: string): string {
  return at.toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/**
 * First and last day of a half-open period: the day on which it ends is not part of it, unless some hours
 * are.
 */
function days(startAt: Temporal.Instant, endAt: Temporal.Instant, timeZone: string): string {
  return `${day(startAt, timeZone)} – ${day(endAt.subtract({ milliseconds: 1 }), timeZone)}`;
}

function money(minor: bigint, currency: string): string {
  return `${formatAmount({ minor, currency })} ${currency}`;
}

function head(doc: Pdf, invoice: Invoice): void {
  doc
    .font('Helvetica-Bold')
    .fontSize(22)
    .fillColor(ink)
    .text(invoice.state === 'draft' ? 'Draft invoice' : 'Invoice', margin, margin);
  const rows: [string, string][] = [
    ['Number', invoice.number ?? 'draft'],
    ['Issued', day(invoice.issuedAt ?? invoice.createdAt, invoice.timeZone)],
    ['Due', invoice.dueAt ? day(invoice.dueAt, invoice.timeZone) : '–'],
  ];
  rows.forEach(([label, value], index) => {
    const y = margin + 2 + index * 15;
    doc.font('Helvetica').fontSize(9).fillColor(faint).text(label, 380, y, { width: 50 });
    doc
      .font('Helvetica-Bold')
      .fillColor(ink)
      .text(value, 430, y, { width: right - 430, align: 'right', lineBreak: false });
  });
}

function parties(doc: Pdf, invoice: Invoice): void {
  const top = 120;
  const end = Math.max(
    party(doc, 'Seller', invoice.seller, margin, top),
    party(doc, 'Bill to', invoice.buyer, 310, top),
  );
  const period = days(invoice.period.startAt, invoice.period.endAt, invoice.timeZone);
  doc.font('Helvetica').fontSize(9).fillColor(faint);
  doc.text(printable(`${invoice.productName} · ${period} (${invoice.timeZone})`), margin, end + 14);
  doc.y += 10;
}

function party(doc: Pdf, label: string, of: Party, x: number, top: number): number {
  const width = 235;
  doc.font('Helvetica').fontSize(8).fillColor(faint).text(label.toUpperCase(), x, top, { width });
  doc
    .font('Helvetica-Bold')
    .fontSize(10)
    .fillColor(ink)
    .text(printable(of.name), x, top + 13, { width });
  doc.font('Helvetica').fontSize(9);
  const taxId = of.taxId === null ? [] : [`Tax ID ${of.taxId}`];
  for (const line of [...of.addressLines, ...(of.country ? [of.country] : []), ...taxId]) {
    doc.text(printable(line), x, doc.y + 1, { width });
  }
  return doc.y;
}

function tableHead(doc: Pdf): void {
  const y = doc.y;
  doc.font('Helvetica-Bold').fontSize(8).fillColor(faint);
  doc.text('DESCRIPTION', column.description, y);
  doc.text('QUANTITY', column.quantity, y, { width: 100, align: 'right' });
  doc.text('AMOUNT', column.amount, y, { width: right - column.amount, align: 'right' });
  doc
    .moveTo(margin, y + 13)
    .lineTo(right, y + 13)
    .lineWidth(0.7)
    .strokeColor(rule)
    .stroke();
  doc.y = y + 19;
}

function table(doc: Pdf, invoice: Invoice, lines: readonly InvoiceLine[]): void {
  tableHead(doc);
  for (const line of lines) {
    const details = explain(line, invoice);
    if (doc.y + 26 + details.length * 11 > pageBottom - 20 && doc.y > 150) {
      doc.addPage();
      tableHead(doc);
    }
    const y = doc.y;
    doc.font('Helvetica').fontSize(10).fillColor(ink);
    doc.text(`${decimalText(line.quantity)} ${printable(line.unit)}`, column.quantity, y, {
      width: 100,
      align: 'right',
    });
    doc.text(money(line.amountMinor, invoice.currency), column.amount, y, {
      width: right - column.amount,
      align: 'right',
    });
    doc.text(printable(line.description), column.description, y, { width: 270 });
    doc.fontSize(8).fillColor(faint);
    for (const detail of details)
      doc.text(printable(detail), column.description + 8, doc.y + 1, { width: 380 });
    doc.y += 8;
  }
  doc.moveTo(margin, doc.y).lineTo(right, doc.y).lineWidth(0.7).strokeColor(rule).stroke();
  doc.y += 8;
}

const mostSteps = 20;

/** The explanation that the line carries, in words: period, steps of the price, what was billed before. */
function explain(line: InvoiceLine, { currency, timeZone }: Invoice): string[] {
  const { explanation } = line;
  const period = days(line.periodStartAt, line.periodEndAt, timeZone);
  const rows = [`${period} · plan version ${explanation.plan_version ?? line.planVersionId}`];
  const steps = (explanation.steps ?? []) as Record<string, string | null>[];
  for (const step of steps.slice(0, mostSteps)) rows.push(stepText(step, currency));
  if (steps.length > mostSteps) rows.push(`and ${steps.length - mostSteps} more`);
  if (explanation.model === 'overage') rows.push(`at ${String(explanation.unit_price)} ${currency} per unit`);
  const before = String(explanation.billed_before ?? '0');
  if (/[1-9]/.test(before))
    rows.push(`${String(explanation.total)} ${currency} so far, less ${before} ${currency} billed before`);
  return rows;
}

function stepText(step: Record<string, string | null>, currency: string): string {
  const tier =
    step.kind === 'tier' ? `above ${step.from ?? '0'}${step.up_to ? ` up to ${step.up_to}` : ''}: ` : '';
  const units = step.unit_price
    ? `${step.quantity} × ${step.unit_price}`
    : String(step.kind).replaceAll('_', ' ');
  const flat = step.flat_fee && /[1-9]/.test(step.flat_fee) ? ` + ${step.flat_fee}` : '';
  return `${tier}${units}${flat} = ${step.amount} ${currency}`;
}

function totals(doc: Pdf, invoice: Invoice): void {
  const rows: [string, string][] = [['Net', money(invoice.netMinor, invoice.currency)]];
  for (const tax of invoice.taxes) {
    rows.push([`${tax.name} ${decimalText(tax.ratePercent)} %`, money(tax.amountMinor, invoice.currency)]);
  }
  if (invoice.taxes.length === 0) rows.push(['Tax', money(0n, invoice.currency)]);
  rows.push(['Total', money(invoice.totalMinor, invoice.currency)]);
  if (doc.y + rows.length * 17 + 90 > pageBottom) doc.addPage();
  rows.forEach(([label, value], index) => {
    const y = doc.y;
    const last = index === rows.length - 1;
    doc
      .font(last ? 'Helvetica-Bold' : 'Helvetica')
      .fontSize(last ? 12 : 10)
      .fillColor(ink);
    doc.text(printable(label), column.quantity, y, { width: 100, align: 'right' });
    doc.text(value, column.amount, y, { width: right - column.amount, align: 'right' });
    doc.y = y + 17;
  });
}

function payment(doc: Pdf, invoice: Invoice, paid: boolean): void {
  const y = doc.y + 18;
  doc
    .roundedRect(margin, y, right - margin, 52, 4)
    .lineWidth(0.7)
    .strokeColor(rule)
    .stroke();
  doc.font('Helvetica-Bold').fontSize(10).fillColor(ink);
  const due = invoice.dueAt ? day(invoice.dueAt, invoice.timeZone) : null;
  const what = paid
    ? 'Paid. Thank you.'
    : due
      ? `Please pay ${money(invoice.totalMinor, invoice.currency)} by ${due}`
      : 'Not payable: draft';
  doc.text(what, margin + 14, y + 12);
  doc.font('Helvetica').fontSize(9).fillColor(faint);
  doc.text(`Payment reference ${printedReference(invoice.paymentReference)}`, margin + 14, y + 29);
}

function footers(doc: Pdf, invoice: Invoice): void {
  const { start, count } = doc.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    doc.switchToPage(page);
    // Text below the bottom margin would begin a new page.
    doc.page.margins.bottom = 0;
    const text = `${invoice.seller.name} · ${invoice.number ?? 'draft'} · page ${page + 1} of ${count}`;
    doc.font('Helvetica').fontSize(8).fillColor(faint);
    doc.text(printable(text), margin, 800, { width: right - margin, align: 'center', lineBreak: false });
  }
}
