import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startTestServer } from './test-server.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
before(async () => {
  server = await startTestServer();
});
after(() => server.stop());

test('a rotated token has a successor with the same permissions, and ends after the overlap', async () => {
  const ada = await server.newPerson('Ada');
  const path = `/organizations/${ada.organizationId}/service-tokens`;
  const order = { name: 'machine', permissions: ['usage:write'] };
  const { body: first } = await server.call('POST', path, { token: ada.token, body: order });
  const rotate = (id: string, overlap: number, token = ada.token) =>
    server.call('POST', `${path}/${id}/rotate`, { token, body: { overlap_hours: overlap } });
  const status = async (token: string) => (await server.call('GET', '/me', { token })).status;
  assert.equal((await rotate(first.id, 1, first.token)).status, 403, 'machines make no machines');
  const { body: second } = await rotate(first.id, 1);
  assert.deepEqual([second.name, second.permissions, second.expires_at], ['machine', ['usage:write'], null]);
  assert.deepEqual([await status(first.token), await status(second.token)], [200, 200]);
  server.clock.advance({ hours: 1 });
  assert.deepEqual([await status(first.token), await status(second.token)], [401, 200]);
  const credentials = { email: ada.email, password: ada.password };
  const { body: session } = await server.call('POST', '/auth/login', { body: credentials });
  assert.equal((await rotate(first.id, 1, session.access_token)).status, 404, 'it is over');
  const { body: third } = await rotate(second.id, 0, session.access_token);
  assert.deepEqual([await status(second.token), await status(third.token)], [401, 200]);
  const bea = await server.newPerson('Bea');
  assert.equal((await rotate(third.id, 1, bea.token)).status, 404, "another's");
});
