import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { z } from 'zod';
import {
  defineEvent,
  EventDispatcher,
  emit,
  loadConfig,
  manualClock,
  silentLog,
  testDatabase,
} from '#kernel';
import { forgetTheOld } from './flow.ts';

const database = await testDatabase();
const { db } = database;
after(() => database.drop());

test('events and idempotency keys are kept as long as the settings say, and what is undelivered longer', async () => {
  const now = '2026-03-10T03:00:00Z';
  const clock = manualClock(now);
  const noted = defineEvent('test.noted', z.object({ name: z.string() }));
  const told = ['kept', 'old', 'undelivered'] as const;
  const ages = { kept: 47, old: 49, undelivered: 49 };
  for (const name of told) {
    const at = clock.now().subtract({ hours: ages[name] });
    await emit(db, noted, { name }, { organizationId: null, at });
  }
  const dispatcher = new EventDispatcher(db, clock, silentLog);
  dispatcher.on(noted, 'listener', async (_tx, { payload }) => {
    if (payload.name === 'undelivered') throw new Error('not now');
  });
  await dispatcher.deliverDue();
  for (const [key, minutes] of [
    ['kept', 24 * 60 - 1],
    ['old', 24 * 60 + 1],
  ] as const) {
    await sql`insert into kernel_idempotency_keys (scope, key, request_hash, created_at)
      values ('test', ${key}, ''::bytea, ${clock.now().subtract({ minutes })})`.execute(db);
  }
  await forgetTheOld({
    db,
    clock,
    outbound: { purge: async () => undefined },
    billing: { forgetQuotes: async () => undefined },
    retention: loadConfig({ EVENT_DAYS: '2', IDEMPOTENCY_HOURS: '24' }),
  });
  const events = await sql<{ name: string }>`
    select payload->>'name' as name from kernel_events where name = 'test.noted' order by 1`.execute(db);
  assert.deepEqual(
    events.rows.map(({ name }) => name),
    ['kept', 'undelivered'],
  );
  const keys = await sql<{ key: string }>`select key from kernel_idempotency_keys`.execute(db);
  assert.deepEqual(
    keys.rows.map(({ key }) => key),
    ['kept'],
  );
});
