import { csvText, formatAmount } from '#kernel';
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
