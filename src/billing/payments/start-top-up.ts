import { creditorReference } from '#connectors/payments';
import { type Db, decimal, newId, Problem, ZERO } from '#kernel';
import { attribution, type Subscription, subscriptionsByIds } from '#subscriptions';
import type { WalletRef } from '#wallets';
import type { CloseDeps } from '../invoices/close-batch.ts';
import type { Invoice, InvoiceDraft } from '../invoices/invoice.ts';
import { announceIssued, bookIssued, numberInvoices } from '../invoices/issue.ts';
import { invoiceProblems } from '../invoices/problems.ts';
import { settingsOf } from '../invoices/settings.ts';
import { insertCharges, invoiceSequences } from '../invoices/store-close.ts';
import { insertInvoices, nextPaymentReferences } from '../invoices/store-invoices.ts';
import type { Treatment } from '../invoices/tax-facts.ts';
import type { TaxedLine } from '../invoices/tax-source.ts';
import { totalsOf } from '../invoices/totals.ts';
import { paymentProblems } from './problems.ts';
import { insertTopUp } from './store-top-ups.ts';
import type { TopUp } from './top-up.ts';

export interface TopUpOrder {
  readonly ref: WalletRef;
  readonly amountMinor: bigint;
  readonly automatic: boolean;
  readonly at: Temporal.Instant;
}

const TOP_UP_KEY = 'top-up';

/** Credit may be used for whatever the provider sells, wherever that is taxed: a voucher for several purposes. */
const UNTAXED: Treatment = {
  ...{ code: 'O', label: 'No tax', rates: [], place: null, reasonCode: 'VATEX-EU-O', sellerTaxId: null },
  reason: 'Credit in advance is not taxed; what it pays for is.',
  explanation: 'Tax is charged by the invoices that are paid with this credit.',
};

/**
 * Asks for credit in advance: an invoice without tax and without commission, since neither is due before the credit is
 * used. Whoever pays it gets the credit; who collects it is the caller's to say.
 */
export async function startTopUp(
  tx: Db,
  close: Pick<CloseDeps, 'sources' | 'defaults'>,
  order: TopUpOrder,
): Promise<TopUp> {
  const { ref, amountMinor, automatic, at } = order;
  const subscription = await subscriptionOf(tx, ref);
  const draft = await draftInvoice(tx, close, subscription, order);
  const settings = (await settingsOf(tx, [ref.providerId], close.defaults))(ref.providerId);
  const slug = (await close.sources.organizations(tx, [ref.providerId])).slug(ref.providerId);
  const [invoice] = await numberInvoices(tx, [draft], () => ({ slug, ...settings }), at);
  await insertCharges(tx, draft.lines, () => draft.id, at);
  await insertInvoices(tx, [invoice!]);
  const topUp: TopUp = {
    ...ref,
    invoiceId: draft.id,
    amountMinor,
    automatic,
    state: 'open',
    createdAt: at,
    endedAt: null,
  };
  await insertTopUp(tx, topUp);
  await announceIssued(tx, [invoice as Invoice], at);
  await bookIssued(tx, [invoice as Invoice], [], at);
  return topUp;
}

/** One that could use the credit: it names the product on the invoice. */
async function subscriptionOf(tx: Db, ref: WalletRef): Promise<Subscription> {
  const known = (await attribution.forOrganizations(tx, [ref.organizationId])).get(ref.organizationId) ?? [];
  const ids = known
    .filter((one) => one.providerOrganizationId === ref.providerId && one.canceledAt === null)
    .map((one) => one.subscriptionId);
  const found = [...(await subscriptionsByIds(tx, ids)).values()];
  const usable = found.find((one) => one.currency === ref.currency);
  if (!usable) throw new Problem(paymentProblems.nothingToTopUp);
  return usable;
}

async function draftInvoice(
  tx: Db,
  { sources }: Pick<CloseDeps, 'sources'>,
  subscription: Subscription,
  { ref, amountMinor, at }: TopUpOrder,
): Promise<InvoiceDraft> {
  const { organizationId, providerId, currency } = ref;
  const parties = await sources.organizations(tx, [providerId, organizationId]);
  const seller = parties.seller(providerId);
  const buyer = parties.buyer(organizationId);
  if (!seller || !buyer) throw new Problem(invoiceProblems.sellerUnknown);
  const { id: subscriptionId, productId, planVersionId, timeZone } = subscription;
  const sequences = await invoiceSequences(tx, 'topup', new Map([[subscriptionId, at]]));
  const sequence = (sequences.get(subscriptionId) ?? 0) + 1;
  const period = { startAt: at, endAt: at };
  const id = newId('inv');
  const line: TaxedLine = {
    // Its own, not the subscription's: what that was charged is rated again at each close.
    ...{ subscriptionId: id, kind: 'fee', itemKey: TOP_UP_KEY, period, sequence: 1, planVersionId, currency },
    ...{
      quantity: decimal(1),
      amountMinor,
      highestBatch: null,
      description: 'Credit in advance',
      unit: 'top-up',
    },
    explanation: { model: 'top_up', note: 'Tax is charged when the credit is used' },
    ...{ chargedMinor: amountMinor, taxCode: UNTAXED.code, taxPercent: ZERO },
  };
  const [reference] = await nextPaymentReferences(tx, 1);
  const { lineNetsMinor: _, ...totals } = totalsOf([{ amountMinor, inclusive: false, treatment: UNTAXED }]);
  return {
    ...{ id, state: 'draft', number: null, cause: 'topup', subscriptionId, period, sequence },
    ...{ providerId, organizationId, productId, currency, seller, buyer, timeZone },
    productName: (await sources.productNames(tx, [productId])).get(productId) ?? productId,
    ...totals,
    lineCount: 1,
    // All of it is the provider's until the payment turns it into credit: the commission is taken when that is used.
    ...{ feeBasisPoints: 0, feeMinor: 0n, shareMinor: amountMinor },
    paymentReference: creditorReference(reference!),
    ...{ createdAt: at, issuedAt: null, dueAt: null, runId: null, finalizeAt: null },
    lines: [line],
    taxable: [{ amountMinor, inclusive: false, treatment: UNTAXED }],
    productNames: new Map(),
  };
}
