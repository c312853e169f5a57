/**
 * Why money is asked for, and so which invoice it is: the first, a change within the period, a period's real close,
 * a close before it (asked for, or because much was used), the end, or usage that came late. A top-up is no close:
 * it asks for credit in advance.
 */
export const INVOICE_CAUSES = [
  'start',
  'change',
  'renewal',
  'early',
  'threshold',
  'final',
  'late',
  'topup',
] as const;
export type InvoiceCause = (typeof INVOICE_CAUSES)[number];
