import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { onboardProvider } from '#identity';
import { decimal, inTransaction, newId, Problem } from '#kernel';
import { accountBalances } from '#ledger';
import { type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { brokenInvariants, type Stage, setStage, startAt } from '../testing.ts';
import { closeBatch } from './close-batch.ts';
import type { CloseMode } from './plan-batch.ts';
import { importEuRates, saveExemption, saveRate, saveRegistration } from './save-tax-fact.ts';
import { invoiceLines } from './store-invoice-lines.ts';
import { findInvoice } from './store-invoices.ts';
import { listRates } from './store-tax.ts';
import { taxReport } from './store-tax-report.ts';
import type { RateCategory } from './tax-facts.ts';

let database: TestDatabase;
let stage: Stage;
const from2020 = { validFrom: Temporal.PlainDate.from('2020-01-01'), validTo: null };
const endOfFebruary = Temporal.Instant.from('2026-02-28T01:30:00Z');

before(async () => {
  database = await testDatabase();
  stage = await setStage(database.db);
});
after(() => database.drop());

const by = () => ({ actor: stage.actor, at: startAt });
const write = <T>(work: Parameters<typeof inTransaction<T>>[1]) => inTransaction(stage.db, work);

function register(country: string, region: string | null = null): Promise<unknown> {
  const place = { country, region, scheme: 'standard' as const, taxId: null };
  const one = { id: newId('txn'), sellerId: stage.providerId, ...place, ...from2020 };
  return write((tx) => saveRegistration(tx, one, by()));
}

function rate(country: string, name: string, percent: string, validFrom = '2020-01-01'): Promise<unknown> {
  const of = { country, region: null, category: 'standard' as RateCategory, name, percent: decimal(percent) };
  const valid = { validFrom: Temporal.PlainDate.from(validFrom), validTo: null };
  return write((tx) => saveRate(tx, { id: newId('txr'), sellerId: stage.providerId, ...of, ...valid }, by()));
}

/** A consumer with these legal facts, who subscribes. */
async function buyer(planId: string, country: string, taxId: string | null = null) {
  const subscribed = await stage.subscribe(planId);
  const address = { line1: 'Road 1', line2: null, city: 'Town', region: null, postal_code: '1' };
  const profile = { legal_name: 'Buyer', legal_address: address, legal_country: country, tax_id: taxId };
  const { actor } = stage;
  const order = { organizationId: subscribed.organizationId, profile, actor, at: startAt };
  await write((tx) => onboardProvider(tx, order));
  return subscribed;
}

async function bill(ids: readonly string[], at = startAt, mode: CloseMode = 'start') {
  const outcomes = await closeBatch(stage.deps, { ids, mode, at, leaveDraft: false, runId: null });
  return ids.map((id) => outcomes.get(id)!);
}

async function invoiceOf(id: string, at = startAt, mode: CloseMode = 'start') {
  const [outcome] = await bill([id], at, mode);
  assert.ok(outcome?.outcome === 'invoiced', JSON.stringify(outcome));
  return (await findInvoice(stage.db, outcome.invoiceId))!.invoice;
}

test('a seller that configures nothing charges no tax, and the invoice says why', async () => {
  const { id } = await buyer(await stage.plan({}), 'DE');
  const { netMinor, taxMinor, totalMinor, taxes } = await invoiceOf(id);
  assert.deepEqual([netMinor, taxMinor, totalMinor], [2900n, 0n, 2900n]);
  assert.deepEqual([taxes[0]!.code, taxes[0]!.baseMinor], ['O', 2900n]);
  assert.match(taxes[0]!.reason!, /not registered/);
});

test('rates that are imported are in force for nobody who is not registered, and importing them twice adds none', async () => {
  await write((tx) => importEuRates(tx, null, by()));
  const count = async () => (await listRates(stage.db, null, null, { limit: 1000, afterId: null })).length;
  const imported = await count();
  assert.ok(imported >= 27);
  await write((tx) => importEuRates(tx, null, by()));
  assert.equal(await count(), imported);
  const { id } = await buyer(await stage.plan({}), 'DE');
  assert.equal((await invoiceOf(id)).taxMinor, 0n);
});

test('a registered seller charges the tax of the place on top of its prices', async () => {
  await register('DE');
  const { id } = await buyer(await stage.plan({ price: '29.99' }), 'DE');
  const { netMinor, taxMinor, totalMinor, taxes, id: invoiceId } = await invoiceOf(id);
  assert.deepEqual([netMinor, taxMinor, totalMinor], [2999n, 570n, 3569n]);
  assert.deepEqual([taxes[0]!.name, taxes[0]!.jurisdiction, taxes[0]!.reason], ['VAT', 'DE', null]);
  const [line] = await invoiceLines(stage.db, invoiceId);
  assert.deepEqual([line!.taxCode, line!.taxPercent.toFixed(), line!.chargedMinor], ['S', '19', 2999n]);
});

test('prices that include the tax stay what they are, and the line is shown without it', async () => {
  const { id } = await buyer(await stage.plan({ price: '29.00', tax_behavior: 'inclusive' }), 'DE');
  const { netMinor, taxMinor, totalMinor, id: invoiceId } = await invoiceOf(id);
  assert.deepEqual([netMinor, taxMinor, totalMinor], [2437n, 463n, 2900n]);
  const [line] = await invoiceLines(stage.db, invoiceId);
  assert.deepEqual([line!.amountMinor, line!.chargedMinor], [2437n, 2900n]);
  assert.deepEqual((await bill([id]))[0], { outcome: 'nothing_to_bill', invoiceId }, 'it is billed once');
});

test('a business in another member state accounts for the tax: both numbers and the note are on the invoice', async () => {
  const french = await buyer(await stage.plan({}), 'FR', 'FR40303265045');
  const { taxMinor, taxes, seller, buyer: party, id } = await invoiceOf(french.id);
  assert.equal(taxMinor, 0n);
  assert.equal(taxes[0]!.code, 'AE');
  assert.match(taxes[0]!.reason!, /^Reverse charge/);
  assert.deepEqual([seller.taxId, party.taxId], ['DE136695976', 'FR40303265045']);
  assert.deepEqual([party.street, party.city, party.postalCode], ['Road 1', 'Town', '1']);
  const moved = { legal_country: 'AT', tax_id: 'ATU13585627' };
  const order = { organizationId: french.organizationId, profile: moved, actor: stage.actor, at: startAt };
  await write((tx) => onboardProvider(tx, order));
  assert.equal(
    (await findInvoice(stage.db, id))!.invoice.buyer.taxId,
    'FR40303265045',
    'what was issued stays',
  );
});

test('a consumer with a certificate is exempt, with its number on the invoice', async () => {
  const { id, organizationId } = await buyer(await stage.plan({}), 'DE');
  const place = { country: 'DE', region: null, certificate: 'X-1', reason: 'Embassy' };
  const one = {
    id: newId('txe'),
    sellerId: stage.providerId,
    buyerId: organizationId,
    ...place,
    ...from2020,
  };
  await write((tx) => saveExemption(tx, one, by()));
  const { taxes } = await invoiceOf(id);
  assert.deepEqual([taxes[0]!.code, taxes[0]!.reason], ['E', 'Embassy (exemption certificate X-1)']);
});

test('usage bears the rate of the day on which its period ended, a fee in advance that of the day it is asked for', async () => {
  await register('LU');
  await rate('LU', 'VAT', '10');
  await rate('LU', 'VAT', '17', '2026-02-28');
  const calls = { key: 'calls', meter: 'requests', name: 'Calls' };
  const prices = [{ ...calls, price: { model: 'per_unit', unit_price: '0.01' } }];
  const { id } = await buyer(await stage.plan({ prices }), 'LU');
  assert.equal((await invoiceOf(id)).taxMinor, 290n, 'asked for in January');
  stage.usage.add(id, 'requests', '2026-02-10T00:00:00Z', 1000);
  const { taxes, taxMinor } = await invoiceOf(id, endOfFebruary, 'due');
  const shown = taxes.map((tax) => [tax.ratePercent.toFixed(), tax.baseMinor, tax.amountMinor]);
  assert.deepEqual(shown, [
    ['10', 1000n, 100n],
    ['17', 2900n, 493n],
  ]);
  assert.equal(taxMinor, 593n);
});

test('who buys where the seller is registered and no rate is known is set aside, and holds up nobody', async () => {
  await register('NO');
  const plan = await stage.plan({});
  const [norwegian, german] = [await buyer(plan, 'NO'), await buyer(plan, 'DE')];
  const outcomes = await bill([norwegian.id, german.id]);
  assert.deepEqual(
    outcomes.map((one) => one.outcome),
    ['set_aside', 'invoiced'],
  );
  assert.match(outcomes[0]!.outcome === 'set_aside' ? outcomes[0]!.reason : '', /NO, and no digital rate/);
});

test('facts are read once for a batch, however many invoices it makes', async () => {
  const plan = await stage.plan({});
  const ids = [];
  for (let count = 0; count < 5; count++) ids.push((await buyer(plan, 'DE')).id);
  let asked = 0;
  const taxes: typeof stage.deps.taxes = (db, question) => {
    asked += 1;
    return stage.deps.taxes(db, question);
  };
  const request = { ids, mode: 'start', at: startAt, leaveDraft: false, runId: null } as const;
  await closeBatch({ ...stage.deps, taxes }, request);
  assert.equal(asked, 1);
});

test('an owner keeps only so many registrations', async () => {
  const many = write(async (tx) => {
    for (let number = 0; number < 300; number++) {
      const place = { country: 'US', region: `R${number}`, scheme: 'standard' as const, taxId: null };
      const one = { id: newId('txn'), sellerId: stage.providerId, ...place, ...from2020 };
      await saveRegistration(tx, one, by());
    }
  });
  await assert.rejects(many, (error) => error instanceof Problem && /At most 300/.test(error.message));
});

test('the tax report is what the ledger owes, and the books are in order', async () => {
  const question = { sellerId: stage.providerId, timeZone: 'Europe/Berlin', period: 'month' as const };
  const whole = { fromAt: startAt.subtract({ hours: 24 }), toAt: startAt.add({ hours: 24 * 60 }) };
  const rows = await taxReport(stage.db, { ...question, ...whole });
  const reported = rows.reduce((sum, row) => sum + row.taxMinor, 0n);
  const page = { limit: 10, afterId: null };
  const [owed] = await accountBalances(stage.db, { code: 'tax_payable', owner: stage.providerId }, page);
  assert.equal(reported, -owed!.balanceMinor);
  assert.ok(reported > 0n);
  const february = rows.filter((row) => row.period === '2026-02');
  assert.deepEqual(
    february.map((row) => [row.jurisdiction, row.ratePercent.toFixed(), row.baseMinor, row.taxMinor]),
    [
      ['LU', '10', 1000n, 100n],
      ['LU', '17', 2900n, 493n],
    ],
  );
  assert.deepEqual(await taxReport(stage.db, { ...question, ...whole, sellerId: 'org_other' }), []);
  assert.deepEqual(await brokenInvariants(stage.db), []);
});
