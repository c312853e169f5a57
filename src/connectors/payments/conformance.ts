import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { type Money, newId } from '#kernel';
import type { PaymentProcessor } from './port.ts';

/** A processor under test, with tokens that make it do each thing. */
export interface ProcessorSubject {
  readonly processor: PaymentProcessor;
  readonly tokens: { readonly ok: string; readonly declined: string; readonly lostAnswer: string | null };
  /** How often the payer was charged for the attempt, as the processor's books say. */
  chargesOf(attemptId: string): Promise<number>;
}

const amount: Money = { minor: 4999n, currency: 'USD' };

/** The suite that every payment processor passes. */
export async function processorConformance(t: TestContext, subject: ProcessorSubject): Promise<void> {
  const { processor, tokens } = subject;
  const request = (token: string) => ({
    attemptId: newId('att'),
    amount,
    token,
    description: 'Invoice ACME-000001',
  });

  await t.test('a charge that works reports amount and fee in the currency asked for', async () => {
    const report = await processor.createCharge(request(tokens.ok));
    assert.equal(report.state, 'succeeded');
    assert.ok(report.state === 'succeeded');
    assert.deepEqual(report.amount, amount);
    assert.equal(report.fee.currency, 'USD');
    assert.ok(report.fee.minor >= 0n && report.fee.minor < amount.minor);
    assert.notEqual(report.reference, '');
  });

  await t.test('the same attempt asked for twice, also at once, charges the payer once', async () => {
    const asked = request(tokens.ok);
    const reports = await Promise.all([1, 2, 3].map(() => processor.createCharge(asked)));
    assert.equal(new Set(reports.map((report) => report.reference)).size, 1);
    assert.equal(await subject.chargesOf(asked.attemptId), 1);
  });

  await t.test('a declined charge says why and stays declined', async () => {
    const asked = request(tokens.declined);
    const report = await processor.createCharge(asked);
    assert.ok(report.state === 'failed' && report.failureCode !== '');
    assert.deepEqual(await processor.getCharge(asked.attemptId), report);
    assert.equal(await subject.chargesOf(asked.attemptId), 0);
  });

  await t.test('asked about an attempt, it says what it said when it charged', async () => {
    const asked = request(tokens.ok);
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
      const asked = request(tokens.lostAnswer);
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
}
