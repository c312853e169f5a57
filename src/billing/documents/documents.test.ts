import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { paymentProcessors } from '#connectors/payments';
import { type Actor, createHttpServer, decimal, inTransaction, PERMISSIONS } from '#kernel';
import {
  silentLog,
  type TestDatabase,
  type TestUsageDb,
  testDatabase,
  testUsageDb,
} from '../../kernel/testing.ts';
import { createBilling } from '../billing.ts';
import { closeBatch } from '../invoices/index.ts';
import { recordPayment } from '../payments/record-payment.ts';
import { defaults, type Stage, setStage, startAt } from '../testing.ts';
import { violationsOf } from './einvoice/check.ts';
import { exportInvoiceFiles, exportInvoices } from './export-invoices.ts';
import { exportJournal } from './export-journal.ts';
import { exportUsage } from './export-usage.ts';

let database: TestDatabase;
let usage: TestUsageDb;
let stage: Stage;
let server: FastifyInstance;
before(async () => {
  [database, usage] = await Promise.all([testDatabase(), testUsageDb()]);
  stage = await setStage(database.db);
  const billing = createBilling({
    db: database.db,
    usageDb: usage.usageDb,
    clock: stage.clock,
    log: silentLog,
    processors: paymentProcessors([]),
    testProcessor: null,
    defaults,
  });
  server = await createHttpServer({
    db: database.db,
    clock: stage.clock,
    log: silentLog,
    routes: billing.routes,
    trustedProxies: [],
    checkResponses: true,
    async authenticate({ headers }): Promise<Actor> {
      const organizationId = headers['turnpike-organization'];
      return {
        ...stage.actor,
        operator: false,
        organizationId: typeof organizationId === 'string' ? organizationId : null,
        permissions: new Set(PERMISSIONS),
      };
    },
  });
});
after(async () => {
  await server.close();
  await Promise.all([database.drop(), usage.drop()]);
});

async function ask(as: string, path: string, body?: unknown, method: 'GET' | 'PUT' | 'DELETE' = 'GET') {
  const isRaw = Buffer.isBuffer(body);
  const type = isRaw ? 'application/octet-stream' : 'application/json';
  const response = await server.inject({
    method,
    url: `/api/v1${path}`,
    headers: {
      'turnpike-organization': as,
      ...(body === undefined ? {} : { 'content-type': type }),
    },
    ...(body === undefined ? {} : { payload: isRaw ? body : JSON.stringify(body) }),
  });
  return {
    status: response.statusCode,
    text: response.body,
    bytes: response.rawPayload,
    type: String(response.headers['content-type'] ?? ''),
  };
}

const december = {
  fromAt: Temporal.Instant.from('2025-12-01T00:00:00Z'),
  toAt: Temporal.Instant.from('2027-01-01T00:00:00Z'),
};

/** A consumer with an issued invoice over the flat fee and calls at a price far below a cent. */
async function invoiced(country: string | null, name = 'Ferne Länder & Söhne') {
  const plan = await stage.plan({
    currency: 'EUR',
    price: '29.00',
    prices: [
      {
        key: 'calls',
        meter: 'requests',
        name: 'Calls',
        price: { model: 'per_unit', unit_price: '0.000015' },
      },
    ],
  });
  const { id, organizationId } = await stage.subscribe(plan);
  await sql`update identity_organizations set legal_country = ${country}, legal_name = ${name},
    billing_email = 'ap@buyer.example' where id = ${organizationId}`.execute(database.db);
  stage.usage.add(id, 'requests', '2026-02-03T10:00:00Z', '2500000');
  const at = startAt.add({ hours: 24 * 40 });
  const outcomes = await closeBatch(stage.deps, {
    ids: [id],
    mode: 'due',
    at,
    leaveDraft: false,
    runId: null,
  });
  const outcome = outcomes.get(id)!;
  assert.equal(outcome.outcome, 'invoiced', JSON.stringify(outcome));
  const { rows } = await sql<{ id: string; number: string; total_minor: bigint }>`
    select id, number, total_minor from billing_invoices where organization_id = ${organizationId}`.execute(
    database.db,
  );
  return { organizationId, ...rows[0]!, at };
}

const euro = (minor: bigint) => decimal(minor).div(100).toFixed(2);

test('an invoice comes as PDF, UBL, CII and Factur-X to both of its sides and to nobody else', async () => {
  const invoice = await invoiced('US');
  const stranger = await invoiced('US');
  for (const as of [invoice.organizationId, stage.providerId]) {
    const ubl = await ask(as, `/invoices/${invoice.id}.xml?format=ubl`);
    assert.equal(ubl.status, 200, ubl.text);
    assert.match(ubl.type, /application\/xml/);
    assert.deepEqual(violationsOf(ubl.text), []);
    assert.match(ubl.text, /<cbc:PriceAmount currencyID="EUR">15.00<\/cbc:PriceAmount>/);
    const cii = await ask(as, `/invoices/${invoice.id}.xml?format=cii`);
    assert.deepEqual(violationsOf(cii.text), []);
    for (const path of ['.pdf', '/facturx.pdf']) {
      const pdf = await ask(as, `/invoices/${invoice.id}${path}`);
      assert.equal(pdf.status, 200, pdf.text);
      assert.equal(pdf.bytes.subarray(0, 5).toString(), '%PDF-');
    }
  }
  for (const path of ['.pdf', '.xml', '/facturx.pdf', '/payments']) {
    const refused = await ask(stranger.organizationId, `/invoices/${invoice.id}${path}`);
    assert.equal(refused.status, 404, path);
  }
});

test('what the invoice lacks is named instead of a bad file', async () => {
  const invoice = await invoiced(null);
  for (const path of ['.xml', '/facturx.pdf']) {
    const refused = await ask(stage.providerId, `/invoices/${invoice.id}${path}`);
    assert.equal(refused.status, 409);
    const body = JSON.parse(refused.text);
    assert.match(body.type, /document-breaks-rules$/);
    assert.match(body.detail, /The buyer's address has a country \(BT-55\) \[BR-11\]/);
    assert.ok(body.rules.some((one: { rule: string }) => one.rule === 'BR-11'));
  }
});

const settings = {
  bank_account: {
    holder_name: 'Weather Works GmbH',
    iban: 'DE89 3704 0044 0532 0130 00',
    bic: 'COBADEFFXXX',
  },
  registration_number: 'HRB 1',
  contact_name: 'Ada',
  phone: '+49 40 1',
  electronic_address: { scheme: '0088', id: '4035811991014' },
  buyer_reference: null,
  locale: 'de-DE',
  footer: 'Managing director: Ada Beispiel',
  item_classification: { list: 'TST', code: '81112100' },
};
/** One red pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

test('settings count for what is issued from then on, and never change what was issued', async () => {
  const before = await invoiced('FR');
  const path = (id: string) => `/invoices/${id}.xml`;
  const first = await ask(stage.providerId, path(before.id));
  const firstPdf = await ask(stage.providerId, `/invoices/${before.id}.pdf`);
  stage.clock.set(startAt.add({ hours: 24 * 40 + 1 }));
  const saved = await ask(stage.providerId, '/billing/document-settings', settings, 'PUT');
  assert.equal(saved.status, 200, saved.text);
  assert.equal(JSON.parse(saved.text).bank_account.iban, 'DE89370400440532013000');
  const logo = await ask(stage.providerId, '/billing/document-settings/logo', png, 'PUT');
  assert.equal(logo.status, 200, logo.text);
  const shown = await ask(stage.providerId, '/billing/document-settings/logo');
  assert.deepEqual([shown.type, shown.bytes], ['image/png', png]);
  assert.equal((await ask(stage.providerId, path(before.id))).text, first.text);
  assert.deepEqual((await ask(stage.providerId, `/invoices/${before.id}.pdf`)).bytes, firstPdf.bytes);
  assert.ok(!first.text.includes('DE89370400440532013000'));
});

test('a picture that cannot be printed, and an account that is none, are refused', async () => {
  const broken = Buffer.concat([png.subarray(0, 40), Buffer.alloc(30)]);
  const logo = await ask(stage.providerId, '/billing/document-settings/logo', broken, 'PUT');
  assert.equal(logo.status, 422);
  const account = { ...settings.bank_account, iban: 'DE88 3704 0044 0532 0130 00' };
  const wrong = { ...settings, bank_account: account, locale: 'no such' };
  const refused = await ask(stage.providerId, '/billing/document-settings', wrong, 'PUT');
  assert.equal(refused.status, 422);
  const pointers = JSON.parse(refused.text).errors.map((one: { pointer: string }) => one.pointer);
  assert.deepEqual(pointers, ['/bank_account/iban', '/locale']);
});

test('a payment has a receipt, and the statement tells what is owed before, after and why', async () => {
  const invoice = await invoiced('US', 'Statement Inc');
  const paid = 1000n;
  await inTransaction(database.db, async (tx) => {
    await recordPayment(
      tx,
      {
        invoiceId: invoice.id,
        source: 'bank',
        externalId: 'b-1',
        amountMinor: paid,
        feeMinor: 0n,
        currency: 'EUR',
        receivedAt: invoice.at.add({ hours: 24 * 5 }),
      },
      invoice.at.add({ hours: 24 * 5 }),
    );
  });
  const buyer = invoice.organizationId;
  const { data } = JSON.parse((await ask(buyer, `/invoices/${invoice.id}/payments`)).text);
  assert.equal(data[0].amount, '10.00');
  for (const as of [buyer, stage.providerId]) {
    const receipt = await ask(as, `/payments/${data[0].id}/receipt.pdf`);
    assert.equal(receipt.status, 200, receipt.text);
    assert.equal(receipt.bytes.subarray(0, 5).toString(), '%PDF-');
  }
  const stranger = await invoiced('US');
  assert.equal((await ask(stranger.organizationId, `/payments/${data[0].id}/receipt.pdf`)).status, 404);
  const query = `with=${stage.providerId}&currency=EUR`;
  const all = JSON.parse(
    (await ask(buyer, `/billing/statement?${query}&from=2026-01-01&to=2026-12-31`)).text,
  );
  assert.deepEqual(
    [all.opening_balance, all.charged, all.credited, all.closing_balance],
    ['0.00', euro(invoice.total_minor), '10.00', euro(invoice.total_minor - paid)],
  );
  assert.deepEqual(
    all.entries.map((one: { description: string }) => one.description),
    [`Invoice ${invoice.number}`, `Payment ${data[0].id}`],
  );
  const later = await ask(buyer, `/billing/statement.csv?${query}&from=2026-03-13&to=2026-12-31`);
  const rows = later.text.trim().split('\r\n');
  assert.match(rows[1]!, new RegExp(`^2026-03-13,opening_balance,,,,${euro(invoice.total_minor)},EUR$`));
  assert.match(rows.at(-1)!, new RegExp(`closing_balance,,,,${euro(invoice.total_minor - paid)},EUR$`));
  const pdf = `/billing/statement.pdf?with=${buyer}&role=seller&currency=EUR&from=2026-01-01&to=2026-12-31`;
  assert.equal((await ask(stage.providerId, pdf)).status, 200);
  const none = await ask(
    buyer,
    `/billing/statement?with=${stranger.organizationId}&currency=EUR&from=2026-01-01&to=2026-01-31`,
  );
  assert.equal(none.status, 404);
});

async function textOf(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
}

test('invoices are exported as rows, as JSON and as files; one that breaks a rule is named', async () => {
  await invoiced('US', '=HYPERLINK("http://evil")');
  await invoiced(null, 'No Country');
  const csv = await textOf(exportInvoices(database.db, december, 'csv', december.toAt));
  assert.match(csv, /,"'=HYPERLINK\(""http:\/\/evil""\)",/);
  const invoices = JSON.parse(await textOf(exportInvoices(database.db, december, 'json', december.toAt)));
  assert.equal(csv.trim().split('\r\n').length, invoices.length + 1);
  assert.ok(invoices.every((one: { lines: unknown[] }) => one.lines.length > 0));
  const files = [];
  for await (const file of exportInvoiceFiles(database.db, december, 'ubl')) files.push(file);
  assert.equal(files.length, invoices.length);
  for (const file of files) if (file.bytes) assert.deepEqual(violationsOf(file.bytes.toString()), []);
  assert.ok(files.some((file) => file.refused?.includes('BR-11')));
  const nothing = { fromAt: december.toAt, toAt: december.toAt.add({ hours: 1 }) };
  assert.equal(await textOf(exportInvoices(database.db, nothing, 'json', december.toAt)), '[]\n');
  assert.equal(await textOf(exportUsage(usage.usageDb, december, 'json')), '[]\n');
});

test('the journal is exported whole and balanced', async () => {
  const chunks: string[] = [];
  const journal = exportJournal(database.db, december, 'csv');
  let step = await journal.next();
  while (!step.done) {
    chunks.push(step.value);
    step = await journal.next();
  }
  const [, ...rows] = chunks;
  const sums = new Map<string, ReturnType<typeof decimal>>();
  for (const row of rows) {
    const cells = row.trim().split(',');
    const [debit, credit] = cells.slice(-3);
    const before = sums.get(cells[1]!) ?? decimal(0);
    sums.set(cells[1]!, before.plus(debit!).minus(credit!));
  }
  assert.ok(rows.length > 4);
  for (const [entry, rest] of sums) assert.ok(rest.eq(0), entry);
  const totals = step.value.get('EUR')!;
  assert.equal(totals.debitMinor, totals.creditMinor);
  const { entries } = JSON.parse(await textOf(exportJournal(database.db, december, 'json')));
  assert.equal(entries.length, sums.size);
});
