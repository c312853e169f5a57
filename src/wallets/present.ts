import { z } from 'zod';
import { amountDecimal, type Decimal, decimalText, formatAmount, instantText, ZERO } from '#kernel';
import { balanceOf, type Grant, type Movement, type Wallet } from './wallet.ts';

export const walletSchema = z.object({
  id: z.string(),
  organization_id: z.string().describe('The consumer'),
  provider_id: z.string(),
  currency: z.string(),
  balance: z
    .string()
    .describe('Paid and promotional credit that is left, used but not invoiced yet included'),
  paid: z.string(),
  promotional: z.string(),
  unsettled: z
    .string()
    .describe('Used by calls and not invoiced yet. Finer than the currency, as unit prices are'),
  available: z.string().describe('Balance less what is unsettled; what calls may still use'),
  held: z.string().describe('Of the balance, what is set aside for calls'),
  created_at: z.string(),
});

/** `unsettled`: what calls used since the last settlement, in major units. */
export function presentWallet(wallet: Wallet, unsettled: Decimal = ZERO): z.input<typeof walletSchema> {
  const { currency } = wallet;
  const amount = (minor: bigint) => formatAmount({ minor, currency });
  const available = amountDecimal({ minor: balanceOf(wallet), currency }).minus(unsettled);
  return {
    id: wallet.id,
    organization_id: wallet.organizationId,
    provider_id: wallet.providerId,
    currency,
    balance: amount(balanceOf(wallet)),
    paid: amount(wallet.paidMinor),
    promotional: amount(wallet.promotionalMinor),
    unsettled: decimalText(unsettled),
    available: decimalText(available),
    held: amount(wallet.heldMinor),
    created_at: instantText(wallet.createdAt),
  };
}

export const grantSchema = z.object({
  id: z.string(),
  wallet_id: z.string(),
  kind: z.enum(['promotional', 'paid']),
  currency: z.string(),
  amount: z.string(),
  remaining: z.string(),
  priority: z.int().describe('Lower numbers are used first'),
  expires_at: z.string().nullable(),
  period: z
    .object({ start_at: z.string(), end_at: z.string() })
    .nullable()
    .describe('Of credit that a plan includes: it pays for usage of this time, and ends when that is billed'),
  rollover_maximum: z
    .string()
    .nullable()
    .describe('What is left when the period is billed goes on for one more, at most this'),
  source: z.enum(['top_up', 'gift', 'plan']),
  source_id: z.string(),
  reason: z.string(),
  created_at: z.string(),
});

export function presentGrant(grant: Grant, currency: string): z.input<typeof grantSchema> {
  const amount = (minor: bigint) => formatAmount({ minor, currency });
  return {
    id: grant.id,
    wallet_id: grant.walletId,
    kind: grant.kind,
    currency,
    amount: amount(grant.amountMinor),
    remaining: amount(grant.remainingMinor),
    priority: grant.priority,
    expires_at: grant.expiresAt && instantText(grant.expiresAt),
    period: grant.period && {
      start_at: instantText(grant.period.startAt),
      end_at: instantText(grant.period.endAt),
    },
    rollover_maximum: grant.rolloverMaximumMinor === null ? null : amount(grant.rolloverMaximumMinor),
    source: grant.source,
    source_id: grant.sourceId,
    reason: grant.reason,
    created_at: instantText(grant.createdAt),
  };
}

export const movementSchema = z.object({
  id: z.string(),
  number: z.int(),
  grant_id: z.string(),
  kind: z.enum(['granted', 'settled', 'discounted', 'expired', 'revoked', 'taken_back']),
  amount: z.string().describe('Into the wallet positive, out of it negative'),
  balance: z.string().describe('Of the wallet after it'),
  currency: z.string(),
  invoice_id: z.string().nullable(),
  at: z.string(),
});

export function presentMovement(movement: Movement, currency: string): z.input<typeof movementSchema> {
  return {
    id: movement.id,
    number: Number(movement.number),
    grant_id: movement.grantId,
    kind: movement.kind,
    amount: formatAmount({ minor: movement.amountMinor, currency }),
    balance: formatAmount({ minor: movement.balanceMinor, currency }),
    currency,
    invoice_id: movement.invoiceId,
    at: instantText(movement.at),
  };
}
