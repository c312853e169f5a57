import { formatAmount } from '#kernel';
import type { Payout } from './payout.ts';

const columns = [
  'payout_id',
  'provider_id',
  'holder_name',
  'iban',
  'amount',
  'currency',
  'reference',
] as const;

/**
 * A text cell that no spreadsheet runs as a formula: one that starts with `=`, `+`, `-`, `@` or a control
 * character gets an apostrophe. Amounts are not written with this: they are numbers and stay numbers.
 */
export function csvText(text: string): string {
  const safe = /^[\s]*[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",;\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The payouts of a run for the bank (RFC 4180). */
export function payoutFile(payouts: readonly Payout[]): string {
  const rows = payouts.map((payout) => [
    csvText(payout.id),
    csvText(payout.providerId),
    csvText(payout.holderName),
    csvText(payout.iban),
    formatAmount({ minor: payout.amountMinor, currency: payout.currency }),
    csvText(payout.currency),
    csvText(`Payout ${payout.id}`),
  ]);
  return [columns, ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}
