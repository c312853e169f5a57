import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { requestText, send } from './test-client.ts';
import { type Rig, startRig } from './test-rig.ts';

let rig: Rig;
before(async () => {
  rig = await startRig({ workers: 1 });
});
after(() => rig.stop());
beforeEach(() => rig.upstream.forget());

async function ask(lines = '', path = '/items') {
  const { responses } = await send(
    rig.gateway.port,
    requestText('GET', `/acme/items${path}`, rig.keys.pro!, lines),
  );
  return { response: responses[0]!, upstream: rig.upstream.requests[0]! };
}

describe('the credential for an upstream', () => {
  test('takes the place of the caller’s own key, which goes no further', async () => {
    const upstreamCredential = { name: 'Authorization', value: 'Bearer of-acme' };
    await rig.setUpstream({}, { upstreamCredential });
    const { response, upstream } = await ask();
    assert.equal(response.status, 200);
    assert.deepEqual(upstream.headers.get('authorization'), ['Bearer of-acme']);
    assert.ok(!JSON.stringify([...upstream.headers]).includes(rig.keys.pro!));
  });

  test('is what it is: neither callers nor rules replace it, and nothing in it is a placeholder', async () => {
    const upstreamCredential = { name: 'X-Token', value: ['$', '{plan}'].join('') };
    const request_headers = [{ op: 'set' as const, name: 'x-token', value: 'rule' }];
    await rig.setUpstream({ request_headers }, { upstreamCredential });
    const { response, upstream } = await ask('X-Token: forged\r\nX-TOKEN: again\r\nConnection: X-Token\r\n');
    assert.equal(response.status, 200);
    assert.deepEqual(upstream.headers.get('x-token'), [upstreamCredential.value]);
    assert.ok(!JSON.stringify(response.headers).includes(upstreamCredential.value));
  });

  test('is absent where there is none', async () => {
    await rig.setUpstream({}, { upstreamCredential: null });
    const { upstream } = await ask();
    assert.equal(upstream.headers.get('authorization'), undefined);
  });
});
