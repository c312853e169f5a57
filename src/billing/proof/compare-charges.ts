import { DECIMAL_PLACES, round } from '#kernel';
import type { Billed, CloseInput, Invoice, InvoiceLine } from '../invoices/index.ts';
import { type CloseAgain, chargesOf } from './close-again.ts';
import type { ReplayDifference } from './replay-difference.ts';
import type { StoredCharge } from './store-charges.ts';

/** What had been billed of each item when the invoice was made, by the charges as they stand now. */
export function billedBefore(
  before: CloseInput,
  charges: readonly StoredCharge[],
): { billed: Map<string, Billed>; differences: ReplayDifference[] } {
  const differences: ReplayDifference[] = [];
  const byItem = Map.groupBy(charges, (charge) => charge.item);
  const billed = new Map<string, Billed>();
  for (const [item, recorded] of before.billed) {
    const own = (byItem.get(item) ?? []).filter((charge) => charge.sequence <= recorded.sequence);
    const amountMinor = own.reduce((sum, charge) => sum + charge.amountMinor, 0n);
    const sequence = own.at(-1)?.sequence ?? 0;
    billed.set(item, { ...recorded, amountMinor, sequence });
    if (amountMinor === recorded.amountMinor && sequence === recorded.sequence) continue;
    const detail = `of ${item}: ${recorded.amountMinor} had been billed before, the charges come to ${amountMinor}`;
    differences.push({ kind: 'billed_before', detail });
  }
  return { billed, differences };
}

/** The charges of the close against those that it comes to now, and the lines against their charges. */
export function compareCharges(
  invoice: Invoice,
  lines: readonly InvoiceLine[],
  again: readonly CloseAgain[],
  charges: readonly StoredCharge[],
): ReplayDifference[] {
  const stored = new Map(charges.map((charge) => [`${charge.item}|${charge.sequence}`, charge]));
  const differences: ReplayDifference[] = [];
  for (const [name, charge] of chargesOf(again)) {
    const found = stored.get(name);
    const same =
      found?.amountMinor === charge.amountMinor &&
      found.quantity.eq(round(charge.quantity, DECIMAL_PLACES)) &&
      found.highestBatch === charge.highestBatch;
    if (!same) differences.push({ kind: 'charge', detail: chargeDetail(name, charge.amountMinor, found) });
  }
  const onInvoice = charges.filter((charge) => charge.invoiceId === invoice.id);
  const sum = onInvoice.reduce((total, charge) => total + charge.amountMinor, 0n);
  const listed = lines.reduce((total, line) => total + line.chargedMinor, 0n);
  if (onInvoice.length !== lines.length || sum !== listed) {
    const detail = `${onInvoice.length} charges over ${sum} are of this invoice, which has ${lines.length} lines over ${listed}`;
    differences.push({ kind: 'charge', detail });
  }
  return differences;
}

function chargeDetail(name: string, amountMinor: bigint, found: StoredCharge | undefined): string {
  if (!found) return `${name} should be charged with ${amountMinor} and is not`;
  return `${name} should be charged with ${amountMinor} and is with ${found.amountMinor} for ${found.quantity.toFixed()}`;
}
