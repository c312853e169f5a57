import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { decimal } from './decimal.ts';
import { silentLog, type TestUsageDb, testUsageDb } from './testing.ts';
import { openUsageDb, type UsageDb } from './usage-db.ts';

let store: TestUsageDb;
let usageDb: UsageDb;
before(async () => {
  store = await testUsageDb();
  usageDb = store.usageDb;
  await usageDb.command(`
    CREATE TABLE everything (
      id UInt64, hash UInt128, units Decimal(38, 12), at DateTime64(3), second DateTime, day Date,
      maybe Nullable(Decimal(38, 12)),
      amounts Array(Decimal(38, 12)), kind LowCardinality(String), small UInt8,
      yes Bool, tags Map(String, String)
    ) ENGINE = MergeTree ORDER BY id SETTINGS non_replicated_deduplication_window = 100`);
});
after(() => store.drop());

const row = {
  id: 18_446_744_073_709_551_615n,
  hash: 340_282_366_920_938_463_463_374_607_431_768_211_455n,
  units: decimal('12345678901234567890.123456789012'),
  at: Temporal.Instant.from('2026-02-28T23:59:59.123Z'),
  second: Temporal.Instant.from('2026-01-01T05:00:00Z'),
  day: Temporal.PlainDate.from('2028-02-29'),
  maybe: null,
  amounts: [decimal('0.1'), decimal('-2')],
  kind: `it's "quoted" \\ and\nnew é漢😀`,
  small: 7,
  yes: true,
  tags: { one: `a'b` },
};

test('values come back as they went in, exactly', async () => {
  await usageDb.insert('everything', [row]);
  const [found] = await usageDb.query<typeof row>('SELECT * FROM everything');
  assert.deepEqual(asText(found!), asText(row));
  await usageDb.command('TRUNCATE TABLE everything');
});

test('rows written as text arrive the same, and once per token', async () => {
  const columns = ['id', 'hash', 'units', 'at', 'maybe', 'kind', 'yes'];
  const line = (id: bigint) =>
    JSON.stringify([
      String(id),
      String(row.hash),
      row.units.toFixed(),
      row.at.toString(),
      null,
      row.kind,
      true,
    ]);
  const lines = `${line(row.id)}\n${line(1n)}`;
  await usageDb.insertText('everything', columns, lines, { token: 'text' });
  await usageDb.insertText('everything', columns, lines, { token: 'text' });
  await usageDb.insertText('everything', columns, '', { token: 'nothing' });
  const found = await usageDb.query<object>(`SELECT ${columns.join(', ')} FROM everything ORDER BY id DESC`);
  const { id, hash, units, at, maybe, kind, yes } = row;
  const expected = { id, hash, units, at, maybe, kind, yes };
  assert.deepEqual(found.map(asText), [asText(expected), asText({ ...expected, id: 1n })]);
  await usageDb.command('TRUNCATE TABLE everything');
});

/** Comparable by value: times and decimals as text, bigint told apart from number. */
function asText(object: object): unknown {
  return JSON.parse(
    JSON.stringify(object, (_key, value) => (typeof value === 'bigint' ? `${value}n` : value)),
  );
}

test('parameters of every kind are bound, never read as SQL', async () => {
  const [found] = await usageDb.query<Record<string, unknown>>(
    `SELECT {text:String} AS text, {id:UInt64} AS id, {at:DateTime64(3)} AS at,
       {units:Decimal(38, 12)} AS units,
       {ids:Array(String)} AS ids, {hashes:Array(UInt128)} AS hashes,
       {none:Nullable(String)} AS none, {day:Date} AS day`,
    {
      text: row.kind,
      id: row.id,
      at: row.at,
      units: row.units,
      ids: [`'; DROP TABLE everything --`, 'b\\'],
      hashes: [row.hash],
      none: null,
      day: row.day,
    },
  );
  assert.deepEqual(
    asText(found!),
    asText({
      text: row.kind,
      id: row.id,
      at: row.at,
      units: row.units,
      ids: [`'; DROP TABLE everything --`, 'b\\'],
      hashes: [row.hash],
      none: null,
      day: row.day,
    }),
  );
});

test('a list too long for an address is bound too, one too long for a server is refused', async () => {
  const ids = Array.from({ length: 3000 }, (_, index) => `sub_01JXXXXXXXXXXXXXXXXXXXX${index}`);
  const found = await usageDb.query('SELECT length({ids:Array(String)}) AS length', { ids });
  assert.deepEqual(found, [{ length: 3000n }]);
  await assert.rejects(usageDb.query('SELECT {ids:Array(String)}', { ids: [...ids, ...ids] }), RangeError);
});

test('rows repeated under one token count once, within roll-ups too', async () => {
  await usageDb.command(`CREATE TABLE daily (day Date, units Decimal(38, 12))
    ENGINE = SummingMergeTree ORDER BY day
    SETTINGS non_replicated_deduplication_window = 100`);
  await usageDb.command(
    `CREATE MATERIALIZED VIEW daily_view TO daily AS
    SELECT toDate(at) AS day, sum(units) AS units FROM everything GROUP BY day`,
  );
  const rows = [
    { id: 1n, units: decimal('1.5'), at: row.at },
    { id: 2n, units: decimal('2'), at: row.at },
  ];
  const columns = ['id', 'units', 'at'];
  for (const token of ['a', 'a', 'b']) await usageDb.insert('everything', rows, { token, columns });
  const total = async (table: string) => {
    const [found] = await usageDb.query<{ units: unknown }>(`SELECT sum(units) AS units FROM ${table}`);
    return String(found!.units);
  };
  assert.equal(await total('everything'), '7');
  assert.equal(await total('daily'), '7');
  await usageDb.command('DROP TABLE daily_view SYNC');
  await usageDb.command('TRUNCATE TABLE everything');
});

test('many rows are one insertion: all or none', async () => {
  const rows = Array.from({ length: 50_000 }, (_, index) => ({
    id: BigInt(index),
    units: decimal('0.000000000001'),
  }));
  const columns = ['id', 'units'];
  await usageDb.insert('everything', rows, { columns });
  const counted = () =>
    usageDb.query<{ rows: bigint; units: unknown }>(
      'SELECT count() AS rows, sum(units) AS units FROM everything',
    );
  assert.deepEqual(asText(await counted()), [{ rows: '50000n', units: '5e-8' }]);
  await assert.rejects(usageDb.insert('everything', [...rows, { id: 'broken' }], { columns }), {
    code: '27',
  });
  assert.deepEqual(asText(await counted()), [{ rows: '50000n', units: '5e-8' }]);
  await usageDb.command('TRUNCATE TABLE everything');
});

test('errors are named as ClickHouse names them', async () => {
  await assert.rejects(usageDb.query('SELECT * FROM nowhere'), { code: '60', type: 'UNKNOWN_TABLE' });
  await assert.rejects(usageDb.query('SELEC'), { code: '62' });
  await assert.rejects(usageDb.insert('everything', [{ unknown_column: 1 }]), { code: '117' });
});

test('a setting of one query does not reach the next, on any session', async () => {
  const setting = (options: object) =>
    usageDb.query<{ value: string }>(
      `SELECT value FROM system.settings WHERE name = 'max_execution_time'`,
      {},
      options,
    );
  for (let round = 0; round < 6; round++) {
    assert.deepEqual(await setting({ session: 'dashboard', maxSeconds: 7 }), [{ value: '7' }]);
    assert.deepEqual(await setting({ session: 'dashboard' }), [{ value: '10' }]);
  }
  await usageDb.insert('everything', [{ id: 1n }], { token: 'once', columns: ['id'] });
  const token = () =>
    usageDb.query(
      `SELECT value FROM system.settings WHERE name = 'insert_deduplication_token'`,
      {},
      { session: 'write' },
    );
  for (let round = 0; round < 4; round++) assert.deepEqual(await token(), [{ value: '' }]);
  await usageDb.command('TRUNCATE TABLE everything');
});

test('a parameter of one query does not fill a gap of the next', async () => {
  for (let round = 0; round < 6; round++) {
    assert.deepEqual(await usageDb.query('SELECT {who:String} AS who', { who: 'one' }), [{ who: 'one' }]);
    await assert.rejects(usageDb.query('SELECT {who:String} AS who'), { code: '456' });
  }
});

test('rows that a failed query had already written never reach the next one', async () => {
  for (let round = 0; round < 4; round++) {
    const failing = `SELECT number, throwIf(number = 200000) AS fails FROM numbers(300000)`;
    await assert.rejects(usageDb.query(failing), { code: '395' });
    assert.deepEqual(await usageDb.query(`SELECT 'mine' AS whose`), [{ whose: 'mine' }]);
  }
});

test('what runs too long or takes too much memory is ended', async () => {
  const slow = usageDb.query(
    'SELECT sleepEachRow(0.2) FROM numbers(100) SETTINGS max_block_size = 1',
    {},
    { maxSeconds: 1 },
  );
  await assert.rejects(slow, { code: '159', type: 'TIMEOUT_EXCEEDED' });
  await assert.rejects(usageDb.query('SELECT length(groupArray(number)) FROM numbers(10000000000)'), {
    code: '241',
  });
});

test('dashboards that fill their sessions hold up neither writing nor billing', async () => {
  let finished = 0;
  const dashboards = Array.from({ length: 8 }, () =>
    usageDb
      .query('SELECT sleepEachRow(0.5) FROM numbers(2) SETTINGS max_block_size = 1')
      .then(() => finished++),
  );
  await usageDb.insert('everything', [{ id: 5n }], { columns: ['id'] });
  const billed = await usageDb.query('SELECT count() AS count FROM everything', {}, { session: 'billing' });
  assert.deepEqual(billed, [{ count: 1n }]);
  // In one queue of three they would have come after six of the dashboards, of a second each.
  assert.ok(finished <= 3);
  await Promise.all(dashboards);
});

test('queries at once on all sessions each get their own answer', async () => {
  const sessions = ['write', 'billing', 'dashboard'] as const;
  const asked = Array.from({ length: 150 }, async (_, index) => {
    const session = sessions[index % 3]!;
    const [found] = await usageDb.query<{ id: bigint }>(
      'SELECT {id:UInt64} AS id',
      { id: BigInt(index) },
      { session },
    );
    return found!.id;
  });
  assert.deepEqual(
    await Promise.all(asked),
    Array.from({ length: 150 }, (_, index) => BigInt(index)),
  );
});

test('a store that is not there is said to be unavailable, to be tried again', async () => {
  const away = openUsageDb({ url: 'http://127.0.0.1:9/none', log: silentLog });
  await assert.rejects(away.query('SELECT 1'), { name: 'StoreUnavailable', retryable: true });
  await assert.rejects(away.ping(), { name: 'StoreUnavailable' });
  await away.close();
});
