import { type Invoice, type RecordedInputs, splitNet, totalsOf } from '../invoices/index.ts';
import type { ReplayedLine } from './compare-lines.ts';
import type { ReplayDifference } from './replay-difference.ts';

/** The way from the lines to the total and the shares, with what is recomputed of each line. */
export function compareTotals(
  invoice: Invoice,
  lines: readonly ReplayedLine[],
  recorded: RecordedInputs['totals'],
): ReplayDifference[] {
  const taxable = lines.flatMap(({ again }, index) => {
    const tax = recorded.taxes[recorded.taxOfLines[index] ?? 0];
    return again && tax ? [{ ...tax, amountMinor: again.amountMinor }] : [];
  });
  const totals = totalsOf(taxable);
  // A net below zero, which only a broken invoice comes to, is not shared.
  const split = totals.netMinor < 0n ? null : splitNet(totals.netMinor, recorded.feeBasisPoints);
  const figures = [
    ['net', invoice.netMinor, totals.netMinor],
    ...taxFigures(invoice, totals.taxes),
    ['tax', invoice.taxMinor, totals.taxMinor],
    ['total', invoice.totalMinor, totals.totalMinor],
    ['platform fee', invoice.feeMinor, split?.feeMinor],
    ['provider share', invoice.shareMinor, split?.shareMinor],
    ...netFigures(lines, totals.lineNetsMinor),
  ] as const;
  return figures
    .filter(([, then, now]) => then !== now)
    .map(([what, then, now]) => ({
      kind: 'total',
      detail: `${what} ${then ?? 'nothing'}, recomputed ${now ?? 'nothing'} minor units`,
      confidential: what === 'platform fee' || what === 'provider share',
    }));
}

type Figure = readonly [what: string, then: bigint | undefined, now: bigint | undefined];

function taxFigures({ taxes }: Pick<Invoice, 'taxes'>, now: Invoice['taxes']): Figure[] {
  const most = Math.max(taxes.length, now.length);
  return Array.from({ length: most }, (_, index) => {
    const [one, other] = [taxes[index], now[index]];
    const { name, ratePercent } = (one ?? other)!;
    const sameTax = one && other && one.code === other.code && one.ratePercent.eq(other.ratePercent);
    return [`${name} ${ratePercent.toFixed()} %`, one?.amountMinor, sameTax ? other.amountMinor : undefined];
  });
}

/** Where prices include tax, the net of a line is what is left of it. */
function netFigures(lines: readonly ReplayedLine[], nets: readonly bigint[]): Figure[] {
  if (lines.some(({ again }) => again === null)) return [];
  return lines.flatMap(({ line }, index) =>
    line ? [[`net of line ${line.position}`, line.amountMinor, nets[index]] as const] : [],
  );
}
