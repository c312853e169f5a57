import type { Statement } from '../statement.ts';
import { drawLetterHead } from './letter-head.ts';
import { margin, Paper, right } from './paper.ts';
import { type Column, drawTable, type Row } from './table.ts';
import { wordsOf } from './words.ts';

const columns: readonly Column[] = [
  { title: 'Date', x: margin + 6, width: 80, align: 'left' },
  { title: 'What', x: 142, width: 206, align: 'left' },
  { title: 'Amount', x: 354, width: 88, align: 'right' },
  { title: 'Balance', x: 448, width: right - 448 - 6, align: 'right' },
];

/** `at`: when the period ended; the only time in the file. */
export async function renderStatement(
  statement: Statement,
  { logo, at }: { logo: Buffer | null; at: Temporal.Instant },
): Promise<Buffer> {
  const words = wordsOf(statement);
  const { seller, buyer, period, opening, closing, charged, credited } = statement;
  const days = words.days(period);
  const paper = await Paper.open({
    title: `Statement ${period.startOn} – ${period.endOn}`,
    author: seller.name,
    subject: `Account of ${buyer.name} with ${seller.name}`,
    at,
    language: 'en',
    watermark: null,
    footer: null,
    mark: `Statement of ${buyer.name} with ${seller.name} · ${days}`,
  });
  const facts = [
    ['Period', days],
    ['Currency', statement.currency],
    ['Opening', words.money(opening)],
    ['Charged', words.money(charged)],
    ['Credited', words.money(credited)],
    ['Closing', words.money(closing)],
  ] as const;
  const title = 'Statement';
  drawLetterHead(
    paper,
    { title, sender: seller, receiver: buyer, receiverLabel: 'Account of', logo, facts },
    words,
  );
  const edge = (day: Temporal.PlainDate, name: string, balance: string): Row => ({
    cells: [words.day(day), name, '', words.money(balance)],
    style: { size: 9, bold: true },
    gap: 6,
  });
  const rows = statement.entries.map((entry) => ({
    cells: [words.day(entry.on), entry.description, words.money(entry.amount), words.money(entry.balance)],
    style: { size: 9 },
    gap: 5,
  }));
  drawTable(paper, columns, [
    edge(period.startOn, 'Opening balance', opening),
    ...rows,
    edge(period.endOn, 'Closing balance', closing),
  ]);
  return paper.finish();
}
