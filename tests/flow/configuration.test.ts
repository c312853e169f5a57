import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Client, type Json } from './client.ts';
import { type Ended, runTurnpike } from './command.ts';
import { Instance } from './instance.ts';
import { tableDigests } from './rows.ts';
import { openShop } from './shop.ts';

const instance = new Instance();
const folder = mkdtempSync(join(tmpdir(), 'turnpike-config-'));
let provider: Client;
let providerId: string;
let environment: Record<string, string>;

before(async () => {
  await instance.start();
  const client = new Client(instance.facts.portal_url);
  const shop = await openShop(client, {
    upstreamUrl: 'http://127.0.0.1:9',
    routes: [{ method: 'GET', template: '/now' }],
    terms: { price: '10.00', quotas: [{ units: 5, period: 'month' }] },
  });
  provider = client.bearer(shop.providerToken);
  providerId = shop.providerId;
  const { token } = await provider.post(`/organizations/${providerId}/service-tokens`, {
    name: 'deploy',
    permissions: ['catalog:read', 'catalog:write', 'billing:read', 'billing:write', 'payouts:read'],
  });
  environment = {
    TURNPIKE_URL: instance.facts.portal_url,
    TURNPIKE_TOKEN: token,
    UPSTREAM: 'http://127.0.0.1:7',
    IBAN: 'CH93 0076 2011 6238 5295 7',
  };
});

after(async () => {
  await instance.remove();
  rmSync(folder, { recursive: true });
});

/** When a token was last used is written at any time. */
async function catalogDigests(): Promise<Record<string, string>> {
  const { identity_service_tokens: _, ...others } = await tableDigests(instance);
  return others;
}

function file(text: string): string {
  const path = join(folder, 'turnpike.yaml');
  writeFileSync(path, text);
  return path;
}

const apply = (text: string, ...options: string[]): Promise<Ended> =>
  runTurnpike(['apply', file(text), '--json', ...options], environment);

async function changesOf(ended: Promise<Ended>): Promise<string[]> {
  const { status, output, complaints } = await ended;
  assert.equal(status, 0, complaints);
  return JSON.parse(output).changes.map(({ action, object }: Json) => `${action} ${object}`);
}

const maps = (more = '') => `
version: 1
products:
  - slug: maps
    name: Maps
    upstream_url: \${UPSTREAM}
    published: true
    plans:
      - slug: basic
        name: Basic
        tier: 0
        publish: true
        terms: { currency: USD, interval: { unit: month, count: 1 }, price: "5.00" ${more} }
    routes:
      - { method: GET, template: "/tiles/{z}", weight: 2, minimum_plan: basic }
      - { method: GET, template: "/search" }
`;

test('what is exported changes nothing when it is applied', async () => {
  const path = join(folder, 'exported.yaml');
  const exported = await runTurnpike(['export-config', path], environment);
  assert.equal(exported.status, 0, exported.complaints);
  assert.match(readFileSync(path, 'utf8'), /slug: weather/);
  assert.deepEqual(await changesOf(apply(readFileSync(path, 'utf8'))), []);
  assert.deepEqual(await changesOf(apply(readFileSync(path, 'utf8'), '--prune')), []);
});

test('a dry run says exactly what applying does, and does nothing', async () => {
  const before = await catalogDigests();
  const rehearsed = await changesOf(apply(maps(), '--dry-run'));
  assert.deepEqual(await catalogDigests(), before);
  assert.deepEqual(rehearsed, [
    'create product maps',
    'create plan maps/basic',
    'publish plan maps/basic',
    'create route maps GET /tiles/{z}',
    'create route maps GET /search',
    'publish product maps',
  ]);
  assert.deepEqual(await changesOf(apply(maps())), rehearsed);
  const { data } = await provider.get('/products');
  assert.equal(data.find(({ slug }: Json) => slug === 'maps').upstream_url, 'http://127.0.0.1:7');
});

test('applied again it changes nothing and says so', async () => {
  const before = await catalogDigests();
  const { status, output } = await runTurnpike(['apply', file(maps())], environment);
  assert.deepEqual([status, output], [0, 'no changes\n']);
  const after = await catalogDigests();
  assert.deepEqual(after, before);
});

test('changed terms become a new version, and who subscribed stays', async () => {
  const changed = maps(', quotas: [{ units: 9, period: month }]');
  assert.deepEqual(await changesOf(apply(changed)), [
    'new-version plan maps/basic',
    'publish plan maps/basic',
  ]);
  const { data } = await provider.get('/products');
  const { id } = data.find(({ slug }: Json) => slug === 'maps');
  const plans = await provider.get('/billing/plans');
  const versions = await provider.get(
    `/billing/plans/${plans.data.find((one: Json) => one.product_id === id).id}/versions`,
  );
  assert.deepEqual(
    versions.data.map(({ number, state }: Json) => [number, state]),
    [
      [2, 'published'],
      [1, 'published'],
    ],
  );
  assert.deepEqual(await changesOf(apply(changed)), []);
});

test('a file that is wrong anywhere changes nothing and is refused with line and column', async () => {
  const before = await catalogDigests();
  const cases: [string, RegExp][] = [
    [
      maps().replace('name: Maps', 'name: Maps\n    name: Cards'),
      /turnpike\.yaml:6:\d+ Map keys must be unique/,
    ],
    [maps().replace('price: "5.00"', 'price: "-5"'), /turnpike\.yaml:13:\d+ .*price/],
    [
      maps().replace('minimum_plan: basic', 'minimum_plan: gold'),
      /turnpike\.yaml:15:\d+ .*minimum_plan is not a plan/,
    ],
    [maps().replace('name: Maps', 'nmae: Maps'), /turnpike\.yaml:\d+:\d+ .*/],
    [maps().replace('UPSTREAM', 'NOWHERE'), /turnpike\.yaml:6:\d+ NOWHERE is not set/],
    [maps().replace(/\$\{UPSTREAM\}/, 'http://169.254.169.254/'), /upstream_url .*private or reserved/],
    ['version: 1\nproducts: [', /turnpike\.yaml:2:\d+/],
  ];
  for (const [text, reason] of cases) {
    const { status, complaints } = await apply(text);
    assert.equal(status, 1, complaints);
    assert.match(complaints, reason);
  }
  assert.deepEqual(await catalogDigests(), before);
});

test('only with --prune does what the file does not name go, and what was sold is only taken off the market', async () => {
  const fewer = maps(', quotas: [{ units: 9, period: month }]').replace(
    / +- \{ method: GET, template: "\/search" \}\n/,
    '',
  );
  assert.deepEqual(await changesOf(apply(fewer)), []);
  assert.deepEqual(await changesOf(apply(fewer, '--prune')), [
    'delete route maps GET /search',
    'unpublish product weather',
  ]);
  assert.deepEqual(await changesOf(apply(fewer, '--prune')), []);
});

test('connections are set from placeholders, exported, and stay when the file does not name them', async () => {
  const connected = `${maps(', quotas: [{ units: 9, period: month }]')}
connections:
  billing: { payment_terms_days: 20 }
  payouts: { holder_name: Acme Ltd, iban: "\${IBAN}" }
`;
  const made = ['create route maps GET /search', 'create connection billing', 'create connection payouts'];
  assert.deepEqual(await changesOf(apply(connected, '--dry-run')), made);
  assert.deepEqual(await changesOf(apply(connected)), made);
  assert.deepEqual(await changesOf(apply(connected)), []);
  const { account } = await provider.get('/payouts/account');
  assert.deepEqual(account, { holder_name: 'Acme Ltd', iban: 'CH9300762011623852957' });
  assert.equal((await provider.get('/billing/settings')).payment_terms_days, 20);
  assert.deepEqual(await changesOf(apply('version: 1\nproducts: []')), []);
  const exported = await runTurnpike(['export-config'], environment);
  assert.match(
    exported.output,
    /connections:\n {2}billing:\n[\s\S]*payment_terms_days: 20[\s\S]*CH9300762011623852957/,
  );
  assert.deepEqual(await changesOf(apply(exported.output, '--prune')), []);
});

test('a connection needs its own permission beside that of the catalog', async () => {
  const { token } = await provider.post(`/organizations/${providerId}/service-tokens`, {
    name: 'catalog only',
    permissions: ['catalog:read', 'catalog:write'],
  });
  const narrow = { ...environment, TURNPIKE_TOKEN: token };
  const text = `version: 1\nproducts: []\nconnections:\n  payouts: { holder_name: Thief, iban: "\${IBAN}" }\n`;
  const { status, complaints } = await runTurnpike(['apply', file(text)], narrow);
  assert.equal(status, 1);
  assert.match(complaints, /refused \(403\)[\s\S]*turnpike\.yaml:4:\d+ .*needs billing:write/);
  const exported = await runTurnpike(['export-config'], narrow);
  assert.doesNotMatch(exported.output, /connections/);
});

test('without the permission it is refused', async () => {
  const { token } = await provider.post(`/organizations/${providerId}/service-tokens`, {
    name: 'reader',
    permissions: ['catalog:read'],
  });
  const { status, complaints } = await runTurnpike(['apply', file(maps())], {
    ...environment,
    TURNPIKE_TOKEN: token,
  });
  assert.equal(status, 1);
  assert.match(complaints, /refused \(403\)/);
});
