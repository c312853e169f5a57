import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { type Db, inTransaction, type Money } from '#kernel';
import type { ChargeReport, ChargeRequest, PaymentProcessor, RefundReport, RefundRequest } from './port.ts';

/** Tokens of the built-in test processor and what they do. */
export const testTokens = {
  pm_test_ok: 'Test card that always pays',
  pm_test_declined: 'Test card that is declined',
  pm_test_no_funds: 'Test card that is declined for now',
  pm_test_requires_action: 'Test card that asks its owner first',
  pm_test_timeout_unknown: 'Test card that pays and takes back, but the answer is lost',
  pm_test_refund_pending: 'Test card that pays, and takes money back after days',
  pm_test_refund_fails: 'Test card that pays, and takes no money back',
} as const;

const noFunds = 'insufficient_funds';

type TestToken = keyof typeof testTokens;

function isTestToken(token: string): token is TestToken {
  return Object.hasOwn(testTokens, token);
}

export interface TestProcessor extends PaymentProcessor {
  /**
   * What the owner of a `pm_test_requires_action` card says on the processor's page. False if nothing waits.
   */
  answerAction(attemptId: string, approved: boolean): Promise<boolean>;
  /** What becomes of a refund to a `pm_test_refund_pending` card. False if nothing waits. */
  settleRefund(refundId: string, arrived: boolean): Promise<boolean>;
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
    async createRefund(request) {
      const { repeated, loses } = await rememberRefund(db, request);
      if (!repeated && loses) throw new Error('The test processor did not answer in time');
      return (await recallRefund(db, request.refundId))!;
    },
    getRefund: (refundId) => recallRefund(db, refundId),
    async settleRefund(refundId, arrived) {
      const { rows } = await sql`
        update connectors_test_refunds
        set state = ${arrived ? 'succeeded' : 'failed'}, failure_code = ${arrived ? null : 'card_closed'}
        where refund_id = ${refundId} and state = 'pending' returning refund_id`.execute(db);
      return rows.length > 0;
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
  if (token === 'pm_test_no_funds') return { state: 'failed', failureCode: noFunds };
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
  if (row.state === 'failed') {
    const failureCode = row.failure_code ?? 'failed';
    return { state: 'failed', reference, failureCode, retryable: failureCode === noFunds };
  }
  if (row.state === 'requires_action') {
    return { state: 'requires_action', reference, actionUrl: actionUrl(attemptId) };
  }
  const amount = { minor: row.amount_minor, currency };
  return { state: 'succeeded', reference, amount, fee: { minor: row.fee_minor, currency } };
}

/** Gives back once per refund id, and never more than was charged. The charge's row is held meanwhile. */
async function rememberRefund(
  db: Db,
  { refundId, chargeReference, amount }: RefundRequest,
): Promise<{ repeated: boolean; loses: boolean }> {
  return inTransaction(db, async (tx) => {
    const { rows } = await sql<{ token: string; amount_minor: bigint; currency: string; state: string }>`
      select * from connectors_test_charges where reference = ${chargeReference} for update`.execute(tx);
    const [charge] = rows;
    if (!charge) throw new Error(`The test processor knows no charge ${chargeReference}`);
    const back = await sql<{ minor: bigint }>`
      select coalesce(sum(amount_minor), 0)::bigint as minor from connectors_test_refunds
      where charge_reference = ${chargeReference} and state <> 'failed' and refund_id <> ${refundId}`.execute(
      tx,
    );
    const fits = charge.state === 'succeeded' && charge.currency === amount.currency;
    const isLeft = back.rows[0]!.minor + amount.minor <= charge.amount_minor;
    const outcome = fits && isLeft ? refundOutcomeOf(charge.token) : refused('exceeds_charge');
    const inserted = await sql<{ asked: number }>`
      insert into connectors_test_refunds as r
        (refund_id, reference, charge_reference, amount_minor, currency, state, failure_code)
      values (${refundId}, ${`test_${randomUUID()}`}, ${chargeReference}, ${amount.minor}, ${amount.currency},
        ${outcome.state}, ${outcome.failureCode})
      on conflict (refund_id) do update set asked = r.asked + 1 returning asked`.execute(tx);
    return { repeated: inserted.rows[0]!.asked > 1, loses: charge.token === 'pm_test_timeout_unknown' };
  });
}

interface RefundOutcome {
  readonly state: RefundReport['state'];
  readonly failureCode: string | null;
}

function refused(failureCode: string): RefundOutcome {
  return { state: 'failed', failureCode };
}

function refundOutcomeOf(token: string): RefundOutcome {
  if (token === 'pm_test_refund_fails') return refused('refund_refused');
  return { state: token === 'pm_test_refund_pending' ? 'pending' : 'succeeded', failureCode: null };
}

async function recallRefund(db: Db, refundId: string): Promise<RefundReport | null> {
  const { rows } = await sql<{
    reference: string;
    state: RefundReport['state'];
    failure_code: string | null;
  }>`select * from connectors_test_refunds where refund_id = ${refundId}`.execute(db);
  const [row] = rows;
  if (!row) return null;
  const { reference, state } = row;
  if (state === 'failed') return { state, reference, failureCode: row.failure_code ?? 'failed' };
  return { state, reference };
}
