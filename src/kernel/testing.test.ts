import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { testDatabase, testUsageDb } from './testing.ts';

test('each test database is migrated and nobody else sees what is in it', async () => {
  const [one, other] = await Promise.all([testDatabase(), testDatabase()]);
  await sql`create table only_here (id int8)`.execute(one.db);
  const tables = sql<{ name: string | null }>`select to_regclass('only_here')::text as name`;
  assert.deepEqual((await tables.execute(one.db)).rows, [{ name: 'only_here' }]);
  assert.deepEqual((await tables.execute(other.db)).rows, [{ name: null }]);
  const migrated = await sql<{ count: bigint }>`select count(*) as count from kernel_migrations`.execute(
    other.db,
  );
  assert.ok(migrated.rows[0]!.count > 0n);
  await Promise.all([one.drop(), other.drop()]);
});

test('each test usage store is its own', async () => {
  const [one, other] = await Promise.all([testUsageDb(), testUsageDb()]);
  await one.usageDb.command('CREATE TABLE only_here (id UInt64) ENGINE = MergeTree ORDER BY id');
  await one.usageDb.insert('only_here', [{ id: 1n }]);
  assert.deepEqual(await one.usageDb.query('SELECT id FROM only_here'), [{ id: 1n }]);
  await assert.rejects(other.usageDb.query('SELECT id FROM only_here'), { code: '60' });
  await Promise.all([one.drop(), other.drop()]);
});
