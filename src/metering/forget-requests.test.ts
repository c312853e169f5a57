import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { testUsageDb } from '#kernel';
import { forgetRequestPersons } from './forget-requests.ts';

let database: Awaited<ReturnType<typeof testUsageDb>>;
before(async () => {
  database = await testUsageDb();
});
after(() => database.drop());

test('addresses and agents of one organization leave the request log; its calls and those of others stay', async () => {
  const { usageDb } = database;
  const row = (organization: string) =>
    `('${organization}', 'p', 'q', 'r', 's', 'k', 'live', '${organization}-1', now64(3), 'GET', '/x', false, '203.0.113.9', 'curl', '', 1)`;
  await usageDb.command(
    `INSERT INTO usage_requests (organization_id, provider_id, product_id, route_id, subscription_id, key_id, environment,
       id, timestamp, method, path, interrupted, ip, user_agent, error, batch)
     VALUES ${row('org_a')}, ${row('org_b')}`,
  );
  await forgetRequestPersons(usageDb, 'org_a');
  await forgetRequestPersons(usageDb, 'org_a');
  const rows = await usageDb.query(
    'SELECT organization_id, path, ip, user_agent FROM usage_requests ORDER BY organization_id',
  );
  assert.deepEqual(rows, [
    { organization_id: 'org_a', path: '/x', ip: '', user_agent: '' },
    { organization_id: 'org_b', path: '/x', ip: '203.0.113.9', user_agent: 'curl' },
  ]);
});
