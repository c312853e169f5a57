import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { inTransaction, testDatabase } from '#kernel';
import { post } from '#ledger';
import { grantTopUp, walletObligations } from '#wallets';
import { walletCheck } from './wallet-check.ts';

const database = await testDatabase();
const { db } = database;
after(() => database.drop());

const at = Temporal.Instant.from('2026-03-10T00:00:00Z');
const page = { after: '', limit: 10, before: at, at };

test('wallets agree with the books, those of sandbox consumers too, and one that does not is found', async () => {
  for (const organizationId of ['org_a', 'org_test_b']) {
    const ref = { organizationId, providerId: 'org_p', currency: 'EUR' };
    const order = { ref, invoiceId: `inv_${organizationId}`, amountMinor: 500n };
    await inTransaction(db, async (tx) => post(tx, (await grantTopUp(tx, order, at)).entries, at));
  }
  const subjects = await walletCheck.subjects(db, page);
  assert.deepEqual(await walletCheck.examine(db, subjects, at), []);
  await sql`update wallets_wallets set paid_minor = paid_minor - 1 where organization_id = 'org_test_b'`.execute(
    db,
  );
  const [broken] = await walletCheck.examine(db, subjects, at);
  assert.match(broken!.detail, /has 4\.99 EUR of paid credit, the ledger 5\.00/);
});

test('credit that was paid for keeps both of its sides from being closed', async () => {
  const found = await walletObligations(db, ['org_a', 'org_p', 'org_x']);
  assert.deepEqual(Object.fromEntries(found), {
    org_a: ['use up or have refunded the prepaid credit in 1 wallet(s)'],
    org_p: ['refund the prepaid credit in 2 wallet(s) of its consumers'],
  });
});
