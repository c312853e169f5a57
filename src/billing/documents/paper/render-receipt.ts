import type { Receipt } from '../receipt.ts';
import { drawLetterHead } from './letter-head.ts';
import { margin, Paper, right } from './paper.ts';
import { type Column, drawTable } from './table.ts';
import { wordsOf } from './words.ts';

const columns: readonly Column[] = [
  { title: 'Invoice', x: margin + 6, width: 170, align: 'left' },
  { title: 'Issued', x: 232, width: 90, align: 'left' },
  { title: 'Invoice total', x: 328, width: 100, align: 'right' },
  { title: 'Paid by this', x: 434, width: right - 434 - 6, align: 'right' },
];

export async function renderReceipt(receipt: Receipt, logo: Buffer | null): Promise<Buffer> {
  const words = wordsOf(receipt);
  const { seller, buyer, amount, unapplied } = receipt;
  const paper = await Paper.open({
    title: `Receipt ${receipt.paymentId}`,
    author: seller.name,
    subject: `Payment of ${buyer.name} to ${seller.name}`,
    at: receipt.receivedAt,
    language: 'en',
    watermark: null,
    footer: null,
    mark: `${seller.name} · receipt ${receipt.paymentId}`,
  });
  const facts = [
    ['Received', words.day(receipt.receivedOn)],
    ['By', receipt.source],
    ['Payment', receipt.paymentId],
    ['Amount', words.money(amount)],
  ] as const;
  const head = {
    title: 'Receipt',
    sender: seller,
    receiver: buyer,
    receiverLabel: 'Received from',
    logo,
    facts,
  };
  drawLetterHead(paper, head, words);
  const rows = receipt.invoices.map((one) => ({
    cells: [one.number, words.day(one.issuedOn), words.money(one.total), words.money(one.amount)],
    style: { size: 9.5 },
    gap: 6,
  }));
  drawTable(paper, columns, rows);
  const totals: [string, string][] = [['Paid', amount]];
  if (/[1-9]/.test(unapplied)) totals.push(['Of this kept as credit', unapplied]);
  for (const [label, value] of totals) {
    const style = { size: 11, bold: true, align: 'right' } as const;
    paper.text(label, 200, paper.y, { ...style, width: 220 });
    paper.text(words.money(value), 434, paper.y, { ...style, width: right - 434 - 6 });
    paper.y += 19;
  }
  paper.y += 12;
  paper.text('Received with thanks.', margin, paper.y, { size: 9 });
  return paper.finish();
}
