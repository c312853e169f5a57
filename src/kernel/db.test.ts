import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { type Db, inTransaction, isUniqueViolation, jsonb } from './db.ts';
import { decimal } from './decimal.ts';
import { type TestDatabase, testDatabase } from './testing.ts';

let database: TestDatabase;
let db: Db;
before(async () => {
  database = await testDatabase();
  db = database.db;
  await sql`create table account (id int8 primary key, balance numeric not null)`.execute(db);
  await sql`insert into account values (1, 10), (2, 20)`.execute(db);
});
after(() => database.drop());

test('values come back as they went in, exactly', async () => {
  const id = 9_223_372_036_854_775_807n;
  const amount = decimal('12345678901234567890.123456789012');
  const at = Temporal.Instant.from('2026-02-28T23:59:59.123456Z');
  const day = Temporal.PlainDate.from('2028-02-29');
  const bytes = Buffer.from([0, 255, 1]);
  const { rows } = await sql<Record<string, unknown>>`
    select ${id}::int8 as id, ${amount}::numeric as amount, ${at}::timestamptz as at, ${day}::date as day,
      ${bytes}::bytea as bytes, ${null}::int8 as nothing, ${[1n, 2n]}::int8[] as ids,
      ${[decimal('0.1')]}::numeric[] as amounts, ${[at]}::timestamptz[] as times,
      ${{ price: decimal('0.10'), at, big: 5n }}::jsonb as object,
      ${jsonb([1, 'two', null])} as list`.execute(db);
  const row = rows[0]!;
  assert.equal(row.id, id);
  assert.equal(String(row.amount), amount.toFixed());
  assert.ok(at.equals(row.at as Temporal.Instant));
  assert.ok(day.equals(row.day as Temporal.PlainDate));
  assert.deepEqual(row.bytes, bytes);
  assert.equal(row.nothing, null);
  assert.deepEqual(row.ids, [1n, 2n]);
  assert.deepEqual((row.amounts as unknown[]).map(String), ['0.1']);
  assert.ok(at.equals((row.times as Temporal.Instant[])[0]!));
  assert.deepEqual(row.object, { price: '0.1', at: '2026-02-28T23:59:59.123456Z', big: '5' });
  assert.deepEqual(row.list, [1, 'two', null]);
});

test('times are right whatever time zone the session has', async () => {
  await inTransaction(db, async (tx) => {
    await sql`set local timezone = 'Asia/Kolkata'`.execute(tx);
    const { rows } = await sql<{
      at: Temporal.Instant;
    }>`select timestamptz '2026-01-01 00:00:00+00' as at`.execute(tx);
    assert.equal(rows[0]!.at.toString(), '2026-01-01T00:00:00Z');
  });
});

test('a Date is refused', async () => {
  await assert.rejects(sql`select ${new Date(0)}::timestamptz`.execute(db), /Temporal, not Date/);
});

async function balance(id: bigint): Promise<string> {
  const { rows } = await sql<{ balance: unknown }>`select balance from account where id = ${id}`.execute(db);
  return String(rows[0]!.balance);
}

test('a failed transaction leaves nothing, also what was done in one that joined it', async () => {
  const failed = inTransaction(db, async (tx) => {
    await inTransaction(tx, (inner) => sql`update account set balance = 99 where id = 1`.execute(inner));
    throw new Error('no');
  });
  await assert.rejects(failed, /no/);
  assert.equal(await balance(1n), '10');
});

test('work that meets a deadlock is repeated until it succeeds', async () => {
  const bothHold = Promise.withResolvers<void>();
  let holding = 0;
  let runs = 0;
  const move = (from: bigint, to: bigint) =>
    inTransaction(db, async (tx) => {
      runs++;
      await sql`update account set balance = balance - 1 where id = ${from}`.execute(tx);
      if (++holding === 2) bothHold.resolve();
      await bothHold.promise;
      await sql`update account set balance = balance + 1 where id = ${to}`.execute(tx);
    });
  await Promise.all([move(1n, 2n), move(2n, 1n)]);
  assert.equal(runs, 3);
  assert.deepEqual([await balance(1n), await balance(2n)], ['10', '20']);
});

test('a violated constraint is not repeated, and told apart by name', async () => {
  let runs = 0;
  const work = inTransaction(db, async (tx) => {
    runs++;
    await sql`insert into account values (1, 0)`.execute(tx);
  });
  await assert.rejects(work, (error) => {
    assert.equal(isUniqueViolation(error), true);
    assert.equal(isUniqueViolation(error, 'account_pkey'), true);
    assert.equal(isUniqueViolation(error, 'other'), false);
    return true;
  });
  assert.equal(runs, 1);
});

test('a connection that is cut while it is used fails that call only', async () => {
  const cut = inTransaction(db, (tx) => sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx));
  await assert.rejects(cut);
  assert.equal(await balance(2n), '20');
});
