import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { after, before, test } from 'node:test';
import { silentLog, type TestDatabase, testDatabase } from '../kernel/testing.ts';
import type { History } from './ledger-facts.ts';
import { beginHistory, checkHistory } from './ledger-history.ts';
import { ledgerChecks } from './proof/checks-ledger.ts';
import { checkFigures, runChecks } from './proof/index.ts';

let database: TestDatabase;
let history: History;
before(async () => {
  database = await testDatabase();
  history = await beginHistory(database.db);
});
after(() => database.drop());

test('four workers, aborts and repetitions: the accounts hold what happened and nothing else', async (t) => {
  const seed = randomInt(2 ** 31);
  t.diagnostic(`seed ${seed}`);
  await checkHistory(history, 3, seed);
});

test('the continuous checks have nothing to say about such a history', async () => {
  const { clock } = history.stage;
  const deps = { db: database.db, clock, log: silentLog, checks: ledgerChecks };
  assert.equal((await runChecks(deps, { thorough: true })).more, false);
  for (const { check, findings, trouble } of await checkFigures(database.db))
    assert.deepEqual([check, findings, trouble], [check, 0, null]);
});
