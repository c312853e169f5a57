import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { testUsageDb } from './testing.ts';
import { dumpUsageTable, listUsageTables } from './usage-dump.ts';

const store = await testUsageDb();
const { usageDb } = store;
after(() => store.drop());

async function linesOf(name: string, cut: Parameters<typeof dumpUsageTable>[2]): Promise<string[]> {
  const table = (await listUsageTables(usageDb)).find((one) => one.name === name)!;
  const lines: string[] = [];
  for await (const page of dumpUsageTable(usageDb, table, cut)) {
    const some = page.lines.trimEnd().split('\n');
    assert.equal(some.length, page.rows);
    for (const line of some) lines.push(line);
  }
  return lines;
}

test('a table is read in pages, each row once, also where many share a sorting key', async () => {
  await usageDb.command(`
    insert into usage_events (connection, source, id, event_type, subscription_id, environment, timestamp, units, value, batch)
    select 'node_1', 'it''s "quoted", a\\\\b', toString(number), 'request', concat('sub_', toString(number % 3)), 'live',
      toDateTime64('2026-11-01 00:00:00.123', 3, 'UTC') + toIntervalMillisecond(intDiv(number, 400)), 0.000000000001, 1, 1 + number % 5
    from numbers(50000)`);
  const lines = await linesOf('usage_events', null);
  assert.equal(lines.length, 50_000);
  assert.equal(new Set(lines).size, 50_000);
});

test('rows of open and of later batches are left out', async () => {
  const lines = await linesOf('usage_events', { last: 4n, open: [2n] });
  assert.equal(lines.length, 30_000);
});

test('read rows can be inserted again as they are, and the roll-ups come with them', async () => {
  const target = await testUsageDb();
  try {
    const table = (await listUsageTables(usageDb)).find((one) => one.name === 'usage_events')!;
    let page = 0;
    for await (const { lines } of dumpUsageTable(usageDb, table, null)) {
      page += 1;
      await target.usageDb.insertText(table.name, table.columns, lines, { token: `t-${page}` });
    }
    const sum = `select sum(calls) as calls, toString(sum(units)) as units from usage_hourly`;
    assert.deepEqual(await target.usageDb.query(sum), await usageDb.query(sum));
    const facts = 'select groupBitXor(sipHash64(*)) as hash, count() as count from usage_events';
    assert.deepEqual(await target.usageDb.query(facts), await usageDb.query(facts));
  } finally {
    await target.drop();
  }
});

test('what insertions of another table fill is not read', async () => {
  const names = (await listUsageTables(usageDb)).map(({ name }) => name);
  assert.ok(names.includes('usage_events') && !names.includes('usage_hourly'));
});
