import { type Db, emit, notFound, Problem } from '#kernel';
import { payoutFailed, payoutPaid } from './events.ts';
import { type Payout, payoutSteps } from './payout.ts';
import { payoutProblems } from './problems.ts';
import { book, factsOf } from './run-payouts.ts';
import * as store from './store.ts';

/**
 * Says what became of a payout. Failed and returned money is payable to the provider again, once. Saying the
 * same twice changes nothing; going back is refused.
 */
export async function settlePayout(
  tx: Db,
  request: { id: string; state: 'paid' | 'failed' | 'returned'; reason: string | null; at: Temporal.Instant },
): Promise<Payout> {
  const { id, state, reason, at } = request;
  const payout = await store.lockPayout(tx, id);
  if (!payout) throw notFound('payout');
  if (payout.state === state) return payout;
  if (!payoutSteps[payout.state].includes(state)) {
    throw new Problem(payoutProblems.payoutState, {
      detail: `${id} is ${payout.state} and cannot become ${state}.`,
    });
  }
  await store.updatePayout(tx, id, { state, reason }, at);
  const about = { organizationId: payout.providerId, at };
  if (state === 'paid') await emit(tx, payoutPaid, factsOf(payout), about);
  else await emit(tx, payoutFailed, { ...factsOf(payout), state, reason }, about);
  await book(tx, [payout], state, at);
  return { ...payout, state, reason, updatedAt: at };
}
