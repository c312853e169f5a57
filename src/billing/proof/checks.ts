import type { UsageDb } from '#kernel';
import type { CloseSources } from '../invoices/index.ts';
import type { Check } from './check.ts';
import { invoiceChecks } from './checks-invoices.ts';
import { ledgerChecks } from './checks-ledger.ts';
import { subscriptionChecks } from './checks-subscriptions.ts';
import { rollupCheck } from './checks-usage.ts';

/** Everything that must agree at any moment. */
export function billingChecks(sources: CloseSources, usageDb: UsageDb): readonly Check[] {
  return [...ledgerChecks, ...invoiceChecks, ...subscriptionChecks(sources), rollupCheck(usageDb)];
}
