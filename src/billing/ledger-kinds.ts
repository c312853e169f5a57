import { type Decimal, decimal, newId, ZERO } from '#kernel';
import { PLATFORM } from '#ledger';
import type { Charge } from './invoices/charge.ts';
import type { InvoiceDraft } from './invoices/invoice.ts';
import { announceIssued, bookIssued, numberInvoices } from './invoices/issue.ts';
import { insertCharges } from './invoices/store-close.ts';
import { insertInvoices } from './invoices/store-invoices.ts';
import type { Treatment } from './invoices/tax-facts.ts';
import { splitNet, totalsOf } from './invoices/totals.ts';
import {
  CURRENCIES,
  commit,
  type History,
  type IssuedFact,
  type Kind,
  own,
  type PayoutFact,
} from './ledger-facts.ts';
import { recordPayment } from './payments/index.ts';
import { runPayouts, settlePayout } from './payouts/index.ts';
import { startAt } from './testing.ts';

const issue: Kind = {
  weight: 4,
  covers: ['issued', 'issued aborted', 'issued with tax', 'issued without fee'],
  async run(history, step) {
    const { stage } = history;
    const consumer = history.consumers[step.index % history.consumers.length]!;
    const currency = CURRENCIES[step.part % 2]!;
    const taxPercent = step.part % 3 === 0 ? null : decimal(19);
    const feeBasisPoints = step.index % 4 === 0 ? 0 : 1 + ((step.part * 37) % 9999);
    const charge = chargeOf(consumer.id, currency, BigInt(1 + step.part * step.part), history.next());
    const at = stage.clock.now();
    const draft = draftOf(history, consumer, { charge, taxPercent, feeBasisPoints });
    const committed = await commit(step, stage.db, async (tx) => {
      const seller = () => ({ slug: 'history', paymentTermsDays: 14 });
      const invoices = await numberInvoices(tx, [draft], seller, at);
      await insertCharges(tx, [charge], () => draft.id, at);
      await insertInvoices(tx, invoices);
      await announceIssued(tx, invoices, at);
      await bookIssued(tx, invoices, [], at);
    });
    if (!committed) return history.saw('issued aborted');
    // By hand, not by what the code says: the fee is rounded half up, the tax half away from zero.
    const net = charge.amountMinor;
    const fee = (net * BigInt(feeBasisPoints) + 5000n) / 10_000n;
    const tax = taxPercent === null ? 0n : (net * 19n + 50n) / 100n;
    const { organizationId } = consumer;
    const fact = { id: draft.id, consumer: organizationId, currency, total: net + tax, tax, fee };
    history.issued.push({ ...fact, share: net - fee });
    history.saw('issued');
    if (tax > 0n) history.saw('issued with tax');
    if (fee === 0n) history.saw('issued without fee');
  },
  means({ stage, issued }, add) {
    for (const { consumer, currency, total, tax, fee, share } of issued) {
      add(own('receivable', stage.providerId, currency, consumer), total);
      add(own('tax_payable', stage.providerId, currency), -tax);
      add(own('platform_fee_revenue', PLATFORM, currency, stage.providerId), -fee);
      add(own('provider_unsettled', stage.providerId, currency), -share);
    }
  },
};

/** Put together without the close, so that the amounts are what the step says. */
function draftOf(
  { stage }: History,
  consumer: History['consumers'][number],
  of: { charge: Charge; taxPercent: Decimal | null; feeBasisPoints: number },
): InvoiceDraft {
  const { charge, taxPercent, feeBasisPoints } = of;
  const treatment: Treatment = {
    ...{ label: 'Exempt', place: null, reason: null, reasonCode: null, explanation: '', sellerTaxId: null },
    code: taxPercent ? 'S' : 'E',
    rates: taxPercent ? [{ name: 'VAT', percent: taxPercent }] : [],
  };
  const taxable = [{ amountMinor: charge.amountMinor, inclusive: false, treatment }];
  const { netMinor, taxMinor, totalMinor, taxes } = totalsOf(taxable);
  const line = {
    ...charge,
    chargedMinor: charge.amountMinor,
    taxCode: treatment.code,
    taxPercent: taxPercent ?? ZERO,
  };
  const place = { street: null, additionalStreet: null, city: null, postalCode: null, region: null };
  const party = (id: string) => {
    return { id, name: id, addressLines: [], country: 'DE', taxId: null, email: null, ...place };
  };
  return {
    ...{ id: newId('inv'), state: 'draft', number: null, cause: 'early', sequence: charge.sequence },
    ...{ subscriptionId: consumer.id, period: charge.period, providerId: stage.providerId },
    ...{ organizationId: consumer.organizationId, productId: stage.productId, productName: 'API' },
    finalizeAt: null,
    productNames: new Map([[consumer.id, 'API']]),
    ...{ currency: charge.currency, netMinor, taxMinor, totalMinor, taxes, lineCount: 1, feeBasisPoints },
    ...splitNet(netMinor, feeBasisPoints),
    ...{ seller: party(stage.providerId), buyer: party(consumer.organizationId), timeZone: 'UTC' },
    ...{ paymentReference: `RF-${charge.sequence}`, createdAt: stage.clock.now(), issuedAt: null },
    ...{ dueAt: null, runId: null, lines: [line], taxable },
  };
}

function chargeOf(subscriptionId: string, currency: string, amountMinor: bigint, sequence: number): Charge {
  return {
    ...{ subscriptionId, kind: 'flat', itemKey: 'plan', sequence, currency, amountMinor },
    ...{ period: { startAt, endAt: startAt.add({ hours: 24 }) }, planVersionId: 'plv_history' },
    ...{ quantity: decimal(1), highestBatch: null, description: 'Plan', unit: 'day', explanation: {} },
  };
}

/** What a transfer comes to: a part of the invoice, all of it, or more. */
const PARTS = [1n, 40n, 60n, 100n, 100n, 130n];

const pay: Kind = {
  weight: 6,
  covers: [
    'paid in part',
    'paid in full',
    'overpaid',
    'paid by card',
    'payment aborted',
    'payment told twice',
  ],
  async run(history, step) {
    const { stage } = history;
    const invoice = history.issued[step.index % Math.max(history.issued.length, 1)];
    if (!invoice) return;
    const share = (invoice.total * PARTS[step.part % PARTS.length]!) / 100n;
    const amount = share > 0n ? share : 1n;
    const bank = step.part % 4 !== 0;
    const cost = bank ? 0n : amount / 10n;
    const at = stage.clock.now();
    const money = {
      ...{ invoiceId: invoice.id, source: bank ? 'bank' : 'card', externalId: `x-${history.next()}` },
      ...{ amountMinor: amount, feeMinor: cost, currency: invoice.currency, receivedAt: at },
    };
    const results: Awaited<ReturnType<typeof recordPayment>>[] = [];
    const record = () =>
      commit(step, stage.db, async (tx) => {
        results.push(await recordPayment(tx, money, at));
      });
    const [committed] = await Promise.all(step.twice ? [record(), record()] : [record()]);
    if (!committed) return history.saw('payment aborted');
    history.payments.push({ invoice, amount, cost, bank });
    if (step.twice) history.saw('payment told twice');
    if (!bank) history.saw('paid by card');
    for (const { payment, paid, appliedMinor } of results) {
      if (payment && payment.unappliedMinor > 0n) history.saw('overpaid');
      if (paid) history.saw('paid in full');
      else if (appliedMinor > 0n) history.saw('paid in part');
    }
  },
  means({ stage, issued, payments }, add) {
    const received = new Map<IssuedFact, bigint>();
    for (const { invoice, amount, cost, bank } of payments) {
      received.set(invoice, (received.get(invoice) ?? 0n) + amount);
      add(own(bank ? 'bank' : 'processor_clearing', PLATFORM, invoice.currency), amount - cost);
      add(own('processor_fee', PLATFORM, invoice.currency), cost);
    }
    for (const invoice of issued) {
      const { consumer, currency, total, share } = invoice;
      const all = received.get(invoice) ?? 0n;
      // In whatever order the money came, the invoice takes what it is owed and the rest is credit.
      const applied = all < total ? all : total;
      add(own('receivable', stage.providerId, currency, consumer), -applied);
      add(own('unapplied_credit', PLATFORM, currency, consumer), applied - all);
      if (applied < total) continue;
      add(own('provider_unsettled', stage.providerId, currency), share);
      add(own('provider_payable', stage.providerId, currency), -share);
    }
  },
};

const payOut: Kind = {
  weight: 2,
  covers: ['payout made', 'payout aborted', 'payout told twice'],
  async run(history, step) {
    const { stage } = history;
    const at = stage.clock.now();
    const order = {
      ...{ key: `run-${history.next()}`, minimum: decimal(0), requestedBy: 'history', at },
      currency: step.part % 2 === 0 ? null : CURRENCIES[step.index % 2]!,
    };
    const run = async () => {
      let made: PayoutFact[] = [];
      const committed = await commit(step, stage.db, async (tx) => {
        const { payouts, repeated } = await runPayouts(tx, order);
        // Assigned, not added: a transaction that lost against another runs again.
        made = (repeated ? [] : payouts).map(({ id, currency, amountMinor }) => {
          return { id, currency, amount: amountMinor, state: 'in_transit', busy: false };
        });
      });
      return committed ? made : null;
    };
    const runs = await Promise.all(step.twice ? [run(), run()] : [run()]);
    if (runs.includes(null)) return history.saw('payout aborted');
    const made = runs.flatMap((one) => one ?? []);
    history.payouts.push(...made);
    if (made.length > 0) history.saw('payout made');
    if (step.twice) history.saw('payout told twice');
  },
  means({ stage, payouts }, add) {
    for (const { currency, amount, state } of payouts) {
      if (state === 'failed' || state === 'returned') continue;
      add(own('provider_payable', stage.providerId, currency), amount);
      const where = state === 'in_transit' ? own('payout_in_transit', stage.providerId, currency) : null;
      add(where ?? own('bank', PLATFORM, currency), -amount);
    }
  },
};

const settle: Kind = {
  weight: 3,
  covers: ['payout paid', 'payout failed', 'payout returned', 'settling aborted'],
  async run(history, step) {
    const { stage } = history;
    const idle = history.payouts.filter((payout) => !payout.busy);
    const moves = idle.flatMap((payout): { payout: PayoutFact; to: 'paid' | 'failed' | 'returned' }[] => {
      if (payout.state === 'in_transit') return [{ payout, to: step.part % 3 === 0 ? 'failed' : 'paid' }];
      return payout.state === 'paid' && step.part % 2 === 0 ? [{ payout, to: 'returned' }] : [];
    });
    const move = moves[step.index % Math.max(moves.length, 1)];
    if (!move) return;
    const { payout, to } = move;
    payout.busy = true;
    const request = { id: payout.id, state: to, reason: null, at: stage.clock.now() };
    const say = () => commit(step, stage.db, async (tx) => void (await settlePayout(tx, request)));
    const [committed] = await Promise.all(step.twice ? [say(), say()] : [say()]);
    payout.busy = false;
    if (!committed) return history.saw('settling aborted');
    payout.state = to;
    history.saw(`payout ${to}`);
  },
  means() {
    // Where the money of a payout is follows from its state.
  },
};

/** Every kind of event that moves money. What is missing here is not tested by histories. */
export const kinds: Readonly<Record<string, Kind>> = { issue, pay, payOut, settle };
