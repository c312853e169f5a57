import { printedReference } from '#connectors/payments';
import type { BillingDocument, DocumentLine, DocumentTax, PriceStep } from '../document.ts';
import { drawLetterHead } from './letter-head.ts';
import { faint, ink, margin, Paper, right, rule } from './paper.ts';
import { drawQr, qrText } from './qr.ts';
import { type Column, drawTable, type Row } from './table.ts';
import { type Words, wordsOf } from './words.ts';

export interface Rendering {
  /** PNG or JPEG. */
  readonly logo: Buffer | null;
  /** Puts more into the file before it is closed: the machine's copy of the invoice. */
  readonly attach?: (paper: Paper) => void;
}

/** An invoice or a credit note on paper. The same document gives the same bytes. */
export async function renderInvoice(document: BillingDocument, { logo, attach }: Rendering): Promise<Buffer> {
  const words = wordsOf(document);
  const title = titleOf(document);
  const name = document.number ?? 'draft';
  const paper = await Paper.open({
    title: `${title} ${name}`,
    author: document.seller.name,
    subject: `${title} of ${document.seller.name} for ${document.buyer.name}`,
    at: document.issuedAt,
    language: 'en',
    watermark: document.state === 'issued' ? null : document.state.toUpperCase(),
    footer: document.footer,
    mark: `${document.seller.name} · ${name}`,
  });
  const { seller: sender, buyer: receiver } = document;
  const facts = factsOf(document, words);
  drawLetterHead(paper, { title, sender, receiver, receiverLabel: 'Bill to', logo, facts }, words);
  drawTable(paper, lineColumns, lineRows(document, words));
  drawTotals(paper, document, words);
  drawTaxes(paper, document, words);
  drawPayment(paper, document, words);
  attach?.(paper);
  return paper.finish();
}

function titleOf({ kind, state }: BillingDocument): string {
  const title = kind === 'invoice' ? 'Invoice' : 'Credit note';
  return state === 'draft' ? `Draft ${title.toLowerCase()}` : title;
}

function factsOf(document: BillingDocument, words: Words): (readonly [string, string])[] {
  const { period, precedingInvoices, dueOn, timeZone } = document;
  const facts: [string, string | null][] = [
    ['Number', document.number ?? 'draft'],
    ['Issued', words.day(document.issuedOn)],
    ['Due', document.kind === 'invoice' && dueOn ? words.day(dueOn) : null],
    ['Period', period && words.days(period)],
    ['Time zone', timeZone],
    ['Your ref.', document.buyerReference === document.buyer.id ? null : document.buyerReference],
    ['Corrects', precedingInvoices.map((one) => one.number).join(', ') || null],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== null);
}

const lineColumns: readonly Column[] = [
  { title: 'Description', x: margin + 6, width: 222, align: 'left' },
  { title: 'Quantity', x: 286, width: 92, align: 'right' },
  { title: 'Unit price', x: 384, width: 76, align: 'right' },
  { title: 'Amount', x: 466, width: right - 466 - 6, align: 'right' },
];

/** Steps that are shown beneath a line; a price has seldom more. */
const mostSteps = 30;

function lineRows(document: BillingDocument, words: Words): Row[] {
  const groups = Map.groupBy(document.lines, (line) => line.group.key);
  const rows: Row[] = [];
  for (const lines of groups.values()) {
    const title = lines[0]!.group.title;
    rows.push({ cells: [title], style: { size: 8, bold: true, color: faint }, gap: 4, keepWith: 2 });
    for (const line of lines) rows.push(...rowsOf(line, document, words));
  }
  const discounts = document.allowances.map((one) => ({
    cells: [one.reason, '', '', words.money(one.charge ? one.amount : `-${one.amount}`)],
    style: { size: 9.5 },
    gap: 6,
  }));
  return [...rows, ...discounts];
}

function rowsOf(line: DocumentLine, document: BillingDocument, words: Words): Row[] {
  const [step] = line.steps;
  const single = line.steps.length === 1 && step?.unitPrice && !isTier(step) && line.notes.length === 0;
  const under = { size: 7.5, color: faint };
  const detail = (cells: string[]): Row => ({ cells, style: under, indent: 8, gap: 1.5 });
  const quantity = `${words.quantity(line.quantity)} ${line.unit}`;
  const price = single ? words.price(step.unitPrice!) : '';
  const rows: Row[] = [
    {
      cells: [line.description, quantity, price, words.money(line.net)],
      style: { size: 9.5 },
      gap: 1.5,
      keepWith: 1,
    },
  ];
  if (line.period) rows.push(detail([words.days(line.period)]));
  if (!single) {
    for (const one of line.steps.slice(0, mostSteps)) rows.push(detail(stepCells(one, words)));
    const more = line.steps.length - mostSteps;
    if (more > 0) rows.push(detail([`and ${more} more steps`]));
  }
  for (const note of line.notes) rows.push(detail([note]));
  if (new Set(document.lines.map((one) => one.tax.percent)).size > 1 && line.tax.percent !== null) {
    rows.push(detail([`Tax ${words.percent(line.tax.percent)}`]));
  }
  return [...rows.slice(0, -1), { ...rows.at(-1)!, gap: 7 }];
}

function isTier(step: PriceStep): boolean {
  return step.kind === 'tier' && (step.from !== null || step.upTo !== null);
}

function stepCells(step: PriceStep, words: Words): string[] {
  const fee = step.flatFee !== null && /[1-9]/.test(step.flatFee) ? words.price(step.flatFee) : null;
  const price = step.unitPrice === null ? (fee ?? '') : words.price(step.unitPrice);
  const quantity = step.unitPrice === null ? '' : words.quantity(step.quantity);
  const extra = fee !== null && step.unitPrice !== null ? ` + ${fee}` : '';
  return [stepName(step, words), quantity, price + extra, words.price(step.amount)];
}

function stepName(step: PriceStep, words: Words): string {
  if (!isTier(step)) return step.kind.charAt(0).toUpperCase() + step.kind.slice(1).replaceAll('_', ' ');
  const from = words.quantity(step.from ?? '0');
  return step.upTo === null ? `Above ${from}` : `Above ${from} up to ${words.quantity(step.upTo)}`;
}

function drawTotals(paper: Paper, { totals, taxes, payment }: BillingDocument, words: Words): void {
  const rows: [string, string, boolean][] = [['Net', totals.net, false]];
  for (const tax of taxes) rows.push([taxName(tax, words), tax.amount, false]);
  rows.push(['Total', totals.gross, true]);
  if (/[1-9]/.test(totals.paid)) {
    const paidOn = payment.paidOn ? ` on ${words.day(payment.paidOn)}` : '';
    rows.push([`Paid${paidOn}`, `-${totals.paid}`, false]);
  }
  if (/[1-9]/.test(totals.rounding)) rows.push(['Rounding', totals.rounding, false]);
  if (totals.due !== totals.gross) rows.push(['Amount due', totals.due, true]);
  paper.ensure(rows.length * 18 + 20);
  for (const [label, amount, strong] of rows) {
    const style = { size: strong ? 11 : 9, bold: strong, align: 'right' } as const;
    paper.text(label, 250, paper.y, { ...style, width: 200 });
    paper.text(words.money(amount), 456, paper.y, { ...style, width: right - 456 - 6 });
    paper.y += strong ? 19 : 15;
  }
  paper.y += 8;
}

function taxName({ name, percent, category }: DocumentTax, words: Words): string {
  if (category === 'O' || percent === null) return name;
  return `${name} ${words.percent(percent)}`;
}

const taxColumns: readonly Column[] = [
  { title: 'Tax', x: margin + 6, width: 110, align: 'left' },
  { title: 'Base', x: 166, width: 80, align: 'right' },
  { title: 'Amount', x: 252, width: 70, align: 'right' },
  { title: 'Note', x: 334, width: right - 334 - 6, align: 'left' },
];

function drawTaxes(paper: Paper, { taxes }: BillingDocument, words: Words): void {
  paper.ensure(50 + taxes.length * 14);
  const rows = taxes.map((tax) => ({
    cells: [taxName(tax, words), words.money(tax.base), words.money(tax.amount), tax.reason ?? ''],
    style: { size: 8 },
    gap: 4,
  }));
  drawTable(paper, taxColumns, rows);
  paper.y += 8;
}

const qrSize = 92;

function drawPayment(paper: Paper, document: BillingDocument, words: Words): void {
  const lines = paymentLines(document, words);
  const code = qrText(document);
  const height = Math.max(lines.length * 14 + 26, code ? qrSize + 26 : 0);
  paper.ensure(height);
  const { y } = paper;
  paper.artifact(() =>
    paper.doc
      .roundedRect(margin, y, right - margin, height, 4)
      .lineWidth(0.7)
      .strokeColor(rule)
      .stroke(),
  );
  const [headline, ...rest] = lines;
  let at = y + 13;
  at += paper.text(headline!, margin + 14, at, { size: 10.5, bold: true, width: 335 }) + 6;
  for (const line of rest)
    at += paper.text(line, margin + 14, at, { size: 8.5, color: ink, width: 335 }) + 2.5;
  if (code) {
    drawQr(paper, code.text, right - qrSize - 22, y + 6, qrSize);
    const place = { size: 6, color: faint, align: 'center', width: qrSize + 40 } as const;
    paper.text(code.says, right - qrSize - 42, y + qrSize + 8, place);
  }
  paper.y = y + height + 14;
}

function paymentLines(document: BillingDocument, words: Words): string[] {
  const { payment, totals, dueOn, kind, state } = document;
  if (kind === 'credit_note') {
    const why = document.reason === null ? [] : [`Reason: ${document.reason}`];
    return [`${words.money(totals.gross)} in your favour`, ...why];
  }
  if (state === 'draft') return ['Not payable yet: this is a draft'];
  if (state === 'void') return ['Void: nothing is to be paid'];
  const reference = `Payment reference: ${printedReference(payment.reference)}`;
  if (!/[1-9]/.test(totals.due)) return ['Paid. Thank you.', reference];
  const by = dueOn ? ` by ${words.day(dueOn)}` : '';
  const { account } = payment;
  const transfer = account && [
    `Account holder: ${account.holderName}`,
    `IBAN: ${printedReference(account.iban)}${account.bic ? `   BIC: ${account.bic}` : ''}`,
  ];
  const link = payment.payUrl ? [`Pay at ${payment.payUrl}`] : [];
  return [`Please pay ${words.money(totals.due)}${by}`, ...(transfer ?? []), reference, ...link];
}
