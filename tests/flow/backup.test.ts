import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { billedEvents, operatorOf } from './billed.ts';
import { Client, eventually, type Json } from './client.ts';
import { runTurnpike } from './command.ts';
import { Instance } from './instance.ts';
import { openShop, type Shop } from './shop.ts';
import { startUpstream, type Upstream } from './upstream.ts';

// D28: an installation with traffic, invoices and postings, as one file and back.

const folder = mkdtempSync(join(tmpdir(), 'turnpike-backup-'));
const file = join(folder, 'all.backup');
const passphraseFile = join(folder, 'passphrase');
const environment = { TEST_PROCESSOR: 'on', BILLING_GRACE_MINUTES: '0' };
const original = new Instance({ environment });
const restored = new Instance({ environment, dataDirectory: join(folder, 'restored') });
let upstream: Upstream;
let shop: Shop;
let facts: Json;

before(async () => {
  writeFileSync(passphraseFile, 'seven wet camels\n');
  upstream = await startUpstream();
  await original.start();
});

after(async () => {
  await original.remove();
  await restored.remove();
  await upstream.stop();
  rmSync(folder, { recursive: true, force: true });
});

const terms = {
  price: '10.00',
  quotas: [{ units: 6, period: 'month' }],
  prices: [
    { key: 'calls', meter: 'requests', name: 'Calls', price: { model: 'per_unit', unit_price: '0.25' } },
  ],
};

async function call(instance: Instance): Promise<number> {
  const response = await fetch(`${instance.facts.gateway_url}${shop.path}/plain`, {
    headers: { authorization: `Bearer ${shop.key}` },
  });
  await response.text();
  return response.status;
}

/** Everything that has to be the same afterwards, over HTTP. Sessions live on, so the same tokens are used. */
async function takeStock(instance: Instance): Promise<Json> {
  const anyone = new Client(instance.facts.portal_url);
  const provider = anyone.bearer(shop.providerToken);
  const consumer = anyone.bearer(shop.consumerToken);
  const operator = await operatorOf(instance, anyone);
  const { data: invoices } = await provider.get('/invoices?role=seller&limit=200');
  const events = await billedEvents(instance, shop.subscriptionId);
  return {
    trial: await operator.get('/ledger/trial-balance'),
    invoices: await Promise.all(invoices.map(({ id }: Json) => provider.get(`/invoices/${id}`))),
    pdfs: await Promise.all(
      invoices.map(async ({ id }: Json) => (await provider.send('GET', `/invoices/${id}.pdf`)).body),
    ),
    usage: (await consumer.get(`/usage/${shop.consumerId}`)).data,
    events: events
      .map((event) => JSON.stringify(event, (_, v) => (typeof v === 'bigint' ? String(v) : v)))
      .sort(),
    products: await provider.get('/products'),
    subscriptions: await consumer.get(`/subscriptions/${shop.consumerId}`),
  };
}

test('an instance with traffic and an invoice is written into one file while it runs', async () => {
  const client = new Client(original.facts.portal_url);
  shop = await openShop(client, {
    upstreamUrl: upstream.url,
    routes: [{ method: 'GET', template: '/plain' }],
    terms,
  });
  const provider = client.bearer(shop.providerToken);
  await eventually('the key is in force', 30, async () => (await call(original)) === 200);
  for (let i = 0; i < 2; i += 1) assert.equal(await call(original), 200);
  await eventually('three calls in the usage store', 30, async () => {
    const events = await billedEvents(original, shop.subscriptionId);
    return events.length === 3;
  });
  await provider.post('/billing/runs', { close_current_period: true, wait: true });
  assert.equal(await call(original), 200);

  const made = await runTurnpike(
    ['backup', file, '--with-keys', '--passphrase-file', passphraseFile, '--json'],
    { DATA_DIR: original.dataDirectory },
  );
  assert.equal(made.status, 0, made.complaints);
  const summary = JSON.parse(made.output);
  assert.equal(summary.keys, 'locked');
  assert.ok(summary.usage_rows >= 3);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  await eventually('the fourth call in the usage store', 30, async () => {
    return (await billedEvents(original, shop.subscriptionId)).length === 4;
  });
  facts = await takeStock(original);
  assert.ok(facts.invoices.length > 0);
  for (const pdf of facts.pdfs) assert.match(pdf, /^%PDF/);
  assert.equal(await original.end(), 0);
});

test('a backup that is cut off, damaged or of another program is refused, and nothing is made of it', async () => {
  const whole = readFileSync(file);
  const broken = join(folder, 'broken');
  const flipped = Buffer.from(whole);
  flipped[Math.floor(whole.length / 2)]! ^= 0x40;
  const files = {
    'cut off': whole.subarray(0, whole.length - 400),
    damaged: flipped,
    'no backup': Buffer.from('this is a letter to my aunt\n'),
  };
  for (const [what, bytes] of Object.entries(files)) {
    writeFileSync(broken, bytes);
    const place = join(folder, 'nothing');
    const { status, complaints } = await runTurnpike(['restore', broken], { DATA_DIR: place });
    assert.equal(status, 1, what);
    assert.match(complaints, /^turnpike: .*(cut off|damaged|no backup)/, what);
    assert.throws(() => statSync(place), `${what}: a directory was made`);
  }
});

test('without the right key, or on a directory in use, it is refused', async () => {
  const place = join(folder, 'elsewhere');
  const without = await runTurnpike(['restore', file], { DATA_DIR: place });
  assert.match(without.complaints, /locked: give --passphrase-file/);
  const wrongPassphrase = join(folder, 'wrong');
  writeFileSync(wrongPassphrase, 'eight wet camels\n');
  const wrong = await runTurnpike(['restore', file, '--passphrase-file', wrongPassphrase], {
    DATA_DIR: place,
  });
  assert.match(wrong.complaints, /passphrase does not open/);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'root.key'), `${Buffer.alloc(32, 9).toString('base64')}\n`);
  const other = await runTurnpike(['restore', file, '--passphrase-file', passphraseFile], {
    DATA_DIR: place,
  });
  assert.match(other.complaints, /holds another key/);
  const used = await runTurnpike(['restore', file, '--passphrase-file', passphraseFile], {
    DATA_DIR: original.dataDirectory,
  });
  assert.match(used.complaints, /is not empty/);
  for (const { status } of [without, wrong, other, used]) assert.equal(status, 1);
});

test('a restore that was killed leaves nothing that starts', async () => {
  const place = join(folder, 'killed');
  const killed = await runTurnpike(['restore', file, '--passphrase-file', passphraseFile], {
    DATA_DIR: place,
    FAIL_AT: 'restore.before_commit',
  });
  assert.equal(killed.status, 'SIGKILL');
  const half = new Instance({ dataDirectory: place });
  await assert.rejects(half.start(), /did not come to its end/);
  await half.remove();
});

test('restored, it has the same books, invoices and usage, and goes on', async () => {
  const done = await runTurnpike(['restore', file, '--passphrase-file', passphraseFile, '--json'], {
    DATA_DIR: restored.dataDirectory,
  });
  assert.equal(done.status, 0, done.complaints);
  assert.deepEqual(JSON.parse(done.output).migrated, []);
  const verdict = await runTurnpike(['audit', 'verify', '--json'], { DATA_DIR: restored.dataDirectory });
  assert.equal(JSON.parse(verdict.output).intact, true);
  await restored.start({ OPERATOR_EMAIL: 'operator@example.com' });
  (restored.facts as Json).operator = original.facts.operator;
  await eventually('the call that was in the journal only', 30, async () => {
    return (await billedEvents(restored, shop.subscriptionId)).length === 4;
  });
  assert.deepEqual(await takeStock(restored), facts);

  // Four of six units are used: two are left, as before.
  assert.deepEqual([await call(restored), await call(restored), await call(restored)], [200, 200, 429]);
  await eventually('the further calls in the usage store', 30, async () => {
    return (await billedEvents(restored, shop.subscriptionId)).length === 6;
  });
  const provider = new Client(restored.facts.portal_url).bearer(shop.providerToken);
  await provider.post('/billing/runs', { close_current_period: true, wait: true });
  const { data } = await provider.get('/invoices?role=seller&limit=200');
  const numbers = data
    .map(({ number }: Json) => Number(/\d+$/.exec(number)![0]))
    .sort((a: number, b: number) => a - b);
  assert.ok(data.length > facts.invoices.length);
  assert.deepEqual(
    numbers,
    numbers.map((_: number, index: number) => index + 1),
    'numbers go on without a gap',
  );
});

test('made of a stopped directory and restored again, it is still the same', async () => {
  await restored.end();
  const again = join(folder, 'again.backup');
  const made = await runTurnpike(['backup', again, '--json'], { DATA_DIR: restored.dataDirectory });
  assert.equal(made.status, 0, made.complaints);
  assert.equal(JSON.parse(made.output).keys, 'apart');
  const place = join(folder, 'second');
  const refused = await runTurnpike(['restore', again], { DATA_DIR: place });
  assert.match(refused.complaints, /made without its keys/);
  mkdirSync(place, { mode: 0o700 });
  copyFileSync(join(restored.dataDirectory, 'root.key'), join(place, 'root.key'));
  const done = await runTurnpike(['restore', again, '--json'], { DATA_DIR: place });
  assert.equal(done.status, 0, done.complaints);
  assert.equal(JSON.parse(done.output).usage_rows, JSON.parse(made.output).usage_rows);
  rmSync(place, { recursive: true, force: true });
});
