import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { testUsageDb } from '#kernel';
import { eraseRequestLog, keepRequestLog } from './request-log.ts';
import { readRequestLogDays } from './store-request-log.ts';

const store = await testUsageDb();
const { usageDb } = store;
after(() => store.drop());

const insert = (organization: string, key: string, age: string) =>
  usageDb.command(`
    insert into usage_requests (organization_id, key_id, id, timestamp, path, ip, user_agent, error, status, method)
    values ('${organization}', '${key}', '${organization}-${key}-${age}', now() - interval ${age}, '/jane', '192.0.2.1', 'curl', 'late', 200, 'GET')`);
const rows = (where: string) =>
  usageDb.query<{ id: string; ip: string; path: string; status: number }>(
    `select id, ip, path, status from usage_requests where ${where} order by id`,
  );

test('how long the request log is kept changes without a migration, once', async () => {
  assert.equal(await readRequestLogDays(usageDb), 30);
  assert.equal(await keepRequestLog(usageDb, 30), false);
  assert.equal(await keepRequestLog(usageDb, 7), true);
  assert.equal(await readRequestLogDays(usageDb), 7);
  assert.equal(await keepRequestLog(usageDb, 7), false);
});

test('what is older goes, what is younger stays', async () => {
  await keepRequestLog(usageDb, 7);
  await insert('org_old', 'key_1', '9 day');
  await insert('org_old', 'key_1', '5 day');
  await usageDb.command('optimize table usage_requests final');
  assert.deepEqual(
    (await rows("organization_id = 'org_old'")).map(({ id }) => id),
    ['org_old-key_1-5 day'],
  );
});

test('one organization’s personal fields are erased, others stay, and again it changes nothing', async () => {
  for (const key of ['key_1', 'key_2']) {
    await insert('org_a', key, '1 day');
    await insert('org_b', key, '1 day');
  }
  await eraseRequestLog(usageDb, { organizationId: 'org_a', keyIds: ['key_1'] });
  const blank = async () =>
    (await rows("ip = '' and path = '' and user_agent = '' and error = ''")).map(({ id }) => id);
  assert.deepEqual(await blank(), ['org_a-key_1-1 day']);
  await eraseRequestLog(usageDb, { organizationId: 'org_a', keyIds: [] });
  await eraseRequestLog(usageDb, { organizationId: 'org_a' });
  await eraseRequestLog(usageDb, { organizationId: 'org_a' });
  assert.deepEqual(await blank(), ['org_a-key_1-1 day', 'org_a-key_2-1 day']);
  const kept = await rows("organization_id in ('org_a', 'org_b')");
  assert.deepEqual(
    kept.map(({ status }) => status),
    [200, 200, 200, 200],
  );
  assert.equal(kept.filter(({ ip }) => ip === '192.0.2.1').length, 2);
});
