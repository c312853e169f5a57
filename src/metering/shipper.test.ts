import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { sql } from 'kysely';
import {
  manualClock,
  silentLog,
  systemActor,
  type TestDatabase,
  type TestUsageDb,
  testDatabase,
  testUsageDb,
  type UsageDb,
} from '#kernel';
import { compareRollups } from './compare-rollups.ts';
import { deleteShippedSegments } from './delete-segments.ts';
import { beginBoot, JournalWriter, listSegments, restoreFold, type UsageRecord } from './journal/index.ts';
import { sampleRecord } from './journal/sample-record.ts';
import { Shipper } from './shipper.ts';
import { declareNodeLost, highestBatch, usageCompleteUntil } from './usage-complete-until.ts';

let database: TestDatabase;
let usage: TestUsageDb;
let directory: string;
let writers: JournalWriter[] = [];
const clock = manualClock('2026-11-03T12:00:00Z');
const november = Date.UTC(2026, 10, 3, 10);

before(async () => {
  [database, usage] = await Promise.all([testDatabase(), testUsageDb()]);
});

after(async () => {
  await Promise.all([database.drop(), usage.drop()]);
});

beforeEach(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'turnpike-shipper-'));
  beginBoot(directory, 1);
  clock.set('2026-11-03T12:00:00Z');
  const tables = [
    'metering_nodes',
    'metering_batches',
    'metering_runs',
    'metering_shipper_leases',
    'metering_held_events',
  ];
  for (const table of tables) await sql`truncate ${sql.table(table)}`.execute(database.db);
  for (const table of ['usage_identities', 'usage_events', 'usage_hourly', 'usage_requests']) {
    await usage.usageDb.command(`truncate table ${table}`);
  }
});

afterEach(() => {
  for (const writer of writers) writer.close();
  writers = [];
  rmSync(directory, { recursive: true });
});

function openWriter(worker = 'w0', segmentBytes?: number): JournalWriter {
  const options = { directory, worker, atMs: clock.now().epochMilliseconds, fsync: 'off' as const };
  const writer = new JournalWriter(segmentBytes === undefined ? options : { ...options, segmentBytes });
  writers.push(writer);
  return writer;
}

function abandon(writer: JournalWriter): void {
  writer.flush();
  writers = writers.filter((other) => other !== writer);
}

function write(writer: JournalWriter, ...records: Partial<UsageRecord>[]): void {
  for (const record of records) writer.append(sampleRecord({ timestampMs: november, ...record }));
  writer.flush();
}

function openShipper(batchEvents = 1000): Shipper {
  clock.advance({ milliseconds: 1 });
  return new Shipper({
    db: database.db,
    usageDb: usage.usageDb,
    clock,
    log: silentLog,
    connection: 'node-1',
    kind: 'gateway',
    directory,
    batchEvents,
  });
}

async function shippedIds(): Promise<string[]> {
  const rows = await usage.usageDb.query<{ id: string }>('select id from usage_events order by id');
  return rows.map(({ id }) => id);
}

async function assertRollupsEqual(): Promise<void> {
  for (const month of ['202610', '202611']) assert.deepEqual(await compareRollups(usage.usageDb, month), []);
}

test('every field of a call arrives as it was recorded', async () => {
  write(openWriter(), {
    id: 'a',
    units: '2.5',
    overageUnits: '0.5',
    latencyMs: 12.5,
    responseBytes: 2 ** 40,
  });
  await openShipper().pass();
  const [row] = await usage.usageDb.query<Record<string, unknown>>('select *, overage from usage_events');
  assert.ok(row);
  assert.equal(String(row.units), '2.5');
  assert.equal(String(row.overage_units), '0.5');
  assert.equal(row.overage, true);
  assert.equal(row.connection, 'node-1');
  assert.equal(String(row.timestamp), '2026-11-03T10:00:00Z');
  assert.equal(String(row.quota_period_start), '2026-11-01T00:00:00Z');
  assert.equal(row.response_bytes, 2n ** 40n);
  assert.equal(row.latency_ms, 12.5);
  assert.equal(row.status, 200);
  const requests = await usage.usageDb.query<{ path: string; ip: string; user_agent: string }>(
    'select path, ip, user_agent from usage_requests',
  );
  assert.deepEqual(requests, [{ path: '/current-weather', ip: '192.0.2.7', user_agent: 'curl/8' }]);
  await assertRollupsEqual();
});

test('a duplicate counts once: within a batch, across batches, across months, across shippers', async () => {
  const writer = openWriter();
  const october = Date.UTC(2026, 9, 20);
  write(writer, { id: 'a' }, { id: 'b' }, { id: 'a', units: '7' });
  const first = openShipper();
  await first.pass();
  write(writer, { id: 'a', timestampMs: october }, { id: 'c', timestampMs: october }, { id: 'b' });
  await first.pass();
  write(writer, { id: 'c' }, { id: 'd' }, { id: 'd', source: 'another source' });
  const second = openShipper();
  await second.pass();
  assert.deepEqual(await shippedIds(), ['a', 'b', 'c', 'd', 'd']);
  const [{ units } = { units: null }] = await usage.usageDb.query<{ units: unknown }>(
    "select sum(units) as units from usage_events where id = 'a'",
  );
  assert.equal(String(units), '1', 'the first accepted wins');
  await assertRollupsEqual();
});

test('D66 what a batch did before its reply was lost, or a crash, is not done twice', async () => {
  const writer = openWriter();
  write(writer, { id: 'a' }, { id: 'b', timestampMs: Date.UTC(2026, 9, 20) }, { id: 'c' });
  for (const failing of ['usage_identities', 'usage_events', 'usage_requests', 'none']) {
    const usageDb: UsageDb = {
      ...usage.usageDb,
      async insertText(table, ...rest) {
        await usage.usageDb.insertText(table, ...rest);
        if (table === failing) throw new Error('killed behind the insertion');
      },
    };
    clock.advance({ seconds: 1 });
    const options = {
      db: database.db,
      clock,
      log: silentLog,
      connection: 'node-1',
      kind: 'gateway' as const,
      directory,
    };
    const pass = new Shipper({ ...options, usageDb }).pass();
    if (failing === 'none') await pass;
    else await assert.rejects(pass, /killed/);
  }
  assert.deepEqual(await shippedIds(), ['a', 'b', 'c']);
  const [identities] = await usage.usageDb.query<{ n: bigint }>('select count() as n from usage_identities');
  assert.equal(identities?.n, 3n);
  await assertRollupsEqual();
  assert.equal(await highestBatch(database.db), await openBatchCount());
});

async function openBatchCount(): Promise<bigint> {
  const { rows } = await sql<{ n: bigint }>`
    select last_number as n from metering_batch_counter`.execute(database.db);
  return rows[0]?.n ?? -1n;
}

test('the batch that is open is not yet part of any invoice', async () => {
  write(openWriter(), { id: 'a' });
  const before = await highestBatch(database.db);
  const usageDb = { ...usage.usageDb, insertText: () => Promise.reject(new Error('killed')) };
  clock.advance({ seconds: 1 });
  const options = {
    db: database.db,
    clock,
    log: silentLog,
    connection: 'node-1',
    kind: 'gateway' as const,
    directory,
  };
  await assert.rejects(new Shipper({ ...options, usageDb }).pass());
  assert.equal(await highestBatch(database.db), before);
  await openShipper().pass();
  assert.equal(await highestBatch(database.db), before + 1n);
});

test('a large backlog goes in batches, over segments and workers', async () => {
  for (const worker of ['w0', 'w1']) {
    const writer = openWriter(worker, 30_000);
    for (let index = 0; index < 500; index += 1) write(writer, { id: `${worker}-${index}` });
  }
  assert.ok(listSegments(directory).length > 6);
  const shipper = openShipper(70);
  await shipper.pass();
  assert.equal(new Set(await shippedIds()).size, 1000);
  assert.equal((await shippedIds()).length, 1000);
  assert.equal(shipper.status.shippedEvents, 1000);
});

test('interrupted calls are shipped once their writer is known to be dead, also over restarts of the shipper', async () => {
  const writer = openWriter();
  write(writer, { id: 'stream', kind: 'start', units: '5' }, { id: 'short' });
  write(writer, { id: 'stream', kind: 'progress', units: '8' }, { id: 'after' });
  await openShipper().pass();
  assert.deepEqual(await shippedIds(), ['after', 'short']);
  abandon(writer);
  await openShipper().pass();
  assert.deepEqual(await shippedIds(), ['after', 'short'], 'it may still be alive');
  beginBoot(directory, clock.now().epochMilliseconds);
  await openShipper().pass();
  await openShipper().pass();
  const rows = await usage.usageDb.query<{ id: string; units: unknown; interrupted: boolean }>(
    'select id, units, interrupted from usage_events where interrupted',
  );
  assert.deepEqual(
    rows.map(({ id, units, interrupted }) => [id, String(units), interrupted]),
    [['stream', '8', true]],
  );
});

test('usage is complete up to the oldest call in flight; idle nodes advance, lost ones hold until declared', async () => {
  assert.equal(await usageCompleteUntil(database.db), null);
  const writer = openWriter();
  const started = clock.now();
  const shipper = openShipper();
  writer.append(sampleRecord({ id: 's', kind: 'start', timestampMs: started.epochMilliseconds }));
  clock.advance({ hours: 2 });
  writer.mark(clock.now().epochMilliseconds);
  writer.flush();
  await shipper.pass();
  assert.equal(String(await usageCompleteUntil(database.db)), String(started));
  writer.append(sampleRecord({ id: 's', kind: 'end', timestampMs: started.epochMilliseconds }));
  writer.flush();
  await shipper.pass();
  const idle = clock.now();
  assert.equal(String(await usageCompleteUntil(database.db)), String(idle));
  clock.advance({ hours: 5 });
  await openShipper().pass();
  assert.equal(
    String(await usageCompleteUntil(database.db)),
    String(idle),
    'a writer that says nothing holds back',
  );
  await sql`insert into metering_nodes (connection, kind, complete_until, first_seen_at, last_seen_at)
    values ('node-2', 'gateway', ${idle}, ${idle}, ${idle})`.execute(database.db);
  writer.mark(clock.now().epochMilliseconds);
  writer.flush();
  const last = openShipper();
  await last.pass();
  assert.equal(String(await usageCompleteUntil(database.db)), String(idle));
  await declareNodeLost(database.db, 'node-2', { actor: systemActor('test'), at: clock.now() });
  assert.ok(Temporal.Instant.compare((await usageCompleteUntil(database.db)) as Temporal.Instant, idle) > 0);
});

test('a node that stopped in order holds nothing back', async () => {
  const writer = openWriter();
  write(writer, { id: 'a' });
  const shipper = openShipper();
  await shipper.pass();
  writer.close();
  await shipper.pass();
  await shipper.stop();
  const { rows } = await sql<{ state: string }>`select state from metering_nodes`.execute(database.db);
  assert.deepEqual(rows, [{ state: 'closed' }]);
});

test('the newest start takes the connection over, the older one ships nothing more', async () => {
  const writer = openWriter();
  write(writer, { id: 'a' });
  const older = openShipper();
  await older.pass();
  const newer = openShipper();
  await newer.pass();
  write(writer, { id: 'b' });
  await older.pass();
  assert.equal(older.status.state, 'waiting');
  assert.deepEqual(await shippedIds(), ['a']);
  await newer.pass();
  assert.deepEqual(await shippedIds(), ['a', 'b']);
});

test('rows that the store lost after acknowledging them are inserted again, roll-ups included', async () => {
  const writer = openWriter();
  write(writer, { id: 'a' }, { id: 'b', timestampMs: Date.UTC(2026, 9, 20) });
  const shipper = openShipper();
  await shipper.pass();
  write(writer, { id: 'c' }, { id: 'd' });
  await shipper.pass();
  const highest = await highestBatch(database.db);
  await usage.usageDb.command("alter table usage_events drop partition '202611'");
  await usage.usageDb.command('truncate table usage_identities');
  assert.deepEqual(await shippedIds(), ['b']);
  await openShipper().pass();
  assert.deepEqual(await shippedIds(), ['a', 'b', 'c', 'd']);
  await assertRollupsEqual();
  assert.equal(await highestBatch(database.db), highest, 'under their own numbers');
  write(writer, { id: 'a' }, { id: 'c' }, { id: 'e' });
  await openShipper().pass();
  assert.deepEqual(await shippedIds(), ['a', 'b', 'c', 'd', 'e']);
  await assertRollupsEqual();
});

test('segments go when they are shipped, folded and a day old, and not before', async () => {
  const writer = openWriter('w0', 2000);
  for (let index = 0; index < 20; index += 1) write(writer, { id: `r${index}` });
  const shipper = openShipper();
  await shipper.pass();
  const retention = { db: database.db, clock, connection: 'node-1', kind: 'gateway' as const, directory };
  const names = listSegments(directory).map(({ name }) => name);
  const atMs = clock.now().epochMilliseconds / 1000;
  for (const name of names) utimesSync(path.join(directory, name), atMs, atMs);
  clock.advance({ hours: 25 });
  assert.deepEqual(await deleteShippedSegments(retention), [], 'not folded');
  const tail = restoreFold(directory);
  await tail.checkpoint();
  clock.advance({ hours: -2 });
  assert.deepEqual(await deleteShippedSegments(retention), [], 'not a day old');
  clock.advance({ hours: 2 });
  assert.deepEqual(
    await deleteShippedSegments(retention),
    names.slice(0, -1),
    'all but the one being written',
  );
  assert.deepEqual(
    [...restoreFold(directory).entries].map(({ units }) => units),
    ['20'],
    'the counters stay',
  );
  abandon(writer);
  const next = openWriter();
  write(next, { id: 'next' });
  await openShipper().pass();
  await deleteShippedSegments(retention);
  assert.deepEqual(
    listSegments(directory).map(({ run }) => run),
    [next.run],
    'the last segment of a dead run goes too',
  );
  const { rows } = await sql<{ n: bigint }>`select count(*) as n from metering_runs`.execute(database.db);
  assert.equal(rows[0]?.n, 1n);
});

test('a journal that disappeared is reported and does not hold back what is left', async () => {
  const writer = openWriter();
  write(writer, { id: 'a' });
  await openShipper().pass();
  abandon(writer);
  for (const { name } of listSegments(directory)) rmSync(path.join(directory, name));
  write(openWriter('w1'), { id: 'b' });
  await openShipper().pass();
  assert.deepEqual(await shippedIds(), ['a', 'b']);
  const { rows } = await sql<{ reason: string }>`select reason from metering_held_events`.execute(
    database.db,
  );
  assert.deepEqual(rows, [{ reason: 'journal-lost' }]);
});
