import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Secret, TOTP } from 'otpauth';
import { generate } from 'selfsigned';
import { Client } from './client.ts';
import type { Instance } from './instance.ts';
import { openShop } from './shop.ts';

/** One of each thing that an installation keeps sealed, or knows by a keyed hash, besides those of the sample. */
export interface SealedThings {
  /** What was shown once. */
  readonly shown: readonly string[];
  /** Uses every one of them; throws where one is not what it was. */
  assertWork(instance: Instance): Promise<void>;
  stop(): Promise<void>;
}

const foreignKey = 'acme-6c1f0e9b7a5d4c3e2f10';
const buyer = { email: 'vault-buyer@example.com', password: 'correct horse battery' };

/** An API whose answer is the proof that its call came with. */
async function startEcho(): Promise<{ url: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    response.end(request.headers['x-turnpike-proxy-secret'] ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export async function sealThings(anyone: Client, operator: Client): Promise<SealedThings> {
  const echo = await startEcho();
  const shop = await openShop(anyone, {
    upstreamUrl: echo.url,
    seller: 'vault',
    routes: [{ method: 'GET', template: '/plain' }],
  });
  const provider = anyone.bearer(shop.providerToken);
  const [{ id: product }] = (await provider.get('/products')).data;
  const { secret: proof } = await provider.post(`/products/${product}/upstream-proof/rotate`);
  await provider.ok('PATCH', `/products/${product}`, { upstream: { proof: 'secret' } });
  const pair = await generate([{ name: 'commonName', value: 'gateway' }], {
    keyType: 'ec',
    algorithm: 'sha256',
  });
  const tls = { certificate: pair.cert, private_key: pair.private };
  await provider.ok('PUT', `/products/${product}/upstream-tls`, tls);
  const moved = { subscription_id: shop.subscriptionId, name: 'moved', key: foreignKey };
  await provider.post(`/products/${product}/keys/import`, { keys: [moved] });

  const person = anyone.bearer(shop.consumerToken);
  const { secret: factor } = await person.post('/me/second-factor/secret');
  const totp = new TOTP({ secret: Secret.fromBase32(factor), algorithm: 'SHA1', digits: 6, period: 30 });
  const enabled = { password: buyer.password, code: totp.generate() };
  const { recovery_codes: recovery } = await person.post('/me/second-factor/enable', enabled);

  const clientSecret = 'gh-secret-0123456789abcdef';
  const login = {
    label: 'GitHub',
    issuer: 'https://github.com',
    client_id: 'id',
    client_secret: clientSecret,
  };
  await operator.ok('PUT', '/login-providers/hub', { kind: 'github', ...login });

  const codes: string[] = [...recovery];
  const call = async (gatewayUrl: string, key: string) => {
    const answer = await fetch(`${gatewayUrl}${shop.path}/plain`, {
      headers: { 'x-api-key': key },
    });
    return [answer.status, await answer.text()];
  };
  return {
    shown: [proof, foreignKey, factor, clientSecret, ...recovery, shop.key],
    async assertWork({ facts }) {
      const client = new Client(facts.portal_url);
      const use = (key: string) => call(facts.gateway_url, key);
      // The proof reaches gateways with the snapshot after it.
      let seen = await use(shop.key);
      for (let tries = 0; tries < 100 && seen[1] !== proof; tries += 1) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        seen = await use(shop.key);
      }
      assert.deepEqual(seen, [200, proof], 'the proof at the upstream');
      assert.deepEqual(await use(foreignKey), [200, proof], 'the imported key');
      const { challenge_token: challenge } = await client.post('/auth/login', buyer);
      const code = codes.pop();
      const second = { challenge_token: challenge, code };
      await client.post('/auth/login/second-factor', second);
      const wrong = {
        challenge_token: (await client.post('/auth/login', buyer)).challenge_token,
        code: '000000',
      };
      // Looking at six digits opens the authenticator's secret.
      assert.ok([401, 422].includes((await client.send('POST', '/auth/login/second-factor', wrong)).status));
      const origin = { origin: facts.portal_url };
      const { url } = await client.post('/auth/providers/hub/start', {}, origin);
      assert.match(url, /^https:\/\/github\.com\//);
    },
    stop: () => echo.stop(),
  };
}
