import type { AccountCode } from '#ledger';

/** Promotional credit is a discount before tax; paid credit a means of payment after it. */
export type CreditKind = 'promotional' | 'paid';

/** Whose credit with whom. A consumer has one wallet per provider and currency. */
export interface WalletRef {
  readonly organizationId: string;
  readonly providerId: string;
  readonly currency: string;
}

export interface Wallet extends WalletRef {
  readonly id: string;
  /** What its grants have left, in minor units. */
  readonly paidMinor: bigint;
  readonly promotionalMinor: bigint;
  /** Set aside for calls at the gate, and not settled yet. */
  readonly heldMinor: bigint;
  readonly movementCount: bigint;
  readonly createdAt: Temporal.Instant;
}

export type GrantSource = 'top_up' | 'gift' | 'plan';

/** Of a plan's credit: it pays for usage of this time and of this subscription alone. */
export interface GrantPeriod {
  readonly startAt: Temporal.Instant;
  readonly endAt: Temporal.Instant;
}

export interface Grant {
  readonly id: string;
  readonly walletId: string;
  readonly kind: CreditKind;
  readonly amountMinor: bigint;
  readonly remainingMinor: bigint;
  /** Lower numbers are used first, then what expires sooner, then what is older. */
  readonly priority: number;
  /** Of a plan's credit null until its period is billed: what is left may be needed up to then. */
  readonly expiresAt: Temporal.Instant | null;
  /** null: credit that is bound to no time and no subscription. */
  readonly period: GrantPeriod | null;
  /** So much at most of what is left goes on for one more period; null: nothing, or no more. */
  readonly rolloverMaximumMinor: bigint | null;
  readonly source: GrantSource;
  /** The invoice of a top-up, the subscription of a plan's credit, who gave it. */
  readonly sourceId: string;
  readonly reason: string;
  readonly key: string;
  readonly movementCount: number;
  readonly createdAt: Temporal.Instant;
}

export type MovementKind = 'granted' | 'settled' | 'discounted' | 'expired' | 'revoked' | 'taken_back';

export interface Movement {
  readonly id: string;
  readonly walletId: string;
  /** 1, 2, … within the wallet. */
  readonly number: bigint;
  readonly grantId: string;
  readonly kind: MovementKind;
  /** Into the wallet positive, out of it negative. */
  readonly amountMinor: bigint;
  /** Of the wallet after this movement. */
  readonly balanceMinor: bigint;
  readonly key: string;
  readonly invoiceId: string | null;
  readonly at: Temporal.Instant;
}

export const DEFAULT_PRIORITY = 100;

export function walletText({ organizationId, providerId, currency }: WalletRef): string {
  return `${organizationId}|${providerId}|${currency}`;
}

export function balanceOf(wallet: Pick<Wallet, 'paidMinor' | 'promotionalMinor'>): bigint {
  return wallet.paidMinor + wallet.promotionalMinor;
}

/** The account that a wallet's credit of a kind stands on. */
export const CREDIT_ACCOUNTS: Readonly<Record<CreditKind, AccountCode>> = {
  paid: 'prepaid_credit',
  promotional: 'promo_credit',
};
