import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { type Db, inTransaction, type Money } from '#kernel';
import type { ChargeReport, ChargeRequest, PaymentProcessor } from './port.ts';

/** Tokens of the built-in test processor and what they do. */
export const testTokens = {
  pm_test_ok: 'Test card that always pays',
  pm_test_declined: 'Test card that is declined',
  pm_test_requires_action: 'Test card that asks its owner first',
  pm_test_timeout_unknown: 'Test card that pays, but the answer is lost',
} as const;

type TestToken = keyof typeof testTokens;

function isTestToken(token: string): token is TestToken {
  return Object.hasOwn(testTokens, token);
}

export interface TestProcessor extends PaymentProcessor {
  /**
   * What the owner of a `pm_test_requires_action` card says on the processor's page. False if nothing waits.
   */
  answerAction(attemptId: string, approved: boolean): Promise<boolean>;
}

// 2.9 %, rounded down: a fee must never exceed the amount, even of one minor unit.
function feeOf(amount: Money): bigint {
  return (amount.minor * 29n) / 1000n;
}

/**
 * A processor without a bank behind it, for trying Turnpike out and for its tests. Its memory is a table,
 * written in transactions of its own as a remote company's would be, whatever becomes of ours.
 */
export function testProcessor(db: Db, actionUrl: (attemptId: string) => string): TestProcessor {
  return {
    name: 'test',
    async createCharge(request) {
      const repeated = await remember(db, request);
      const report = await recall(db, request.attemptId, actionUrl);
      if (!repeated && request.token === 'pm_test_timeout_unknown') {
        throw new Error('The test processor did not answer in time');
      }
      return report!;
    },
    getCharge: (attemptId) => recall(db, attemptId, actionUrl),
    async describeToken(token) {
      return isTestToken(token) ? { label: testTokens[token] } : null;
    },
    async answerAction(attemptId, approved) {
      const { rows } = await sql<{ attempt_id: string }>`
        update connectors_test_charges
        set state = ${approved ? 'succeeded' : 'failed'}, failure_code = ${approved ? null : 'action_refused'}
        where attempt_id = ${attemptId} and state = 'requires_action' returning attempt_id`.execute(db);
      return rows.length > 0;
    },
  };
}

/** Charges once per attempt id; true when this one was known already. */
async function remember(db: Db, { attemptId, amount, token }: ChargeRequest): Promise<boolean> {
  const outcome = outcomeOf(token);
  return inTransaction(db, async (tx) => {
    const { rows } = await sql<{ asked: number }>`
      insert into connectors_test_charges as c
        (attempt_id, reference, token, amount_minor, currency, fee_minor, state, failure_code)
      values (${attemptId}, ${`test_${randomUUID()}`}, ${token}, ${amount.minor}, ${amount.currency}, ${feeOf(amount)},
        ${outcome.state}, ${outcome.failureCode})
      on conflict (attempt_id) do update set asked = c.asked + 1
      returning asked`.execute(tx);
    return rows[0]!.asked > 1;
  });
}

function outcomeOf(token: string): {
  state: 'succeeded' | 'failed' | 'requires_action';
  failureCode: string | null;
} {
  if (!isTestToken(token)) return { state: 'failed', failureCode: 'unknown_token' };
  if (token === 'pm_test_declined') return { state: 'failed', failureCode: 'card_declined' };
  return { state: token === 'pm_test_requires_action' ? 'requires_action' : 'succeeded', failureCode: null };
}

async function recall(
  db: Db,
  attemptId: string,
  actionUrl: (attemptId: string) => string,
): Promise<ChargeReport | null> {
  const { rows } = await sql<{
    reference: string;
    amount_minor: bigint;
    currency: string;
    fee_minor: bigint;
    state: 'requires_action' | 'succeeded' | 'failed';
    failure_code: string | null;
  }>`select * from connectors_test_charges where attempt_id = ${attemptId}`.execute(db);
  const [row] = rows;
  if (!row) return null;
  const { reference, currency } = row;
  if (row.state === 'failed')
    return { state: 'failed', reference, failureCode: row.failure_code ?? 'failed' };
  if (row.state === 'requires_action') {
    return { state: 'requires_action', reference, actionUrl: actionUrl(attemptId) };
  }
  const amount = { minor: row.amount_minor, currency };
  return { state: 'succeeded', reference, amount, fee: { minor: row.fee_minor, currency } };
}
