import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { type Actor, createHttpServer, decimal, inTransaction, newId, PERMISSIONS } from '#kernel';
import { post } from '#ledger';
import { silentLog, type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { violationsOf } from '../documents/einvoice/check.ts';
import { readInvoice } from '../documents/einvoice/read-file.ts';
import { accountRoutes } from '../documents/index.ts';
import { closeBatch, lockReceivable, writeOff } from '../invoices/index.ts';
import { saveRate, saveRegistration } from '../invoices/store-tax.ts';
import { type Stage, setStage, startAt } from '../testing.ts';
import type { CreditAsk } from './credit-note.ts';
import { issueCreditNote } from './issue-credit-note.ts';
import { creditNoteRoutes } from './routes-credit-notes.ts';

// A provider in Hamburg sells to a consumer there: 29.00 and 19 %, less 10 % and calls at a price far below a cent.

let database: TestDatabase;
let stage: Stage;
let server: FastifyInstance;
before(async () => {
  database = await testDatabase();
  stage = await setStage(database.db);
  const validFrom = Temporal.PlainDate.from('2020-01-01');
  const place = { country: 'DE', region: null, validFrom, validTo: null, sellerId: stage.providerId };
  const registration = { ...place, id: newId('txr'), scheme: 'standard', taxId: 'DE136695976' } as const;
  const rate = {
    ...place,
    id: newId('txt'),
    category: 'standard',
    name: 'VAT',
    percent: decimal(19),
  } as const;
  await within((tx) => saveRegistration(tx, registration));
  await within((tx) => saveRate(tx, rate));
  server = await createHttpServer({
    db: database.db,
    clock: stage.clock,
    log: silentLog,
    routes: [...creditNoteRoutes(), ...accountRoutes()],
    trustedProxies: [],
    checkResponses: true,
    async authenticate({ headers }): Promise<Actor> {
      const organizationId = String(headers['turnpike-organization']);
      return { ...stage.actor, operator: false, organizationId, permissions: new Set(PERMISSIONS) };
    },
  });
});
after(async () => {
  await server.close();
  await database.drop();
});

const within = <T>(work: (tx: Stage['db']) => Promise<T>) => inTransaction(stage.db, work);
const get = (as: string, path: string) =>
  server.inject({ url: `/api/v1${path}`, headers: { 'turnpike-organization': as } });

async function invoiced() {
  const calls = { key: 'calls', meter: 'requests', name: 'Calls' };
  const price = { model: 'per_unit', unit_price: '0.000015' };
  const phases = [{ periods: 3, percent_off: '10' }];
  const plan = await stage.plan({ currency: 'EUR', prices: [{ ...calls, price }], phases });
  const { id, organizationId } = await stage.subscribe(plan);
  await sql`update identity_organizations set legal_country = 'DE', legal_name = 'Söhne & Co', billing_email = 'ap@buyer.example'
    where id = ${organizationId}`.execute(stage.db);
  stage.usage.add(id, 'requests', '2026-02-03T10:00:00Z', '2500000');
  const at = startAt.add({ hours: 24 * 40 });
  const request = { ids: [id], mode: 'due', at, leaveDraft: false, runId: null } as const;
  const outcome = (await closeBatch(stage.deps, request)).get(id);
  assert.ok(outcome?.outcome === 'invoiced', JSON.stringify(outcome));
  return { organizationId, invoiceId: outcome.invoiceId, at };
}

const credit = ({ invoiceId, at }: { invoiceId: string; at: Temporal.Instant }, ask: CreditAsk) =>
  within((tx) =>
    issueCreditNote(tx, {
      ...{ invoiceId, providerId: stage.providerId, ask, reason: 'service_failure', note: 'Down on 3 March' },
      ...{ remainder: 'credit', by: 'test', at },
    }),
  );

test('a credit note comes as PDF, UBL, CII and Factur-X to both of its sides and to nobody else', async () => {
  const invoice = await invoiced();
  const stranger = await invoiced();
  const part = await credit(invoice, { kind: 'amount', totalMinor: 1000n });
  const rest = await credit(invoice, { kind: 'whole' });
  const requireFile = async (as: string, path: string) => {
    const file = await get(as, path);
    assert.equal(file.statusCode, 200, file.body);
    assert.deepEqual(violationsOf(file.body), []);
    const read = readInvoice(file.body)!;
    assert.equal(read.typeCode, '381');
    assert.match(String(read.preceding[0]!.number), /^WEATHER-\d{6}$/);
  };
  await requireFile(invoice.organizationId, `/credit-notes/${part.id}.xml?format=ubl`);
  await requireFile(invoice.organizationId, `/credit-notes/${rest.id}.xml?format=cii`);
  await requireFile(stage.providerId, `/credit-notes/${rest.id}.xml`);
  const pages = [
    [invoice.organizationId, `/credit-notes/${part.id}.pdf`],
    [stage.providerId, `/credit-notes/${rest.id}.pdf`],
    [stage.providerId, `/credit-notes/${part.id}/facturx.pdf`],
  ] as const;
  for (const [as, path] of pages) {
    const pdf = await get(as, path);
    assert.equal(pdf.statusCode, 200, pdf.body);
    assert.equal(pdf.rawPayload.subarray(0, 5).toString(), '%PDF-');
  }
  for (const note of [part, rest]) {
    for (const path of ['', '.pdf', '.xml', '/facturx.pdf']) {
      const refused = await get(stranger.organizationId, `/credit-notes/${note.id}${path}`);
      assert.equal(refused.statusCode, 404, path);
    }
  }
});

test('a last cent of tax alone is a page, and a file only where the rules allow one', async () => {
  const invoice = await invoiced();
  const { rows } = await sql<{ total: bigint }>`
    select total_minor as total from billing_invoices where id = ${invoice.invoiceId}`.execute(stage.db);
  await credit(invoice, { kind: 'amount', totalMinor: rows[0]!.total - 1n });
  const last = await credit(invoice, { kind: 'whole' });
  assert.equal(last.totalMinor, 1n);
  const pdf = await get(stage.providerId, `/credit-notes/${last.id}.pdf`);
  assert.equal(pdf.statusCode, 200, pdf.body);
  const xml = await get(stage.providerId, `/credit-notes/${last.id}.xml`);
  assert.ok([200, 422, 409].includes(xml.statusCode), xml.body);
});

test('a statement names credit notes by their numbers, and what was given up', async () => {
  const invoice = await invoiced();
  const note = await credit(invoice, { kind: 'amount', totalMinor: 1000n });
  await within(async (tx) => {
    const held = (await lockReceivable(tx, invoice.invoiceId))!;
    await post(tx, await writeOff(tx, held, { reason: 'gone', by: 'test' }, invoice.at), invoice.at);
  });
  const query = `with=${stage.providerId}&from=2026-01-01&to=2026-12-31&currency=EUR`;
  const { entries } = (await get(invoice.organizationId, `/billing/statement?${query}`)).json();
  const said = entries.map((entry: { description: string }) =>
    entry.description.split(' ').slice(0, -1).join(' '),
  );
  assert.deepEqual(said, ['Invoice', 'Credit note', 'Written off']);
  assert.ok(entries[1].description.endsWith(note.number));
});
