import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { type Money, newId } from '#kernel';
import type { PaymentProcessor } from './port.ts';

/** A processor under test, with tokens that make it do each thing. */
export interface ProcessorSubject {
  readonly processor: PaymentProcessor;
  readonly tokens: {
    readonly ok: string;
    readonly declined: string;
    readonly lostAnswer: string | null;
    readonly refundFails: string | null;
  };
  /** How often the payer was charged for the attempt, as the processor's books say. */
  chargesOf(attemptId: string): Promise<number>;
  /** What went back to the payer of the charge, as the processor's books say. */
  refundedOf(chargeReference: string): Promise<bigint>;
}

const amount: Money = { minor: 4999n, currency: 'USD' };

const chargeOf = (token: string) => ({
  attemptId: newId('att'),
  amount,
  token,
  description: 'Invoice ACME-000001',
});

/** The suite that every payment processor passes. */
export async function processorConformance(t: TestContext, subject: ProcessorSubject): Promise<void> {
  const { processor, tokens } = subject;

  await t.test('a charge that works reports amount and fee in the currency asked for', async () => {
    const report = await processor.createCharge(chargeOf(tokens.ok));
    assert.equal(report.state, 'succeeded');
    assert.ok(report.state === 'succeeded');
    assert.deepEqual(report.amount, amount);
    assert.equal(report.fee.currency, 'USD');
    assert.ok(report.fee.minor >= 0n && report.fee.minor < amount.minor);
    assert.notEqual(report.reference, '');
  });

  await t.test('the same attempt asked for twice, also at once, charges the payer once', async () => {
    const asked = chargeOf(tokens.ok);
    const reports = await Promise.all([1, 2, 3].map(() => processor.createCharge(asked)));
    assert.equal(new Set(reports.map((report) => report.reference)).size, 1);
    assert.equal(await subject.chargesOf(asked.attemptId), 1);
  });

  await t.test('a declined charge says why and stays declined', async () => {
    const asked = chargeOf(tokens.declined);
    const report = await processor.createCharge(asked);
    assert.ok(report.state === 'failed' && report.failureCode !== '');
    assert.equal(typeof report.retryable, 'boolean');
    assert.deepEqual(await processor.getCharge(asked.attemptId), report);
    assert.equal(await subject.chargesOf(asked.attemptId), 0);
  });

  await t.test('asked about an attempt, it says what it said when it charged', async () => {
    const asked = chargeOf(tokens.ok);
    const report = await processor.createCharge(asked);
    assert.deepEqual(await processor.getCharge(asked.attemptId), report);
  });

  await t.test('it has never heard of an attempt that was not sent', async () => {
    assert.equal(await processor.getCharge(newId('att')), null);
  });

  await t.test(
    'a lost answer is found again by asking, and asking to charge again does not charge again',
    async (tt) => {
      if (tokens.lostAnswer === null) return tt.skip('the processor cannot be made to lose an answer');
      const asked = chargeOf(tokens.lostAnswer);
      await assert.rejects(processor.createCharge(asked));
      const report = await processor.getCharge(asked.attemptId);
      assert.equal(report?.state, 'succeeded');
      assert.deepEqual(await processor.createCharge(asked), report);
      assert.equal(await subject.chargesOf(asked.attemptId), 1);
    },
  );

  await t.test('it describes its own tokens and refuses others', async () => {
    assert.ok((await processor.describeToken(tokens.ok))?.label);
    assert.equal(await processor.describeToken('no-token-of-anybody'), null);
  });
  await refundConformance(t, subject);
}

async function refundConformance(t: TestContext, subject: ProcessorSubject): Promise<void> {
  const { processor, tokens } = subject;
  const charged = async (token: string) => (await processor.createCharge(chargeOf(token))).reference;
  const refundOf = (chargeReference: string, minor: bigint) => ({
    refundId: newId('ref'),
    chargeReference,
    amount: { minor, currency: 'USD' },
    description: 'Credit note ACME-CN-000001',
  });

  await t.test('parts of a charge go back until nothing is left of it, and never more', async () => {
    const reference = await charged(tokens.ok);
    for (const minor of [2000n, 2999n]) {
      const report = await processor.createRefund(refundOf(reference, minor));
      assert.equal(report.state, 'succeeded');
      assert.notEqual(report.reference, '');
    }
    const more = await processor.createRefund(refundOf(reference, 1n));
    assert.ok(more.state === 'failed' && more.failureCode !== '');
    assert.equal(await subject.refundedOf(reference), 4999n);
  });

  await t.test('the same refund asked for twice, also at once, goes back once', async () => {
    const asked = refundOf(await charged(tokens.ok), 4000n);
    const reports = await Promise.all([1, 2, 3].map(() => processor.createRefund(asked)));
    assert.equal(new Set(reports.map((report) => report.reference)).size, 1);
    assert.deepEqual(await processor.getRefund(asked.refundId), reports[0]);
    assert.equal(await subject.refundedOf(asked.chargeReference), 4000n);
  });

  await t.test('it has never heard of a refund that was not sent', async () => {
    assert.equal(await processor.getRefund(newId('ref')), null);
  });

  await t.test('a refund that fails says why and moves nothing', async (tt) => {
    if (tokens.refundFails === null) return tt.skip('the processor cannot be made to refuse a refund');
    const asked = refundOf(await charged(tokens.refundFails), 4999n);
    const report = await processor.createRefund(asked);
    assert.ok(report.state === 'failed' && report.failureCode !== '');
    assert.equal(await subject.refundedOf(asked.chargeReference), 0n);
  });

  await t.test('the lost answer of a refund is found again by asking', async (tt) => {
    if (tokens.lostAnswer === null) return tt.skip('the processor cannot be made to lose an answer');
    const attempt = chargeOf(tokens.lostAnswer);
    await assert.rejects(processor.createCharge(attempt));
    const asked = refundOf((await processor.getCharge(attempt.attemptId))!.reference, 4999n);
    await assert.rejects(processor.createRefund(asked));
    const report = await processor.getRefund(asked.refundId);
    assert.equal(report?.state, 'succeeded');
    assert.deepEqual(await processor.createRefund(asked), report);
    assert.equal(await subject.refundedOf(asked.chargeReference), 4999n);
  });
}
