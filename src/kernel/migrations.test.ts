import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { sql } from 'kysely';
import type { Db } from './db.ts';
import { MigrationError, migrate, readMigrations } from './migrations.ts';
import { silentLog, testDatabase, testUsageDb } from './testing.ts';

/** A folder of migrations that starts like ours. */
function folder(files: Record<string, string>): { path: string; write(files: Record<string, string>): void } {
  const path = mkdtempSync(join(tmpdir(), 'turnpike-migrations-'));
  const write = (more: Record<string, string>) => {
    for (const store of ['postgres', 'clickhouse']) mkdirSync(join(path, store), { recursive: true });
    for (const [name, text] of Object.entries(more)) writeFileSync(join(path, `${name}.sql`), text);
  };
  const [first] = readMigrations();
  write({ [`postgres/${first!.name}`]: first!.text, ...files });
  return { path, write };
}

/** An empty database. */
async function emptyDatabase() {
  const database = await testDatabase();
  await sql`drop schema public cascade`.execute(database.db);
  await sql`create schema public`.execute(database.db);
  return database;
}

async function tableExists(db: Db, name: string): Promise<boolean> {
  const { rows } = await sql<{ found: string | null }>`select to_regclass(${name})::text as found`.execute(
    db,
  );
  return rows[0]!.found !== null;
}

test('both stores are migrated once, in order, whoever comes first', async () => {
  const [database, usage] = await Promise.all([emptyDatabase(), testUsageDb()]);
  const { path, write } = folder({
    'postgres/0020_b_second': 'alter table first add column more text; create table second (id int8);',
    'postgres/0010_a_first': 'create table first (id int8);',
    'clickhouse/0001_counts': 'CREATE TABLE IF NOT EXISTS counts (n UInt64) ENGINE = MergeTree ORDER BY n;\n',
  });
  const stores = { db: database.db, usageDb: usage.usageDb };
  const applied = await Promise.all([migrate(stores, silentLog, path), migrate(stores, silentLog, path)]);
  assert.deepEqual(
    applied.sort((a, b) => b.length - a.length),
    [
      [
        'postgres/0001_kernel_migrations',
        'postgres/0010_a_first',
        'postgres/0020_b_second',
        'clickhouse/0001_counts',
      ],
      [],
    ],
  );
  await usage.usageDb.insert('counts', [{ n: 1n }]);
  write({ 'postgres/0011_a_later': 'create table later (id int8)' });
  assert.deepEqual(
    await migrate(stores, silentLog, path),
    ['postgres/0011_a_later'],
    'a lower number may come later',
  );
  assert.equal(await tableExists(database.db, 'later'), true);
  rmSync(path, { recursive: true });
  await Promise.all([database.drop(), usage.drop()]);
});

test('a new usage store behind a migrated database is migrated too', async () => {
  const [database, first, second] = await Promise.all([emptyDatabase(), testUsageDb(), testUsageDb()]);
  for (const { usageDb } of [first, second]) await dropTables(usageDb);
  const { path } = folder({
    'clickhouse/0001_counts': 'CREATE TABLE IF NOT EXISTS counts (n UInt64) ENGINE = Memory',
  });
  await migrate({ db: database.db, usageDb: first.usageDb }, silentLog, path);
  const again = await migrate({ db: database.db, usageDb: second.usageDb }, silentLog, path);
  assert.deepEqual(again, ['clickhouse/0001_counts']);
  assert.deepEqual(await second.usageDb.query('SELECT n FROM counts'), []);
  rmSync(path, { recursive: true });
  await Promise.all([database.drop(), first.drop(), second.drop()]);
});

async function dropTables(usageDb: Awaited<ReturnType<typeof testUsageDb>>['usageDb']): Promise<void> {
  const tables = await usageDb.query<{ name: string }>(
    'SELECT name FROM system.tables WHERE database = currentDatabase()',
  );
  for (const { name } of tables)
    await usageDb.command('DROP TABLE IF EXISTS {name:Identifier} SYNC', { name });
}

test('a changed file is refused by name and nothing is applied', async () => {
  const database = await emptyDatabase();
  const { path, write } = folder({ 'postgres/0010_a_first': 'create table first (id int8)' });
  await migrate({ db: database.db }, silentLog, path);
  write({
    'postgres/0010_a_first': 'create table first (id text)',
    'postgres/0012_a_next': 'create table next ()',
  });
  await assert.rejects(migrate({ db: database.db }, silentLog, path), (error: Error) => {
    assert.ok(error instanceof MigrationError);
    assert.match(error.message, /postgres\/0010_a_first was changed after it had been applied/);
    return true;
  });
  assert.equal(await tableExists(database.db, 'next'), false);
  rmSync(path, { recursive: true });
  await database.drop();
});

test('a database of a newer version is refused', async () => {
  const database = await emptyDatabase();
  const { path } = folder({ 'postgres/0010_a_first': 'create table first (id int8)' });
  await migrate({ db: database.db }, silentLog, path);
  rmSync(join(path, 'postgres/0010_a_first.sql'));
  await assert.rejects(
    migrate({ db: database.db }, silentLog, path),
    /newer version .* lacks postgres\/0010_a_first/,
  );
  rmSync(path, { recursive: true });
  await database.drop();
});

test('a file that fails leaves nothing of itself and says where', async () => {
  const database = await emptyDatabase();
  const { path, write } = folder({
    'postgres/0010_a_first': 'create table half (id int8);\n\nselect nothing here;',
  });
  const failed = migrate({ db: database.db }, silentLog, path);
  await assert.rejects(failed, /postgres\/0010_a_first failed: .*\(line 3\)/);
  assert.equal(await tableExists(database.db, 'half'), false);
  write({ 'postgres/0010_a_first': 'create table half (id int8)' });
  assert.deepEqual(await migrate({ db: database.db }, silentLog, path), ['postgres/0010_a_first']);
  rmSync(path, { recursive: true });
  await database.drop();
});

test('two files of one number, or one without, are refused', () => {
  const twice = folder({ 'postgres/0010_a': '', 'postgres/0010_b': '' });
  assert.throws(() => readMigrations(twice.path), /0010_b.sql and postgres\/0010_a.sql have the same number/);
  const wrong = folder({ 'clickhouse/first': '' });
  assert.throws(() => readMigrations(wrong.path), /clickhouse\/first.sql is not named like/);
  for (const { path } of [twice, wrong]) rmSync(path, { recursive: true });
});
