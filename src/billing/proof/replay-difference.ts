/** Where the difference between an invoice and its recomputation lies. */
export const DIFFERENCE_KINDS = [
  /** Something cannot be recomputed: that it is right cannot be said. */
  'not_replayable',
  /** What was recorded with the invoice does not have the invoice's digest any more. */
  'inputs',
  'plan',
  'usage',
  'billed_before',
  'charge',
  'line',
  'total',
  'digest',
] as const;

export interface ReplayDifference {
  readonly kind: (typeof DIFFERENCE_KINDS)[number];
  readonly detail: string;
  /** Of the shares of platform and provider, which are not the buyer's business. */
  readonly confidential?: boolean;
}
