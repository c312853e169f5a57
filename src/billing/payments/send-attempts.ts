import type { ChargeReport, ChargeRequest, PaymentProcessor } from '#connectors/payments';
import { type Db, emit, formatAmount, inTransaction } from '#kernel';
import { nextCheck, type ProcessorDeps } from '../credits/index.ts';
import { lockReceivable, openMinor, smaller } from '../invoices/index.ts';
import { failTopUp } from './credit-top-up.ts';
import { paymentFailed } from './events.ts';
import { isFinal, type PaymentAttempt } from './payment.ts';
import { recordPayment } from './record-payment.ts';
import { scheduleRetry } from './retry.ts';
import * as store from './store.ts';

/**
 * Sends new attempts and asks about those whose outcome is open. Each is claimed and its next look put off
 * before the processor is called, so that a crash at any point leaves it to the next pass. Resolves with how
 * many it looked at.
 */
export async function sendDueAttempts(
  deps: ProcessorDeps,
  { organizationId = null, limit = 100 }: { organizationId?: string | null; limit?: number } = {},
): Promise<number> {
  let looked = 0;
  while (looked < limit) {
    const claimed = await claim(deps, organizationId);
    if (!claimed) break;
    looked += 1;
    if (claimed.attempt.amountMinor > 0n) await lookAt(deps, claimed);
  }
  return looked;
}

interface Claimed {
  /** As it was when it was claimed. */
  readonly attempt: PaymentAttempt;
  readonly token: string;
}

function claim(deps: ProcessorDeps, organizationId: string | null): Promise<Claimed | null> {
  const at = deps.clock.now(organizationId ?? undefined);
  return inTransaction(deps.db, async (tx) => {
    const due = await store.claimDueAttempt(tx, { at, organizationId });
    if (!due) return null;
    const amountMinor = await amountToCharge(tx, due.attempt);
    const attempt = { ...due.attempt, amountMinor };
    if (amountMinor === 0n) {
      const failureCode = 'nothing_due';
      await store.updateAttempt(tx, attempt.id, { state: 'failed', checkAt: null, failureCode }, at);
      return { attempt, token: due.token };
    }
    const state = attempt.state === 'created' ? 'sent' : attempt.state;
    const checkAt = nextCheck(at, attempt.checkCount);
    const { actionUrl } = attempt;
    await store.updateAttempt(
      tx,
      attempt.id,
      { state, checkAt, checkCount: attempt.checkCount + 1, actionUrl, amountMinor },
      at,
    );
    return { attempt, token: due.token };
  });
}

/** Never sent, it asks for what is owed by now: credit may have come in between. Once sent, its amount is what it is. */
async function amountToCharge(tx: Db, attempt: PaymentAttempt): Promise<bigint> {
  if (attempt.state !== 'created') return attempt.amountMinor;
  const invoice = (await lockReceivable(tx, attempt.invoiceId))!;
  const owed = openMinor(invoice) + invoice.writtenOffMinor;
  return smaller(owed, attempt.amountMinor);
}

async function lookAt(deps: ProcessorDeps, { attempt, token }: Claimed): Promise<void> {
  const processor = deps.processors.get(attempt.processor);
  if (!processor) {
    deps.log.error({ attempt_id: attempt.id, processor: attempt.processor }, 'no such payment processor');
    return;
  }
  const request: ChargeRequest = {
    attemptId: attempt.id,
    amount: { minor: attempt.amountMinor, currency: attempt.currency },
    token,
    description: `Invoice ${attempt.invoiceId}`,
  };
  let report: ChargeReport;
  try {
    report = await ask(deps, processor, attempt, request);
  } catch (error) {
    deps.log.warn({ err: error, attempt_id: attempt.id }, 'the outcome of a payment is not known yet');
    await markUnknown(deps, attempt);
    return;
  }
  await applyReport(deps, attempt.id, report);
}

/**
 * A new attempt is charged; about any other we ask first, and charge it (again under its id) only if it never
 * arrived.
 */
async function ask(
  deps: ProcessorDeps,
  processor: PaymentProcessor,
  attempt: PaymentAttempt,
  request: ChargeRequest,
): Promise<ChargeReport> {
  const known = attempt.state === 'created' ? null : await processor.getCharge(attempt.id);
  if (known) return known;
  deps.failpoint('payment.before_call');
  const report = await processor.createCharge(request);
  deps.failpoint('payment.after_call');
  return report;
}

async function markUnknown(deps: ProcessorDeps, attempt: PaymentAttempt): Promise<void> {
  const { id, checkCount, actionUrl } = attempt;
  const at = deps.clock.now(attempt.organizationId);
  await inTransaction(deps.db, async (tx) => {
    const locked = await store.lockAttempt(tx, id);
    if (!locked || isFinal(locked)) return;
    await store.updateAttempt(
      tx,
      id,
      { state: 'unknown', checkAt: nextCheck(at, checkCount), actionUrl },
      at,
    );
  });
}

/**
 * Brings an attempt to what the processor says. A final state never changes again, in whatever order news
 * comes.
 */
export async function applyReport(
  deps: ProcessorDeps,
  attemptId: string,
  report: ChargeReport,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const attempt = await store.lockAttempt(tx, attemptId);
    if (!attempt || isFinal(attempt)) return;
    const at = deps.clock.now(attempt.organizationId);
    const processorReference = report.reference;
    if (report.state === 'succeeded') {
      await succeed(tx, attempt, report, at);
    } else if (report.state === 'failed') {
      const { failureCode } = report;
      const failed = { state: 'failed', checkAt: null, processorReference, failureCode } as const;
      await store.updateAttempt(tx, attemptId, failed, at);
      if (report.retryable) await scheduleRetry(tx, attempt);
      await announceFailure(tx, attempt, failureCode, at);
      await failTopUp(tx, attempt.invoiceId, failureCode, at);
    } else {
      const actionUrl = report.state === 'requires_action' ? report.actionUrl : null;
      const checkAt = nextCheck(at, attempt.checkCount);
      await store.updateAttempt(
        tx,
        attemptId,
        { state: report.state, checkAt, processorReference, actionUrl },
        at,
      );
    }
    deps.failpoint('payment.before_commit');
  });
}

async function succeed(
  tx: Db,
  attempt: PaymentAttempt,
  report: Extract<ChargeReport, { state: 'succeeded' }>,
  at: Temporal.Instant,
): Promise<void> {
  const { amount, fee, reference } = report;
  const fits = amount.currency === attempt.currency && fee.currency === attempt.currency;
  if (!fits || amount.minor !== attempt.amountMinor) {
    throw new Error(
      `${attempt.processor} charged ${formatAmount(amount)} ${amount.currency} for ${attempt.id}`,
    );
  }
  const change = { state: 'succeeded', checkAt: null, processorReference: reference } as const;
  await store.updateAttempt(tx, attempt.id, change, at);
  const money = {
    invoiceId: attempt.invoiceId,
    source: attempt.processor,
    externalId: reference,
    amountMinor: amount.minor,
    feeMinor: fee.minor,
    currency: amount.currency,
    receivedAt: at,
  };
  await recordPayment(tx, money, at);
}

async function announceFailure(
  tx: Db,
  attempt: PaymentAttempt,
  failureCode: string,
  at: Temporal.Instant,
): Promise<void> {
  const payload = {
    attempt_id: attempt.id,
    invoice_id: attempt.invoiceId,
    organization_id: attempt.organizationId,
    amount: formatAmount({ minor: attempt.amountMinor, currency: attempt.currency }),
    currency: attempt.currency,
    failure_code: failureCode,
    automatic: attempt.automatic,
  };
  await emit(tx, paymentFailed, payload, { organizationId: attempt.organizationId, at });
}
