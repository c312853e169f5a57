import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { onboardProvider } from '#identity';
import { createHttpServer, inTransaction, PERMISSIONS } from '#kernel';
import { silentLog, type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { type Stage, setStage, startAt } from '../testing.ts';
import { closeBatch } from './close-batch.ts';
import { billingSettingsRoutes } from './routes-settings.ts';
import { taxFactRoutes } from './routes-tax.ts';
import { taxReportRoutes } from './routes-tax-report.ts';

let database: TestDatabase;
let stage: Stage;
let server: FastifyInstance;

before(async () => {
  database = await testDatabase();
  stage = await setStage(database.db);
  server = await createHttpServer({
    db: database.db,
    clock: stage.clock,
    log: silentLog,
    routes: [...taxFactRoutes(), ...taxReportRoutes(), ...billingSettingsRoutes(stage.deps)],
    trustedProxies: [],
    checkResponses: true,
    async authenticate({ headers }) {
      const organizationId = (headers['turnpike-organization'] as string | undefined) ?? null;
      const operator = organizationId === null;
      return { ...stage.actor, operator, organizationId, permissions: new Set(PERMISSIONS) };
    },
  });
});
after(async () => {
  await server.close();
  await database.drop();
});

/** As the provider, unless somebody else is named; null: the operator. */
async function ask(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: unknown,
  as: string | null = stage.providerId,
) {
  const headers = {
    ...(as !== null && { 'turnpike-organization': as }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
  };
  const payload = body === undefined ? {} : { payload: JSON.stringify(body) };
  const response = await server.inject({ method, url: `/api/v1${path}`, headers, ...payload });
  const isJson = String(response.headers['content-type'] ?? '').includes('json');
  return { status: response.statusCode, body: isJson ? response.json() : response.payload };
}

const pointersOf = (body: { errors?: { pointer: string }[] }) => body.errors?.map((one) => one.pointer);
const since = { valid_from: '2020-01-01' };
const german = { country: 'DE', name: 'VAT', percent: '19', ...since };

test('a rate that is saved again is the same rate, and one that is deleted is gone', async () => {
  const first = await ask('POST', '/billing/tax/rates', { ...german, country: 'FR' });
  const again = await ask('POST', '/billing/tax/rates', { ...german, country: 'FR', percent: '20.000' });
  assert.deepEqual([again.status, again.body.id, again.body.percent], [200, first.body.id, '20']);
  const list = await ask('GET', '/billing/tax/rates?country=FR');
  assert.deepEqual(list.body.data, [again.body]);
  assert.deepEqual((await ask('GET', '/billing/tax/default-rates?country=FR')).body.data, []);
  const gone = `/billing/tax/rates/${first.body.id}`;
  assert.equal((await ask('DELETE', gone, undefined, 'org_other')).status, 404);
  assert.equal((await ask('DELETE', gone)).status, 204);
  assert.equal((await ask('DELETE', gone)).status, 404);
});

test('facts that contradict each other are refused where they do', async () => {
  const refused: [string, unknown, string][] = [
    ['/billing/tax/rates', { ...german, percent: '19.0001' }, '/percent'],
    ['/billing/tax/rates', { ...german, percent: '101' }, '/percent'],
    ['/billing/tax/rates', { ...german, country: 'US', region: 'Bavaria' }, '/region'],
    ['/billing/tax/rates', { ...german, valid_to: '2019-12-31' }, '/valid_to'],
    ['/billing/tax/rates', { ...german, valid_from: '2026-02-30' }, '/valid_from'],
    ['/billing/tax/registrations', { country: 'FR', tax_id: 'FR1', ...since }, '/tax_id'],
    [
      '/billing/tax/exemptions',
      { organization_id: 'org_none', certificate: 'C', reason: 'R', ...since },
      '/organization_id',
    ],
    ['/billing/tax/preview', { buyer: { country: 'AT', tax_id: 'ATU1' } }, '/buyer/tax_id'],
    ['/billing/tax/preview', { amount: '1.234' }, '/amount'],
  ];
  for (const [path, body, pointer] of refused) {
    const answer = await ask('POST', path, body);
    assert.deepEqual([answer.status, pointersOf(answer.body)], [422, [pointer]], `${path} ${pointer}`);
  }
});

test('a region is kept by its code, however it was written', async () => {
  const rate = { ...german, country: 'US', region: 'california', name: 'Sales tax', percent: '7.25' };
  const { body } = await ask('POST', '/billing/tax/rates', rate);
  assert.deepEqual([body.region, body.percent], ['CA', '7.25']);
});

test('importing adds what is not there, and leaves what a person has changed', async () => {
  const path = '/billing/tax/default-rates';
  const ended = {
    country: 'AT',
    name: 'VAT',
    percent: '20',
    valid_from: '1984-01-01',
    valid_to: '2030-12-31',
  };
  const own = await ask('POST', path, ended, null);
  const first = await ask('POST', `${path}/import`, { set: 'eu_standard' }, null);
  assert.ok(first.body.data.length >= 27);
  assert.deepEqual((await ask('POST', `${path}/import`, { set: 'eu_standard' }, null)).body.data, []);
  const austrian = await ask('GET', `${path}?country=AT`);
  assert.deepEqual(austrian.body.data, [own.body]);
});

test('a preview says what a sale would bear and why, before and after the seller registers', async () => {
  const sale = { buyer: { country: 'DE' }, amount: '119.00', inclusive: true, on: '2026-03-01' };
  const before = (await ask('POST', '/billing/tax/preview', sale)).body;
  assert.deepEqual([before.tax, before.taxes[0].code], ['0.00', 'O']);
  assert.equal((await ask('POST', '/billing/tax/registrations', { country: 'DE', ...since })).status, 200);
  const after = (await ask('POST', '/billing/tax/preview', sale)).body;
  assert.deepEqual([after.net, after.tax, after.total], ['100.00', '19.00', '119.00']);
  assert.match(after.explanation, /VAT 19 % on 2026-03-01/);
  const business = { buyer: { country: 'FR', tax_id: 'fr 40 303265045' }, amount: '10' };
  const reverse = (await ask('POST', '/billing/tax/preview', business)).body;
  assert.deepEqual([reverse.total, reverse.taxes[0].code], ['10.00', 'AE']);
});

test('an estimate shows the tax to a known buyer, and none to strangers', async () => {
  const { id, organizationId } = await stage.subscribe(
    await stage.plan({ price: '100.00', currency: 'EUR' }),
  );
  const address = { line1: 'Road 1', line2: null, city: 'Town', region: null, postal_code: '1' };
  const profile = { legal_name: 'Buyer', legal_address: address, legal_country: 'DE' };
  const order = { organizationId, profile, actor: stage.actor, at: startAt };
  await inTransaction(stage.db, (tx) => onboardProvider(tx, order));
  const subscription = (await stage.deps.sources.subscriptions(stage.db, [id])).get(id)!;
  const question = { plan_version_id: subscription.plan.id };
  const shown = (await ask('POST', '/billing/estimate', question, organizationId)).body;
  assert.deepEqual([shown.total, shown.tax.tax, shown.tax.total], ['100.00', '19.00', '119.00']);
  assert.equal((await ask('POST', '/billing/estimate', question, null)).body.tax, null);
});

test('the report says base and tax of what was issued, as JSON and as a table', async () => {
  const { id, organizationId } = await stage.subscribe(
    await stage.plan({ price: '100.00', currency: 'EUR' }),
  );
  const profile = { legal_name: 'Buyer', legal_country: 'DE' };
  const address = { line1: 'Road 1', line2: null, city: 'Town', region: null, postal_code: '1' };
  const order = {
    organizationId,
    profile: { ...profile, legal_address: address },
    actor: stage.actor,
    at: startAt,
  };
  await inTransaction(stage.db, (tx) => onboardProvider(tx, order));
  const request = { ids: [id], mode: 'start', at: startAt, leaveDraft: false, runId: null } as const;
  await closeBatch(stage.deps, request);
  const during = 'from=2026-01-01&to=2026-03-31';
  const { body } = await ask('GET', `/billing/tax/report?${during}&period=quarter`);
  assert.deepEqual(body.data, [
    {
      ...{ period: '2026-Q1', jurisdiction: 'DE', code: 'S', name: 'VAT', rate_percent: '19', reason: null },
      ...{ currency: 'EUR', documents: 1, base: '100.00', tax: '19.00' },
    },
  ]);
  assert.deepEqual(body.tax_by_currency, { EUR: '19.00' });
  const table = (await ask('GET', `/billing/tax/report.csv?${during}`)).body;
  assert.equal(
    table,
    'period,jurisdiction,code,name,rate_percent,reason,currency,documents,base,tax\r\n' +
      '2026-01,DE,S,VAT,19,,EUR,1,100.00,19.00\r\n',
  );
  assert.deepEqual(
    (await ask('GET', `/billing/tax/report?${during}`, undefined, organizationId)).body.data,
    [],
  );
  const tooLong = await ask('GET', '/billing/tax/report?from=2020-01-01&to=2026-01-01');
  assert.deepEqual([tooLong.status, pointersOf(tooLong.body)], [422, ['/query/to']]);
});
