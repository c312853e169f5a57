import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Db, inTransaction } from '#kernel';
import { type AccountRef, accountBalances, accountKey } from '#ledger';
import { History, type Step } from './ledger-facts.ts';
import { kinds } from './ledger-kinds.ts';
import { savePayoutAccount } from './payouts/store.ts';
import { brokenInvariants, setStage } from './testing.ts';

// Random histories of money on the real database, beside a model that knows nothing of the code: only what happened.
// A kind of event is one entry of `kinds`; what it means for accounts is its `means`.

/** Takes the steps, by several workers at once. */
async function live(history: History, steps: readonly Step[], workers: number): Promise<void> {
  const queue = steps.values();
  const work = async () => {
    for (const step of queue) await kinds[step.kind]!.run(history, step);
  };
  await Promise.all(Array.from({ length: workers }, work));
}

/** What must have been seen after enough steps and was not. */
function unseen({ seen }: History): string[] {
  return Object.values(kinds).flatMap((kind) => kind.covers.filter((what) => !seen.has(what)));
}

/** Accounts whose balance is not what the history says, with both amounts. */
async function wrongBalances(history: History): Promise<string[]> {
  const expected = new Map<string, bigint>();
  const add = (account: AccountRef, amount: bigint) => {
    const key = accountKey(account);
    expected.set(key, (expected.get(key) ?? 0n) + amount);
  };
  for (const kind of Object.values(kinds)) kind.means(history, add);
  const accounts = await accountBalances(history.stage.db, {}, { limit: 10_000, afterId: null });
  for (const { account, balanceMinor } of accounts) {
    const key = accountKey(account);
    expected.set(key, (expected.get(key) ?? 0n) - balanceMinor);
  }
  return [...expected].flatMap(([key, rest]) => (rest === 0n ? [] : [`${key} differs by ${rest}`]));
}

/** Steps as fast-check makes them, every kind as often as its weight says. */
function anyStep(): fc.Arbitrary<Step> {
  const names = Object.entries(kinds).map(([kind, { weight }]) => ({ weight, arbitrary: fc.constant(kind) }));
  const oneInFour = fc.oneof(
    { weight: 3, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  );
  return fc.record({
    kind: fc.oneof(...names),
    index: fc.nat(10_000),
    part: fc.nat(5000),
    abort: oneInFour,
    twice: oneInFour,
  });
}

/** Where the history begins: a provider that can be paid, and consumers. */
export async function beginHistory(db: Db): Promise<History> {
  const stage = await setStage(db);
  const planId = await stage.plan({});
  const consumers = [];
  for (let count = 0; count < 3; count += 1) consumers.push(await stage.subscribe(planId));
  const account = { providerId: stage.providerId, holderName: 'Weather', iban: 'GB82WEST12345698765432' };
  await inTransaction(db, (tx) => savePayoutAccount(tx, account, stage.clock.now()));
  return new History(stage, consumers);
}

/**
 * Takes steps in rounds, four workers at once, and looks after each round whether everything agrees. Goes on for at
 * least `rounds`, and then until every kind of event was seen in all of its ways; a few times as many must do.
 */
export async function checkHistory(history: History, rounds: number, seed: number): Promise<void> {
  const steps = fc.array(anyStep(), { minLength: 50, maxLength: 70, size: 'max' });
  for (const [round, taken] of fc.sample(steps, { seed, numRuns: rounds + 30 }).entries()) {
    if (round >= rounds && unseen(history).length === 0) return;
    await live(history, taken, 4);
    const wrong = [...(await wrongBalances(history)), ...(await brokenInvariants(history.stage.db))];
    assert.deepEqual(wrong, [], `in round ${round} of seed ${seed}`);
  }
  assert.deepEqual(unseen(history), [], `seed ${seed}: ${JSON.stringify(Object.fromEntries(history.seen))}`);
}
