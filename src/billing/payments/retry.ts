import { type Clock, type Db, inTransaction, Problem, type TimeScope } from '#kernel';
import { isCollectable, lockReceivable, policiesOf } from '../invoices/index.ts';
import type { PaymentAttempt } from './payment.ts';
import { startAttempt } from './start-attempt.ts';
import * as store from './store-retries.ts';

/**
 * A charge that was declined for now is tried again on the days that the seller has chosen, counted from the first try. One
 * that only another card helps is not, nor what a person has tried.
 */
export async function scheduleRetry(tx: Db, attempt: PaymentAttempt): Promise<void> {
  if (!attempt.automatic) return;
  const tried = await store.automaticTries(tx, attempt.invoiceId);
  const days = (await policiesOf(tx, [tried.providerId]))(tried.providerId).retryAfterDays[tried.count - 1];
  if (days !== undefined) await store.setRetry(tx, attempt.id, tried.firstAt.add({ hours: 24 * days }));
}

/** Makes new attempts for those whose day has come, with the method that is the consumer's default by then. */
export async function startRetries(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  { organizationId = null, limit = 100 }: { organizationId?: string | null; limit?: number } = {},
): Promise<number> {
  const scope = { organizationId, at: clock.now(organizationId ?? undefined) };
  let started = 0;
  while (started < limit && (await inTransaction(db, (tx) => startOne(tx, scope)))) started += 1;
  return started;
}

async function startOne(tx: Db, scope: TimeScope): Promise<boolean> {
  const failed = await store.takeRetry(tx, scope);
  if (!failed) return false;
  const { invoiceId, organizationId } = failed;
  const invoice = await lockReceivable(tx, invoiceId);
  if (!invoice || !isCollectable(invoice)) return true;
  try {
    await startAttempt(tx, {
      invoiceId,
      organizationId,
      paymentMethodId: null,
      automatic: true,
      at: scope.at,
    });
  } catch (error) {
    // Somebody pays it right now, or the card is gone: there is nothing to try again.
    if (!(error instanceof Problem)) throw error;
  }
  return true;
}
