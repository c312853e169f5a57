import { DECIMAL_PLACES, round } from '#kernel';
import type { Charge, Invoice, InvoiceLine } from '../invoices/index.ts';
import { type CloseAgain, chargeName, chargesOf } from './close-again.ts';
import type { ReplayDifference } from './replay-difference.ts';

/** A line of the invoice beside what it comes to now; one of them is null where it has no counterpart. */
export interface ReplayedLine {
  readonly line: InvoiceLine | null;
  readonly again: Charge | null;
}

export function compareLines(
  invoice: Invoice,
  lines: readonly InvoiceLine[],
  again: readonly CloseAgain[],
): { lines: ReplayedLine[]; differences: ReplayDifference[] } {
  const left = chargesOf(again);
  const compared: ReplayedLine[] = [];
  const differences: ReplayDifference[] = [];
  for (const line of lines) {
    const name = chargeName(itemOf(invoice, line));
    const charge = left.get(name) ?? null;
    left.delete(name);
    compared.push({ line, again: charge });
    differences.push(...lineDifferences(invoice, line, charge));
  }
  for (const charge of left.values()) {
    if (charge.amountMinor === 0n || charge.currency !== invoice.currency) continue;
    compared.push({ line: null, again: charge });
    const detail = `a line is missing: ${charge.description}, ${charge.amountMinor} minor units`;
    differences.push({ kind: 'line', detail });
  }
  return { lines: compared, differences };
}

function itemOf({ subscriptionId }: Invoice, line: InvoiceLine) {
  const period = { startAt: line.periodStartAt, endAt: line.periodEndAt };
  return { subscriptionId, kind: line.kind, itemKey: line.itemKey, sequence: line.sequence, period };
}

/** Everything that money or its proof depends on; words may change. */
function lineDifferences({ id }: Invoice, line: InvoiceLine, charge: Charge | null): ReplayDifference[] {
  const which = `line ${line.position} (${line.description})`;
  if (charge === null) {
    const detail = `${which} of ${id} is of nothing that its inputs come to`;
    return [{ kind: 'not_replayable', detail }];
  }
  const figures = [
    ['amount in minor units', String(line.chargedMinor), String(charge.amountMinor)],
    ['quantity', line.quantity.toFixed(), round(charge.quantity, DECIMAL_PLACES).toFixed()],
    ['highest batch', String(line.highestBatch), String(charge.highestBatch)],
    ['plan version', line.planVersionId, charge.planVersionId],
    ['end of its period', String(line.periodEndAt), String(charge.period.endAt)],
  ] as const;
  return figures
    .filter(([, then, now]) => then !== now)
    .map(([what, then, now]) => ({ kind: 'line', detail: `${which}: ${what} ${then}, recomputed ${now}` }));
}
