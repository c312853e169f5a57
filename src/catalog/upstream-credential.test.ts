import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { sql } from 'kysely';
import { generate } from 'selfsigned';
import { loadCatalogForGateway } from './find.ts';
import { openTestServer, pointers, type TestServer } from './test-server.ts';

let server: TestServer;
let count = 0;
before(async () => {
  server = await openTestServer();
});
after(() => server.close());

async function create(): Promise<string> {
  count += 1;
  const fields = { slug: `credential-${count}`, name: 'Up', upstream_url: 'https://api.example.com/' };
  return (await server.ok('acme', 'POST', '/products', fields)).id;
}
const put = (id: string, body: object, caller: 'acme' | 'rival' | 'viewer' = 'acme') =>
  server.request(caller, 'PUT', `/products/${id}/upstream-credential`, body);
const loaded = async (id: string) => (await loadCatalogForGateway(server.db, server.secrets, [id]))[0]!;

describe('the credential for an upstream', () => {
  const secret = { name: 'Authorization', value: 'Bearer very-own-secret-of-acme' };

  test('goes to gateways and to nobody else, and can be taken away', async () => {
    const id = await create();
    assert.equal((await server.ok('acme', 'GET', `/products/${id}`)).upstream_credential, null);
    const answer = await put(id, secret);
    assert.deepEqual([answer.status, answer.body.upstream_credential], [200, { name: 'Authorization' }]);
    assert.deepEqual((await loaded(id)).upstreamCredential, secret);
    const told = await sql<{ row: string }>`
      select row_to_json(p)::text as row from catalog_products p where id = ${id}
      union all select row_to_json(a)::text from kernel_audit_entries a where object_id = ${id}
      union all select row_to_json(i)::text from kernel_idempotency_keys i`.execute(server.db);
    const configuration = await server.ok('acme', 'GET', '/configuration');
    for (const text of [answer.body, configuration, ...told.rows])
      assert.ok(!JSON.stringify(text).includes('very-own-secret'));
    const gone = await server.request('acme', 'DELETE', `/products/${id}/upstream-credential`);
    assert.equal(gone.status, 204);
    assert.equal((await loaded(id)).upstreamCredential, null);
  });

  test('stays when the product is changed', async () => {
    const id = await create();
    await put(id, secret);
    await server.ok('acme', 'PATCH', `/products/${id}`, { name: 'Other' });
    assert.deepEqual((await loaded(id)).upstreamCredential, secret);
  });

  for (const [what, body, pointer] of [
    ['framing', { ...secret, name: 'Content-Length' }, '/name'],
    ['what only the gateway says', { ...secret, name: 'X-Turnpike-Plan' }, '/name'],
    ['the same as CGI would read it', { ...secret, name: 'X_Turnpike_Plan' }, '/name'],
    ['where the call came from', { ...secret, name: 'X-Forwarded-For' }, '/name'],
    ['a second line', { ...secret, value: 'a\r\nHost: b' }, '/value'],
    ['nothing', { ...secret, value: '' }, '/value'],
  ] as const) {
    test(`is not ${what}`, async () => {
      const answer = await put(await create(), body);
      assert.deepEqual([answer.status, [...new Set(pointers(answer))]], [422, [pointer]]);
    });
  }

  test('is its provider’s affair', async () => {
    const id = await create();
    assert.equal((await put(id, secret, 'rival')).status, 404);
    assert.equal((await put(id, secret, 'viewer')).status, 403);
  });
});

test('all that is sealed of a product stands where a change of the sealing key finds it, and opens there', async () => {
  const id = await create();
  await put(id, { name: 'X-Token', value: 'token' });
  await server.ok('acme', 'POST', `/products/${id}/upstream-proof/rotate`, {});
  const pair = await generate([{ name: 'commonName', value: 'gateway' }], {
    keyType: 'ec',
    algorithm: 'sha256',
  });
  await server.ok('acme', 'PUT', `/products/${id}/upstream-tls`, {
    ...{ ca: null, certificate: pair.cert, private_key: pair.private },
  });
  const { rows } = await sql<{ row: Record<string, unknown> }>`
    select row_to_json(p) as row from catalog_products p where id = ${id}`.execute(server.db);
  const [form] = server.secrets.encrypt('x', 'y').split('.');
  const sealed = Object.entries(rows[0]!.row).filter(([, value]) =>
    JSON.stringify(value).includes(`"${form}.`),
  );
  assert.deepEqual(
    sealed.map(([name]) => name),
    ['upstream_proof_sealed', 'upstream_tls_key_sealed', 'upstream_credential_sealed'],
  );
  for (const [name, value] of sealed) {
    const context = `catalog_products.${name.replace(/_sealed$/, '')}:${id}`;
    assert.notEqual(server.secrets.decrypt(value as string, context), '');
  }
});
