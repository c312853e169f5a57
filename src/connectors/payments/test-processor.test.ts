import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { newId } from '#kernel';
import { testDatabase } from '../../kernel/testing.ts';
import { processorConformance } from './conformance.ts';
import { testProcessor } from './test-processor.ts';

test('the built-in test processor', async (t) => {
  const { db, drop } = await testDatabase();
  const processor = testProcessor(db, (attemptId) => `https://portal.example/actions/${attemptId}`);
  await processorConformance(t, {
    processor,
    tokens: {
      ok: 'pm_test_ok',
      declined: 'pm_test_declined',
      lostAnswer: 'pm_test_timeout_unknown',
      refundFails: 'pm_test_refund_fails',
    },
    async chargesOf(attemptId) {
      const { rows } = await sql<{ charges: number }>`
        select count(*)::int as charges from connectors_test_charges
        where attempt_id = ${attemptId} and state = 'succeeded'`.execute(db);
      return rows[0]!.charges;
    },
    async refundedOf(chargeReference) {
      const { rows } = await sql<{ minor: bigint }>`
        select coalesce(sum(amount_minor), 0)::bigint as minor from connectors_test_refunds
        where charge_reference = ${chargeReference} and state = 'succeeded'`.execute(db);
      return rows[0]!.minor;
    },
  });

  const ask = async (token: string) => {
    const attemptId = newId('att');
    const amount = { minor: 100n, currency: 'EUR' };
    const report = await processor.createCharge({ attemptId, amount, token, description: 'x' });
    return { attemptId, report };
  };

  await t.test('a card that asks its owner pays once the owner has approved, and says so once', async () => {
    const { attemptId, report } = await ask('pm_test_requires_action');
    assert.ok(report.state === 'requires_action' && report.actionUrl.endsWith(attemptId));
    assert.equal(await processor.answerAction(attemptId, true), true);
    assert.equal((await processor.getCharge(attemptId))?.state, 'succeeded');
    assert.equal(await processor.answerAction(attemptId, false), false);
    assert.equal((await processor.getCharge(attemptId))?.state, 'succeeded');
  });

  await t.test('a card whose owner refuses fails', async () => {
    const { attemptId } = await ask('pm_test_requires_action');
    await processor.answerAction(attemptId, false);
    const report = await processor.getCharge(attemptId);
    assert.ok(report?.state === 'failed' && report.failureCode === 'action_refused');
  });

  await t.test('a refund that waits arrives or fails once, and says so when asked', async () => {
    const { report } = await ask('pm_test_refund_pending');
    const refundId = newId('ref');
    const amount = { minor: 60n, currency: 'EUR' };
    const order = { refundId, chargeReference: report.reference, amount, description: 'x' };
    assert.equal((await processor.createRefund(order)).state, 'pending');
    assert.equal(await processor.settleRefund(refundId, false), true);
    assert.equal((await processor.getRefund(refundId))?.state, 'failed');
    assert.equal(await processor.settleRefund(refundId, true), false);
  });

  await drop();
});
