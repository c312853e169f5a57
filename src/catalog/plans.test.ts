import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, beforeEach, describe, test } from 'node:test';
import { sql } from 'kysely';
import { currentPlanVersion, planVersions } from './find.ts';
import { normalizeTerms, planTermsSchema } from './plan-terms.ts';
import { openTestServer, pointers, type TestServer, terms } from './test-server.ts';

let server: TestServer;
let productId: string;
let count = 0;

before(async () => {
  server = await openTestServer();
});
after(() => server.close());
beforeEach(async () => {
  const fields = { slug: `maps-${++count}`, name: 'Maps', upstream_url: 'https://api.example.com' };
  productId = (await server.ok('acme', 'POST', '/products', fields)).id;
});

const newPlan = (other: Record<string, unknown> = {}) => ({
  ...{ product_id: productId, slug: 'pro', name: 'Pro', tier: 2, ...other },
});
const create = (other: Record<string, unknown> = {}) =>
  server.request('acme', 'POST', '/billing/plans', newPlan(other));

describe('plans', () => {
  test('go from draft to published, and new versions replace the current one', async () => {
    const made = (await create({ terms: terms({ price: '29' }) })).body;
    assert.equal(made.current_version, null);
    assert.equal(made.version.state, 'draft');
    assert.equal(made.version.terms.price, '29.00', 'one spelling per amount');
    assert.equal(made.version.terms.trial_days, 0);
    const versions = `/billing/plans/${made.id}/versions`;
    const first = await server.ok('acme', 'POST', `${versions}/${made.version.id}/publish`);
    assert.equal(first.current_version.id, made.version.id);
    const again = await server.ok('acme', 'POST', `${versions}/${made.version.id}/publish`);
    assert.equal(again.revision, first.revision, 'publishing twice changes nothing');

    const draft = await server.ok('acme', 'POST', versions, { terms: terms({ price: '39.00' }) });
    assert.equal(draft.number, 2);
    await server.ok('acme', 'PUT', `${versions}/${draft.id}`, {
      terms: terms({ price: '35.00', quotas: [{ units: 9, period: 'day' }] }),
    });
    const difference = await server.ok(
      'acme',
      'GET',
      `/billing/plans/${made.id}/compare?a=${made.version.id}&b=${draft.id}`,
    );
    const changed = new Map(difference.differences.map((one: { pointer: string }) => [one.pointer, one]));
    assert.deepEqual(changed.get('/price'), {
      pointer: '/price',
      kind: 'changed',
      before: '29.00',
      after: '35.00',
    });
    assert.ok(changed.has('/quotas/month') && changed.has('/quotas/day'));
    assert.equal(changed.size, 3, [...changed.keys()].join());

    await server.ok('acme', 'POST', `${versions}/${draft.id}/publish`);
    assert.equal((await currentPlanVersion(server.db, made.id))?.id, draft.id);
    const both = await planVersions(server.db, [made.version.id, draft.id, 'plv_unknown']);
    assert.equal(both.size, 2);
    assert.equal(both.get(made.version.id)?.terms.price, '29.00');
    assert.deepEqual([both.get(draft.id)?.planSlug, both.get(draft.id)?.tier], ['pro', 2]);
    const back = await server.request('acme', 'POST', `${versions}/${made.version.id}/publish`);
    assert.equal(back.status, 409, 'an earlier version cannot become current again; a copy of it can');
    const list = await server.ok('acme', 'GET', versions);
    assert.deepEqual(
      list.data.map((one: { number: number }) => one.number),
      [2, 1],
    );
  });

  test('published versions refuse every change, over HTTP and in the database', async () => {
    const made = (await create({ terms: terms(), publish: true })).body;
    const path = `/billing/plans/${made.id}/versions/${made.version.id}`;
    assert.equal(
      (await server.request('acme', 'PUT', path, { terms: terms({ price: '1.00' }) })).status,
      409,
    );
    assert.equal((await server.request('acme', 'DELETE', path)).status, 409);
    assert.equal((await server.request('acme', 'DELETE', `/billing/plans/${made.id}`)).status, 409);
    const { id } = made.version;
    for (const statement of [
      sql`update catalog_plan_versions set terms = '{}' where id = ${id}`,
      sql`update catalog_plan_versions set state = 'draft', published_at = null where id = ${id}`,
      sql`update catalog_plan_versions set number = 99 where id = ${id}`,
      sql`delete from catalog_plan_versions where id = ${id}`,
    ]) {
      await assert.rejects(statement.execute(server.db), /can never change/);
    }
    assert.deepEqual((await server.ok('acme', 'GET', path)).terms, made.version.terms);
  });

  test('drafts can be discarded, and a plan that was never published with them', async () => {
    const made = (await create({ terms: terms() })).body;
    await server.ok('acme', 'DELETE', `/billing/plans/${made.id}/versions/${made.version.id}`);
    const second = await server.ok('acme', 'POST', `/billing/plans/${made.id}/versions`, { terms: terms() });
    assert.equal(second.number, 2, 'numbers are not used twice');
    const route = await server.ok('acme', 'POST', `/products/${productId}/routes`, {
      ...{ method: 'GET', template: '/x', minimum_plan: made.id },
    });
    const used = await server.request('acme', 'DELETE', `/billing/plans/${made.id}`);
    assert.deepEqual([used.status, used.body.route_id], [409, route.id]);
    await server.ok('acme', 'DELETE', `/products/${productId}/routes/${route.id}`);
    await server.ok('acme', 'DELETE', `/billing/plans/${made.id}`);
    assert.equal((await server.request('acme', 'GET', `/billing/plans/${made.id}`)).status, 404);
  });

  test('refuse cursors that are not of their list', async () => {
    const made = (await create()).body;
    const cursor = (keys: unknown) => Buffer.from(JSON.stringify(keys)).toString('base64url');
    for (const keys of [['\u0000'], [{}], ['a b'], [], [1, 2], 'x']) {
      const answer = await server.request('acme', 'GET', `/billing/plans?cursor=${cursor(keys)}`);
      assert.deepEqual([answer.status, pointers(answer)], [422, ['/query/cursor']], JSON.stringify(keys));
    }
    for (const keys of [['x'], [1.5], [1e12], [-1]]) {
      const path = `/billing/plans/${made.id}/versions?cursor=${cursor(keys)}`;
      assert.equal((await server.request('acme', 'GET', path)).status, 422, JSON.stringify(keys));
    }
  });

  test('of one product have slugs and tiers of their own', async () => {
    assert.equal((await create()).status, 201);
    const slug = await create({ tier: 3 });
    assert.deepEqual([slug.status, pointers(slug)], [409, ['/slug']]);
    const tier = await create({ slug: 'other' });
    assert.deepEqual([tier.status, pointers(tier)], [409, ['/tier']]);
    const other = (await create({ slug: 'other', tier: 5 })).body;
    const moved = await server.request('acme', 'PATCH', `/billing/plans/${other.id}`, { tier: 2 });
    assert.deepEqual([moved.status, pointers(moved)], [409, ['/tier']]);
    const raced = await Promise.all(['a', 'b', 'c'].map((one) => create({ slug: one, tier: 9 })));
    assert.deepEqual(raced.map((one) => one.status).sort(), [201, 409, 409]);
  });

  test('drafted at once get different numbers', async () => {
    const made = (await create()).body;
    const drafts = await Promise.all(
      Array.from({ length: 5 }, () =>
        server.ok('acme', 'POST', `/billing/plans/${made.id}/versions`, { terms: terms() }),
      ),
    );
    assert.deepEqual(drafts.map((one) => one.number).sort(), [1, 2, 3, 4, 5]);
  });

  test('are listed for their provider, and the offers for everybody', async () => {
    const made = (await create({ terms: terms(), publish: true })).body;
    await create({ slug: 'draft', tier: 8, terms: terms() });
    const own = await server.ok('acme', 'GET', `/billing/plans?product=${productId}`);
    assert.deepEqual(
      own.data.map((one: { slug: string }) => one.slug),
      ['pro', 'draft'],
    );
    assert.equal(own.data[0].current_version.id, made.version.id);
    assert.deepEqual((await server.ok('nobody', 'GET', `/plans?product=${productId}`)).data, []);
    await server.ok('acme', 'POST', `/products/${productId}/routes`, { method: 'GET', template: '/x' });
    await server.ok('acme', 'POST', `/products/${productId}/publish`);
    const offers = await server.ok('nobody', 'GET', `/plans/?product=${productId}`);
    assert.deepEqual(
      offers.data.map((one: { slug: string }) => one.slug),
      ['pro'],
    );
    assert.deepEqual(offers.data[0].version.terms, made.version.terms);
  });

  test('name the meters of a product', async () => {
    const price = { model: 'per_unit', unit_price: '1' };
    await create({
      publish: true,
      terms: terms({ prices: [{ key: 'mb', meter: 'megabytes', name: 'MB', price }] }),
    });
    const meters = await server.ok('acme', 'GET', `/products/${productId}/meters`);
    assert.deepEqual(
      meters.data.map((one: { name: string }) => one.name),
      ['requests', 'units', 'megabytes'],
    );
  });
});

describe('bad terms', () => {
  const price = { model: 'per_unit', unit_price: '0.01' };
  const usage = (other: Record<string, unknown>) => [
    { key: 'calls', meter: 'requests', name: 'Calls', price, ...other },
  ];
  const graduated = (...tiers: unknown[]) => usage({ price: { model: 'graduated', tiers } });
  const monthly = { units: 1, period: 'month' };
  const charging = (overage: object) => ({ ...monthly, overage: { mode: 'charge', ...overage } });
  const inTurn = (period: string, index: number) => ({
    ...{ units: 1, period, alignment: index < 4 ? 'calendar' : 'anniversary' },
  });
  const cases: [string, Record<string, unknown>, string][] = [
    ['an unknown currency', { currency: 'XBT' }, '/currency'],
    ['a currency in small letters', { currency: 'usd' }, '/currency'],
    ['a negative price', { price: '-1.00' }, '/price'],
    ['a price as a number', { price: 29 }, '/price'],
    ['a price with an exponent', { price: '1e3' }, '/price'],
    ['more digits than the currency has', { price: '29.999' }, '/price'],
    ['cents of yen', { currency: 'JPY', price: '29.50' }, '/price'],
    ['a gigantic price', { price: '1234567890123.00' }, '/price'],
    ['no interval', { interval: undefined }, '/interval'],
    ['an unknown interval', { interval: { unit: 'fortnight', count: 1 } }, '/interval/unit'],
    ['an interval of none', { interval: { unit: 'month', count: 0 } }, '/interval/count'],
    ['an interval of decades', { interval: { unit: 'year', count: 30 } }, '/interval/count'],
    ['a negative trial', { trial_days: -1 }, '/trial_days'],
    ['a negative quota', { quotas: [{ units: -1, period: 'month' }] }, '/quotas/0/units'],
    ['a broken quota', { quotas: [{ units: 1.5, period: 'month' }] }, '/quotas/0/units'],
    ['an unknown quota period', { quotas: [{ units: 1, period: 'hour' }] }, '/quotas/0/period'],
    ['an unknown alignment', { quotas: [{ ...monthly, alignment: 'moon' }] }, '/quotas/0/alignment'],
    ['two quotas of a period', { quotas: [monthly, monthly] }, '/quotas/1/period'],
    ['five quotas', { quotas: ['day', 'week', 'month', 'year', 'day'].map(inTurn) }, '/quotas'],
    [
      'two quotas with charged overage',
      { quotas: [charging({ unit_price: '1' }), { ...charging({ unit_price: '2' }), period: 'day' }] },
      '/quotas/1/overage',
    ],
    [
      'a negative overage price',
      { quotas: [charging({ unit_price: '-0.01' })] },
      '/quotas/0/overage/unit_price',
    ],
    [
      'a cap of none',
      { quotas: [charging({ unit_price: '1', max_overage_units: 0 })] },
      '/quotas/0/overage/max_overage_units',
    ],
    [
      'a price for blocked overage',
      { quotas: [{ ...monthly, overage: { mode: 'block', unit_price: '1' } }] },
      '/quotas/0/overage/unit_price',
    ],
    [
      'an unknown overage mode',
      { quotas: [{ ...monthly, overage: { mode: 'free' } }] },
      '/quotas/0/overage/mode',
    ],
    [
      'two windows of one length on a route',
      {
        route_rate_limits: [
          {
            method: 'GET',
            template: '/a',
            rate_limits: [1, 2].map((limit) => ({ limit, window_seconds: 60 })),
          },
        ],
      },
      '/route_rate_limits/0/rate_limits/1/window_seconds',
    ],
    [
      'a route with windows twice',
      { route_rate_limits: [1, 2].map(() => ({ method: 'GET', template: '/a', rate_limits: [] })) },
      '/route_rate_limits/1/template',
    ],
    [
      'two limits per window',
      { rate_limits: [1, 2].map((limit) => ({ limit, window_seconds: 60 })) },
      '/rate_limits/1/window_seconds',
    ],
    ['a negative limit', { rate_limits: [{ limit: -1, window_seconds: 60 }] }, '/rate_limits/0/limit'],
    ['no concurrent calls', { concurrency: 0 }, '/concurrency'],
    ['two prices of a key', { prices: [...usage({}), ...usage({})] }, '/prices/1/key'],
    ['a strange meter', { prices: usage({ meter: 'a b' }) }, '/prices/0/meter'],
    ['an unknown price model', { prices: usage({ price: { model: 'magic' } }) }, '/prices/0/price/model'],
    [
      'a negative unit price',
      { prices: usage({ price: { model: 'per_unit', unit_price: '-1' } }) },
      '/prices/0/price/unit_price',
    ],
    [
      'overlapping tiers',
      {
        prices: graduated(
          { up_to: '10', unit_price: '1' },
          { up_to: '10', unit_price: '2' },
          { up_to: null, unit_price: '3' },
        ),
      },
      '/prices/0/price/tiers/1/up_to',
    ],
    ['an unknown field', { discount: '5' }, '/discount'],
    ['an unknown field in a price', { prices: usage({ tax: 1 }) }, '/prices/0/tax'],
    ['a feature that is a list', { features: { a: [1] } }, '/features/a'],
    ['a NUL in a feature', { features: { a: 'x\u0000' } }, '/features/a'],
  ];
  for (const [what, wrong, pointer] of cases) {
    test(`are refused for ${what}, and nothing is written`, async () => {
      const answer = await create({ terms: terms(wrong) });
      assert.equal(answer.status, 422, JSON.stringify(answer.body));
      assert.deepEqual(pointers(answer), [`/terms${pointer}`]);
      assert.deepEqual((await server.ok('acme', 'GET', `/billing/plans?product=${productId}`)).data, []);
      const checked = await server.request('acme', 'POST', '/billing/plans/validate', {
        terms: terms(wrong),
      });
      assert.deepEqual([checked.status, pointers(checked)], [422, [`/terms${pointer}`]]);
    });
  }

  test('good terms are checked without being kept', async () => {
    const free = { currency: 'JPY', interval: { unit: 'year' }, price: '0' };
    const { terms: normal } = await server.ok('acme', 'POST', '/billing/plans/validate', { terms: free });
    assert.deepEqual(normal.interval, { unit: 'year', count: 1 });
    assert.deepEqual([normal.price, normal.quotas, normal.prices], ['0', [], []]);
  });

  test('nothing can be published without terms', async () => {
    const answer = await create({ publish: true });
    assert.deepEqual([answer.status, pointers(answer)], [422, ['/publish']]);
  });
});

test('terms of one quota become terms of a list, and go on meaning the same', async () => {
  const { db } = server;
  const quota = { units: 1000, period: 'month' };
  const overage = { mode: 'charge', unit_price: '0.01', max_overage_units: null };
  const before = {
    ...normalizeTerms(planTermsSchema.parse(terms())),
    quotas: undefined,
    route_rate_limits: undefined,
  };
  const written: [Record<string, unknown>, unknown][] = [
    [{ ...before, quota, overage }, [{ ...quota, alignment: 'calendar', overage }]],
    [
      { ...before, quota, overage: { mode: 'block' } },
      [{ ...quota, alignment: 'calendar', overage: { mode: 'block' } }],
    ],
    [{ ...before, quota: null, overage: { mode: 'block' } }, []],
  ];
  const file = new URL('../../migrations/postgres/0036_catalog_quotas.sql', import.meta.url);
  for (const [index, [old, quotas]] of written.entries()) {
    const head = { slug: `old-${index}`, tier: index, terms: terms(), publish: true };
    const versionId = (await create(head)).body.current_version.id;
    await sql`alter table catalog_plan_versions disable trigger user`.execute(db);
    await sql`update catalog_plan_versions set terms = ${JSON.stringify(old)}::jsonb where id = ${versionId}`.execute(
      db,
    );
    await sql`alter table catalog_plan_versions enable trigger user`.execute(db);
    await sql.raw(await readFile(file, 'utf8')).execute(db);
    const after = (await planVersions(db, [versionId])).get(versionId)!.terms;
    assert.deepEqual(after, normalizeTerms(planTermsSchema.parse({ ...terms(), quotas })));
    await assert.rejects(
      sql`update catalog_plan_versions set number = 99 where id = ${versionId}`.execute(db),
    );
  }
});
