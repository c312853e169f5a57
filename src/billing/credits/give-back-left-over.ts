import { type Db, formatAmount } from '#kernel';
import { lockSubscription } from '#subscriptions';
import { type Charge, carriedCharges, holdFence, policiesOf } from '../invoices/index.ts';
import type { CreditNote } from './credit-note.ts';
import { issueCreditNote } from './issue-credit-note.ts';
import { leftOverOf } from './left-over.ts';
import { linesThatBilled, markGivenBack } from './store-left-over.ts';

/**
 * For `subscription.credit_left`: what an end left in charges that wait for an invoice becomes credit notes on the invoices
 * that billed the same items, and the charges wait no longer. Asked again, or once the subscription goes on, it does nothing.
 */
export async function giveBackLeftOver(
  tx: Db,
  subscriptionId: string,
  at: Temporal.Instant,
): Promise<CreditNote[]> {
  await holdFence(tx, subscriptionId);
  const subscription = await lockSubscription(tx, subscriptionId);
  if (subscription?.state !== 'canceled') return [];
  const waiting = (await carriedCharges(tx, [subscriptionId])).get(subscriptionId) ?? [];
  if (waiting.reduce((sum, charge) => sum + charge.amountMinor, 0n) >= 0n) return [];
  const { providerOrganizationId: providerId, currency } = subscription;
  const remainder = (await policiesOf(tx, [providerId]))(providerId).leftOverCredit;
  const noteOf = new Map<number, string>();
  const notes: CreditNote[] = [];
  const found = leftOverOf(waiting, await linesThatBilled(tx, waiting));
  // Invoices are held in the order of their ids, as everywhere.
  for (const one of found.sort((a, b) => (a.invoiceId < b.invoiceId ? -1 : 1))) {
    const note = await issueCreditNote(tx, {
      ...{ invoiceId: one.invoiceId, providerId, remainder, at, by: 'billing', reason: 'left_over' },
      ask: { kind: 'charged', lines: one.lines },
      note: one.keptMinor === 0n ? null : keptText(waiting, one.keptMinor, currency),
    });
    notes.push(note);
    for (const index of one.charges) noteOf.set(index, note.id);
  }
  const first = notes[0]?.id ?? null;
  const given = waiting.map((charge, index) => ({ charge, creditNoteId: noteOf.get(index) ?? first }));
  await markGivenBack(tx, given, at);
  return notes;
}

const mostNamed = 3;

/** Names what was used until the end: no invoice says it. */
function keptText(waiting: readonly Charge[], keptMinor: bigint, currency: string): string {
  const used = waiting.filter((charge) => charge.amountMinor > 0n);
  const names = used.slice(0, mostNamed).map((charge) => charge.description);
  const more = used.length > mostNamed ? ` and ${used.length - mostNamed} more` : '';
  const amount = formatAmount({ minor: keptMinor, currency });
  return `${amount} ${currency} is kept for what was used until the end: ${names.join(', ')}${more}`.slice(
    0,
    500,
  );
}
