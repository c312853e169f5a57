import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { z } from 'zod';
import { systemActor } from './actor.ts';
import { audit, verifyAudit } from './audit.ts';
import { currentChangeCursor, readChanges, recordChange } from './changes.ts';
import { manualClock } from './clock.ts';
import { type Db, inTransaction } from './db.ts';
import { defineEvent, EventDispatcher, emit } from './events.ts';
import { createLog } from './log.ts';
import { testDatabase } from './testing.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let db: Db;
const clock = manualClock('2026-01-01T00:00:00Z');
const log = createLog('silent');
const counted = defineEvent('test.counted', z.object({ n: z.int() }));

before(async () => {
  database = await testDatabase();
  db = database.db;
  await sql`create table test_seen (subscriber text, n int)`.execute(db);
});

after(() => database.drop());

const announce = (tx: Db, n: number) => emit(tx, counted, { n }, { organizationId: null, at: clock.now() });
const remember = (subscriber: string) => async (tx: Db, event: { payload: { n: number } }) => {
  await sql`insert into test_seen values (${subscriber}, ${event.payload.n})`.execute(tx);
};

async function seen(subscriber: string): Promise<number[]> {
  const { rows } = await sql<{
    n: number;
  }>`select n from test_seen where subscriber = ${subscriber} order by n`.execute(db);
  return rows.map((row) => row.n);
}

test('an event of a transaction that is rolled back is never delivered', async () => {
  const dispatcher = new EventDispatcher(db, clock, log);
  dispatcher.on(counted, 'rollback', remember('rollback'));
  await assert.rejects(
    inTransaction(db, async (tx) => {
      await announce(tx, 1);
      throw new Error('no');
    }),
  );
  await inTransaction(db, (tx) => announce(tx, 2));
  await dispatcher.deliverDue();
  assert.deepEqual(await seen('rollback'), [2]);
});

test('several dispatchers deliver each event once to each subscriber', async () => {
  const dispatchers = Array.from({ length: 4 }, () => {
    const one = new EventDispatcher(db, clock, log);
    one.on(counted, 'first', remember('first'));
    one.on(counted, 'second', remember('second'));
    return one;
  });
  for (let n = 100; n < 140; n += 1) await inTransaction(db, (tx) => announce(tx, n));
  await Promise.all(dispatchers.map((one) => one.deliverDue()));
  const all = Array.from({ length: 40 }, (_, i) => 100 + i);
  assert.deepEqual(await seen('first'), all);
  assert.deepEqual(await seen('second'), all);
});

test('a failing delivery leaves no trace, is tried again later and does not stop others', async () => {
  let broken = true;
  const dispatcher = new EventDispatcher(db, clock, log);
  dispatcher.on(counted, 'weak', async (tx, event) => {
    await remember('weak')(tx, event);
    if (broken && event.payload.n === 200) throw new Error('weak today');
  });
  for (const n of [200, 201]) await inTransaction(db, (tx) => announce(tx, n));
  await dispatcher.deliverDue();
  assert.deepEqual(await seen('weak'), [201]);
  broken = false;
  clock.advance({ minutes: 1 });
  await dispatcher.deliverDue();
  assert.deepEqual(await seen('weak'), [200, 201]);
});

test('a change that commits late is not skipped', async () => {
  const start = await currentChangeCursor(db);
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  let begun = () => {};
  const started = new Promise<void>((resolve) => (begun = resolve));
  const late = inTransaction(db, async (tx) => {
    await recordChange(tx, 'test', 'late');
    begun();
    await held;
  });
  await started;
  await inTransaction(db, (tx) => recordChange(tx, 'test', 'early'));
  const first = await readChanges(db, start);
  const told = first.changes.filter((one) => one.topic === 'test').map((one) => one.id);
  assert.deepEqual(told, ['early'], 'a transaction that takes long holds up nobody');
  const again = await readChanges(db, first.cursor);
  assert.deepEqual(again.changes, [], 'what was told is not told again');
  release();
  await late;
  const second = await readChanges(db, again.cursor);
  const ids = [...first.changes, ...second.changes]
    .filter((one) => one.topic === 'test')
    .map((one) => one.id);
  assert.deepEqual(ids.sort(), ['early', 'late']);
});

async function write(action: string, organizationId: string): Promise<void> {
  const detail = { z: 1, a: { d: [1, 'x'], b: null } };
  await inTransaction(db, (tx) =>
    audit(tx, { at: clock.now(), organizationId, actor: systemActor('test'), action, object: 'x', detail }),
  );
}

test('concurrent audit entries form one chain', async () => {
  await Promise.all(Array.from({ length: 20 }, (_, i) => write(`n.${i}`, 'org_a')));
  const verdict = await verifyAudit(db, 'org_a');
  assert.ok(verdict.intact && verdict.entries === 20n);
});
