/**
 * The closed chart of accounts. The table `ledger_chart` holds the same codes; a test keeps the two together.
 */
export const chart = {
  receivable: { class: 'asset', creditOnly: false },
  processor_clearing: { class: 'asset', creditOnly: false },
  bank: { class: 'asset', creditOnly: false },
  processor_fee: { class: 'expense', creditOnly: false },
  platform_fee_revenue: { class: 'revenue', creditOnly: false },
  provider_unsettled: { class: 'liability', creditOnly: false },
  provider_payable: { class: 'liability', creditOnly: false },
  payout_in_transit: { class: 'liability', creditOnly: true },
  tax_payable: { class: 'liability', creditOnly: false },
  unapplied_credit: { class: 'liability', creditOnly: true },
  prepaid_credit: { class: 'liability', creditOnly: true },
  promo_credit: { class: 'liability', creditOnly: true },
  marketing_expense: { class: 'expense', creditOnly: false },
  breakage_revenue: { class: 'revenue', creditOnly: false },
  refund_in_transit: { class: 'liability', creditOnly: true },
  bad_debt: { class: 'expense', creditOnly: false },
} as const satisfies Record<
  string,
  { class: 'asset' | 'liability' | 'revenue' | 'expense'; creditOnly: boolean }
>;

export type AccountCode = keyof typeof chart;

export function isAccountCode(text: string): text is AccountCode {
  return Object.hasOwn(chart, text);
}

/** Owner of the accounts of the installation itself. */
export const PLATFORM = 'platform';

/** What identifies an account. Accounts never mix currencies. */
export interface AccountRef {
  readonly code: AccountCode;
  /** An organization, or PLATFORM. */
  readonly owner: string;
  readonly counterparty: string | null;
  readonly currency: string;
}

export function accountKey(account: AccountRef): string {
  return `${account.code}|${account.owner}|${account.counterparty ?? ''}|${account.currency}`;
}
