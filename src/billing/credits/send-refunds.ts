import type { RefundReport } from '#connectors/payments';
import { inTransaction } from '#kernel';
import { nextCheck, type ProcessorDeps } from './processor-work.ts';
import { isSettled, type Refund } from './refund.ts';
import { settleRefund } from './settle-refund.ts';
import * as store from './store-refunds.ts';

/**
 * Sends new refunds and asks about those whose outcome is open, each claimed and its next look put off before the processor is
 * called: a crash at any point leaves it to the next pass, and the refund's id keeps the money from going back twice.
 */
export async function sendDueRefunds(
  deps: ProcessorDeps,
  { organizationId = null, limit = 100 }: { organizationId?: string | null; limit?: number } = {},
): Promise<number> {
  let looked = 0;
  while (looked < limit) {
    const claimed = await claim(deps, organizationId);
    if (!claimed) break;
    looked += 1;
    await lookAt(deps, claimed);
  }
  return looked;
}

interface Claimed {
  /** As it was when it was claimed. */
  readonly refund: Refund;
  readonly chargeReference: string;
}

function claim(deps: ProcessorDeps, organizationId: string | null): Promise<Claimed | null> {
  const at = deps.clock.now(organizationId ?? undefined);
  return inTransaction(deps.db, async (tx) => {
    const claimed = await store.claimDueRefund(tx, { at, organizationId });
    if (!claimed) return null;
    const { id, state, checkCount } = claimed.refund;
    const change = { checkAt: nextCheck(at, checkCount), checkCount: checkCount + 1 };
    await store.updateRefund(tx, id, { ...change, state: state === 'created' ? 'sent' : state }, at);
    return claimed;
  });
}

async function lookAt(deps: ProcessorDeps, claimed: Claimed): Promise<void> {
  const { refund } = claimed;
  let report: RefundReport | null = null;
  try {
    report = await ask(deps, claimed);
  } catch (error) {
    deps.log.warn({ err: error, refund_id: refund.id }, 'the outcome of a refund is not known yet');
  }
  const at = deps.clock.now(refund.organizationId);
  await inTransaction(deps.db, async (tx) => {
    const held = await store.lockRefund(tx, refund.id);
    if (!held || isSettled(held)) return;
    if (report?.state === 'succeeded' || report?.state === 'failed') {
      const failureCode = report.state === 'failed' ? report.failureCode : null;
      const { state, reference } = report;
      await settleRefund(tx, held, { state, reference, failureCode }, at);
    } else {
      const checkAt = nextCheck(at, refund.checkCount);
      const processorReference = report?.reference ?? null;
      await store.updateRefund(
        tx,
        held.id,
        { state: report ? 'pending' : 'unknown', checkAt, processorReference },
        at,
      );
    }
    deps.failpoint('refund.before_commit');
  });
}

/** A new refund is sent; about any other we ask first, and send it (again under its id) only if it never arrived. */
async function ask(deps: ProcessorDeps, { refund, chargeReference }: Claimed): Promise<RefundReport> {
  const processor = deps.processors.get(refund.source);
  if (!processor) throw new Error(`There is no payment processor ${refund.source}`);
  const known = refund.state === 'created' ? null : await processor.getRefund(refund.id);
  if (known) return known;
  deps.failpoint('refund.before_call');
  const report = await processor.createRefund({
    refundId: refund.id,
    chargeReference,
    amount: { minor: refund.amountMinor, currency: refund.currency },
    description: refund.creditNoteId
      ? `Credit note ${refund.creditNoteId}`
      : `Overpayment ${refund.creditId}`,
  });
  deps.failpoint('refund.after_call');
  return report;
}
