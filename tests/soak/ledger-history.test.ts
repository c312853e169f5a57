import { randomInt } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { History } from '../../src/billing/ledger-facts.ts';
import { beginHistory, checkHistory } from '../../src/billing/ledger-history.ts';
import { type TestDatabase, testDatabase } from '../../src/kernel/testing.ts';

let database: TestDatabase;
let history: History;
before(async () => {
  database = await testDatabase();
  history = await beginHistory(database.db);
});
after(() => database.drop());

test('ten thousand steps of money, four at a time, agree with what happened', async (t) => {
  const seed = randomInt(2 ** 31);
  t.diagnostic(`seed ${seed}`);
  await checkHistory(history, 170, seed);
});
