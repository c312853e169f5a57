import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Client, type Json } from './client.ts';
import { Instance } from './instance.ts';
import { type Buyer, joinShop, openShop, type Shop } from './shop.ts';
import { startUpstream, type Upstream } from './upstream.ts';

// A company moves here with the keys that its consumers already have: none of them changes anything.

const KEYS = 1000;
const KEYS_EACH = 91;
const instance = new Instance({ environment: { CHECK_RESPONSES: 'true' } });
let upstream: Upstream;
let shop: Shop;
let provider: Client;
let path: string;
const buyers: Buyer[] = [];

before(async () => {
  upstream = await startUpstream();
  await instance.start();
  const anyone = new Client(instance.facts.portal_url);
  const routes = [{ method: 'GET', template: '/plain' }];
  shop = await openShop(anyone, { upstreamUrl: upstream.url, routes });
  provider = anyone.bearer(shop.providerToken);
  for (let i = 0; i * KEYS_EACH < KEYS; i += 1) buyers.push(await joinShop(anyone, `mover-${i}`));
  const [{ id }] = (await provider.get('/products')).data;
  path = `/products/${id}/keys/import`;
});

after(async () => {
  await instance.remove();
  await upstream.stop();
});

const call = (headers: Record<string, string>) =>
  fetch(`${instance.facts.gateway_url}${shop.path}/plain`, { headers, signal: AbortSignal.timeout(30_000) });

/** As companies have them: random hex, UUID-like, base64url, with a prefix of their own. */
function foreignText(i: number): string {
  const forms = [
    () => randomBytes(16).toString('hex'),
    () => crypto.randomUUID(),
    () => randomBytes(24).toString('base64url'),
    () => `acme_${randomBytes(12).toString('base64url')}==`,
  ];
  return forms[i % forms.length]!();
}

test('1000 imported keys work unchanged, and none for another subscription', async () => {
  const before = await call({ 'x-api-key': foreignText(0) });
  assert.equal(before.status, 401);
  const texts = Array.from({ length: KEYS }, (_, i) => foreignText(i));
  const digest = (text: string, form: 'hex' | 'base64') => createHash('sha256').update(text).digest(form);
  const rows: Json[] = texts.map((text, i) => ({
    subscription_id: buyers[Math.floor(i / KEYS_EACH)]!.subscriptionId,
    name: `moved ${i}`,
    ...[{ key: text }, { sha256: digest(text, 'hex') }, { sha256: digest(text, 'base64') }][i % 3],
  }));
  const done = await provider.post(path, { keys: rows });
  assert.deepEqual([done.imported, done.refused], [KEYS, 0]);
  const again = await provider.post(path, { keys: rows });
  assert.deepEqual([again.imported, again.unchanged], [0, KEYS]);
  const elsewhere = { ...rows[0], subscription_id: buyers[1]!.subscriptionId };
  const taken = await provider.post(path, { keys: [elsewhere] });
  assert.equal(taken.results[0].reason, 'key-taken');

  const last = texts.at(-1)!;
  for (let tries = 0; (await call({ 'x-api-key': last })).status !== 200; tries += 1) {
    assert.ok(tries < 200, 'the gateway never learnt of the keys');
  }
  for (let at = 0; at < KEYS; at += 50) {
    const answers = await Promise.all(
      texts.slice(at, at + 50).map(async (text, i) => {
        const answer = await call(i % 2 === 0 ? { 'x-api-key': text } : { authorization: `Bearer ${text}` });
        await answer.arrayBuffer();
        return answer.status;
      }),
    );
    assert.deepEqual([...new Set(answers)], [200], `keys from ${at} on`);
  }
});
