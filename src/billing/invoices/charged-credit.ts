/** Promotional credit as a discount, and credit that is held for calls: what closing asks of the wallets. */
import type { Db } from '#kernel';
import type { EntryDraft } from '#ledger';
import {
  leasesOfWallets,
  promotionalCredits,
  settleCharged,
  type Taking,
  takePromotional,
  walletText,
} from '#wallets';
import type { PromotionalCredit } from './adjustments.ts';
import type { BillableSubscription } from './billable.ts';
import { type Charge, itemText } from './charge.ts';
import { prepaidCharges } from './prepaid-item.ts';

/**
 * Of each subscription the promotional credit that it may use: what nothing holds, and what is held for its own calls, which
 * may be taken for these calls only. The wallets are held until the transaction ends.
 */
export async function creditsOf(
  db: Db,
  subscriptions: readonly BillableSubscription[],
  at: Temporal.Instant,
): Promise<ReadonlyMap<string, readonly PromotionalCredit[]>> {
  const refOf = ({ organizationId, providerId, plan }: BillableSubscription) => {
    return { organizationId, providerId, currency: plan.terms.currency };
  };
  const found = await promotionalCredits(db, subscriptions.map(refOf), at);
  if (found.size === 0) return new Map();
  const walletIds = [...found.values()].map((credit) => credit.walletId);
  const leases = Map.groupBy(await leasesOfWallets(db, walletIds), (lease) => lease.subscriptionId);
  const result = new Map<string, readonly PromotionalCredit[]>();
  for (const subscription of subscriptions) {
    const ref = refOf(subscription);
    const credit = found.get(walletText(ref));
    if (!credit) continue;
    const grants = credit.grants.filter((one) => one.period === null || one.sourceId === subscription.id);
    const own = (leases.get(subscription.id) ?? []).filter((lease) => lease.walletId === credit.walletId);
    const heldMinor = own.reduce((sum, lease) => sum + lease.grantedMinor - lease.settledMinor, 0n);
    const shares = shareOut(
      grants.map((grant) => grant.remainingMinor),
      credit.freeMinor,
      heldMinor,
    );
    const usable = grants.map(({ id, reason, period }, index) => ({
      ...{ id, name: `Credit: ${reason}`, currency: ref.currency, ...(period ? { period } : {}) },
      ...shares[index]!,
    }));
    result.set(subscription.id, usable);
  }
  return result;
}

/** What is free goes to the grants that are used first; then what is held. */
function shareOut(
  remaining: readonly bigint[],
  freeMinor: bigint,
  heldMinor: bigint,
): { availableMinor: bigint; heldMinor: bigint }[] {
  let free = freeMinor;
  let held = heldMinor;
  return remaining.map((minor) => {
    const ofFree = smallest(minor, free);
    const ofHeld = smallest(minor - ofFree, held);
    free -= ofFree;
    held -= ofHeld;
    return { availableMinor: ofFree + ofHeld, heldMinor: ofHeld };
  });
}

function smallest(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

/** What was charged for calls is held no longer; then discounts are taken. */
export async function takeCredits(
  tx: Db,
  charges: readonly Charge[],
  invoiceIdOf: (charge: Charge) => string | null,
  at: Temporal.Instant,
): Promise<readonly EntryDraft[]> {
  await settleCharged(tx, prepaidCharges(charges), at);
  const takings = charges
    .filter((charge) => charge.kind === 'credit')
    .map(
      (charge): Taking => ({
        grantId: charge.itemKey,
        charge: `${itemText(charge)}|${charge.sequence}`,
        amountMinor: -charge.amountMinor,
        invoiceId: invoiceIdOf(charge),
      }),
    );
  return takePromotional(tx, takings, at);
}
