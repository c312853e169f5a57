import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, before, beforeEach, describe, test } from 'node:test';
import { requestText, send } from './test-client.ts';
import { eventually, type Rig, startRig } from './test-rig.ts';
import type { RecordedRequest } from './test-upstream.ts';

let rig: Rig;
before(async () => {
  rig = await startRig({ workers: 1 });
});
after(() => rig.stop());
beforeEach(() => rig.upstream.forget());

async function ask(lines = '', path = '/items?q=1') {
  const { responses } = await send(
    rig.gateway.port,
    requestText('GET', `/acme/items${path}`, rig.keys.pro!, lines),
  );
  return { response: responses[0]!, upstream: rig.upstream.requests[0]! };
}

/** A placeholder as providers write it. */
const of = (name: string) => `\${${name}}`;

describe('header rules', () => {
  test('set, add and remove on the way up, in their order, with what is known of the call', async () => {
    await rig.setUpstream({
      request_headers: [
        { op: 'set', name: 'X-Who', value: [of('consumer_id'), of('plan'), of('subscription_id')].join('/') },
        { op: 'add', name: 'X-Many', value: 'ours' },
        { op: 'remove', name: 'x-unwanted', value: null },
        { op: 'set', name: 'User-Agent', value: 'gateway' },
        { op: 'set', name: 'X-Call', value: `id=${of('request_id')}` },
      ],
    });
    const { response, upstream } = await ask(
      'X-Who: me\r\nX-MANY: theirs\r\nX-Unwanted: 1\r\nUser-Agent: curl\r\n',
    );
    assert.equal(response.status, 200);
    assert.deepEqual(upstream.headers.get('x-who'), ['org_pro/pro/sub_pro']);
    assert.deepEqual(upstream.headers.get('x-many'), ['theirs', 'ours']);
    assert.equal(upstream.headers.get('x-unwanted'), undefined);
    assert.deepEqual(upstream.headers.get('user-agent'), ['gateway']);
    assert.deepEqual(upstream.headers.get('x-call'), [`id=${response.headers['x-turnpike-request-id']}`]);
  });

  test('change the answer after what must not pass has been taken out', async () => {
    await rig.setUpstream({
      response_headers: [
        { op: 'remove', name: 'X-Kept', value: null },
        { op: 'set', name: 'X-Plan', value: of('plan') },
        { op: 'set', name: 'Content-Type', value: 'text/csv' },
      ],
    });
    const { response } = await ask('', '/x/hygiene');
    assert.equal(response.body, 'hy');
    assert.equal(response.headers['x-kept'], undefined);
    assert.equal(response.headers['x-plan'], 'pro');
    assert.equal(response.headers['content-type'], 'text/csv');
    assert.equal(response.headers['x-turnpike-internal'], undefined);
  });

  test('of a route come after the product’s, and hold for its own calls only', async () => {
    const before = rig.world.products[0]!.routes;
    const own = [{ op: 'set' as const, name: 'X-Where', value: 'route' }];
    const routes = before.map((route) =>
      route.id === 'rte_list'
        ? { ...route, upstream: { ...route.upstream, request_headers: own, response_headers: own } }
        : route,
    );
    const ofProduct = [{ op: 'set' as const, name: 'X-Where', value: 'product' }];
    await rig.setUpstream({ request_headers: ofProduct }, { routes });
    const { response, upstream } = await ask();
    assert.deepEqual([upstream.headers.get('x-where'), response.headers['x-where']], [['route'], 'route']);
    rig.upstream.forget();
    const other = await ask('', '/items/7');
    const seen = [other.upstream.headers.get('x-where'), other.response.headers['x-where']];
    assert.deepEqual(seen, [['product'], undefined]);
    await rig.setUpstream({}, { routes: before });
  });

  for (const [host, name, expected] of [
    ['target', null, () => `127.0.0.1:${rig.upstream.port}`],
    ['preserve', null, () => 'api.test'],
    ['literal', 'inner.example.com:8443', () => 'inner.example.com:8443'],
  ] as const) {
    test(`Host is the ${host} one`, async () => {
      await rig.setUpstream({ host, host_name: name });
      const { upstream } = await ask('X-Forwarded-Host: forged\r\n');
      assert.deepEqual(upstream.headers.get('host'), [expected()]);
      assert.deepEqual(upstream.headers.get('x-forwarded-host'), ['api.test']);
    });
  }
});

/** The example of the documentation, as a module. */
async function snippet(name: string) {
  const text = readFileSync(new URL('../../docs/upstream-proof.md', import.meta.url), 'utf8');
  const code = new RegExp(`\`\`\`js ${name}\\n([\\s\\S]*?)\`\`\``).exec(text)?.[1];
  assert.ok(code, `${name} is documented`);
  return import(`data:text/javascript,${encodeURIComponent(code)}`);
}

const pythonSnippet = (name: string) => {
  const text = readFileSync(new URL('../../docs/upstream-proof.md', import.meta.url), 'utf8');
  const found = [...text.matchAll(/```python\n([\s\S]*?)```/g)].find(([, code]) =>
    code!.includes(`def ${name}(`),
  );
  return found![1]!;
};
const hasPython = spawnSync('python3', ['--version']).status === 0;

const flat = (request: RecordedRequest): Record<string, string> =>
  Object.fromEntries([...request.headers].map(([name, values]) => [name, values.join(', ')]));

describe('the proof that a call came through the gateway', () => {
  const old = { keyId: 'upk_old', secret: 'tpu_old', activeFromMs: 0 };
  const coming = { keyId: 'upk_new', secret: 'tpu_new', activeFromMs: Number.MAX_SAFE_INTEGER };

  test('is absent unless it is asked for', async () => {
    await rig.setUpstream({}, { proofSecrets: [] });
    const { upstream } = await ask();
    assert.equal(upstream.headers.get('x-turnpike-proxy-secret'), undefined);
    assert.equal(upstream.headers.get('signature'), undefined);
  });

  test('may be a secret: the one in force, never what a client sends', async () => {
    const { checkSecret } = await snippet('check-secret');
    await rig.setUpstream({ proof: 'secret' }, { proofSecrets: [old, coming] });
    const { upstream, response } = await ask('X-Turnpike-Proxy-Secret: forged\r\n');
    assert.deepEqual(upstream.headers.get('x-turnpike-proxy-secret'), ['tpu_old']);
    assert.equal(response.headers['x-turnpike-proxy-secret'], undefined);
    assert.equal(checkSecret(flat(upstream), ['tpu_new', 'tpu_old']), true);
    assert.equal(checkSecret(flat(upstream), ['tpu_new']), false);
    assert.equal(checkSecret({}, ['tpu_new']), false);
  });

  test('changes to the next secret when its time has come', async () => {
    await rig.setUpstream({ proof: 'secret' }, { proofSecrets: [old, { ...coming, activeFromMs: 1 }] });
    assert.deepEqual((await ask()).upstream.headers.get('x-turnpike-proxy-secret'), ['tpu_new']);
  });

  test('may be a signature that the documented code accepts, and nothing that differs from it', async () => {
    const { checkSignature } = await snippet('check-signature');
    await rig.setUpstream({ proof: 'signature' }, { proofSecrets: [old, coming] });
    const { upstream } = await ask('Signature: turnpike=:YQ==:\r\nSignature-Input: turnpike=("@method")\r\n');
    const baseUrl = `http://127.0.0.1:${rig.upstream.port}`;
    const secrets = { upk_old: 'tpu_old', upk_new: 'tpu_new' };
    const request = { method: 'GET', target: upstream.target, headers: flat(upstream) };
    assert.equal(checkSignature(request, secrets, baseUrl), true);
    assert.equal(checkSignature(request, { upk_old: 'tpu_other' }, baseUrl), false);
    assert.equal(checkSignature(request, { upk_new: 'tpu_new' }, baseUrl), false);
    assert.equal(checkSignature(request, secrets, 'https://other.test'), false);
    assert.equal(checkSignature({ ...request, method: 'POST' }, secrets, baseUrl), false);
    assert.equal(checkSignature({ ...request, target: '/v1/items?q=2' }, secrets, baseUrl), false);
    assert.equal(checkSignature(request, secrets, baseUrl, Date.now() / 1000 + 100), false);
    for (const name of ['consumer-id', 'plan', 'request-id']) {
      const headers = { ...request.headers, [`x-turnpike-${name}`]: 'other' };
      assert.equal(checkSignature({ ...request, headers }, secrets, baseUrl), false, name);
    }
    assert.equal(upstream.headers.get('signature')!.length, 1, 'the client’s own are gone');
  });

  test('signs the Host that is sent', async () => {
    const { checkSignature } = await snippet('check-signature');
    await rig.setUpstream({ proof: 'signature', host: 'preserve' }, { proofSecrets: [old] });
    const { upstream } = await ask();
    const request = { method: 'GET', target: upstream.target, headers: flat(upstream) };
    assert.equal(checkSignature(request, { upk_old: 'tpu_old' }, 'http://api.test'), true);
  });

  test('the documented Python accepts the same', { skip: !hasPython }, async () => {
    await rig.setUpstream({ proof: 'signature' }, { proofSecrets: [old] });
    const { upstream } = await ask();
    const facts = JSON.stringify({
      target: upstream.target,
      headers: flat(upstream),
      base: `http://127.0.0.1:${rig.upstream.port}`,
    });
    const program = `${pythonSnippet('check_signature')}
import json, sys
facts = json.loads(sys.stdin.read())
class Headers(dict):
    def get(self, name, default=None): return super().get(name.lower(), default)
    def __getitem__(self, name): return super().__getitem__(name.lower())
for secret in ("tpu_old", "tpu_other"):
    print(check_signature("GET", facts["target"], Headers(facts["headers"]), {"upk_old": secret}, facts["base"]))
`;
    const { stdout, stderr } = spawnSync('python3', ['-c', program], { input: facts, encoding: 'utf8' });
    assert.equal(stdout, 'True\nFalse\n', stderr);
  });

  test('D68 neither paths nor products nor targets add series to what is counted', async () => {
    await rig.setUpstream({}, { proofSecrets: [] });
    const before = Object.keys(rig.gateway.metrics().refusals).length;
    const paths = Array.from({ length: 200 }, (_, index) => ask('', `/nowhere/${index}`));
    await Promise.all(paths);
    await eventually(() => rig.gateway.metrics().refusals['route-not-found']! >= 200);
    assert.equal(Object.keys(rig.gateway.metrics().refusals).length, before);
  });
});
