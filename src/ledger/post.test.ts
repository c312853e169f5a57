import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { sql } from 'kysely';
import { type Db, inTransaction, Problem } from '#kernel';
import { type TestDatabase, testDatabase } from '../kernel/testing.ts';
import { balance } from './balance.ts';
import { type AccountCode, type AccountRef, accountKey, chart, PLATFORM } from './chart.ts';
import type { EntryDraft, Posting } from './entry.ts';
import { post } from './post.ts';
import { accountBalances, trialBalance } from './store.ts';

let database: TestDatabase;
let db: Db;
before(async () => {
  database = await testDatabase();
  db = database.db;
});
after(() => database.drop());

const at = Temporal.Instant.from('2026-11-20T10:00:00Z');
const receivable = (consumer: string, currency = 'USD'): AccountRef => ({
  code: 'receivable',
  owner: 'org_seller',
  counterparty: consumer,
  currency,
});
const share = (currency = 'USD'): AccountRef => ({
  code: 'provider_unsettled',
  owner: 'org_seller',
  counterparty: null,
  currency,
});

function entry(key: string, postings: Posting[]): EntryDraft {
  return { key, kind: 'test.fact', source: { type: 'test', id: key }, effectiveAt: at, postings };
}

function sale(key: string, consumer: string, amountMinor: bigint): EntryDraft {
  return entry(key, [
    { account: receivable(consumer), amountMinor },
    { account: share(), amountMinor: -amountMinor },
  ]);
}

const book = (entries: EntryDraft[]) => inTransaction(db, (tx) => post(tx, entries, at));

test('an entry moves the balances of its accounts', async () => {
  assert.deepEqual(await book([sale('moves:1', 'org_moves', 500n)]), { posted: 1, repeated: 0 });
  assert.deepEqual(await balance(db, receivable('org_moves')), { minor: 500n, currency: 'USD' });
});

test('an account nobody has posted to has a balance of zero', async () => {
  assert.deepEqual(await balance(db, receivable('org_nobody')), { minor: 0n, currency: 'USD' });
});

test('the same fact booked again changes nothing, in one call or in two', async () => {
  const fact = sale('again:1', 'org_again', 700n);
  assert.deepEqual(await book([fact, fact]), { posted: 1, repeated: 1 });
  assert.deepEqual(await book([fact]), { posted: 0, repeated: 1 });
  assert.equal((await balance(db, receivable('org_again'))).minor, 700n);
});

test('another fact under the same key is refused and nothing of the call is booked', async () => {
  await book([sale('conflict:1', 'org_conflict', 100n)]);
  const attempt = book([sale('conflict:2', 'org_conflict', 5n), sale('conflict:1', 'org_conflict', 101n)]);
  await assert.rejects(attempt, (error) => error instanceof Problem && error.status === 409);
  assert.equal((await balance(db, receivable('org_conflict'))).minor, 100n);
});

test('entries that do not balance, mix currencies or have one leg are bugs', async () => {
  const postings = sale('bad', 'org_bad', 100n).postings;
  await assert.rejects(
    book([entry('bad:1', [postings[0]!, { account: share(), amountMinor: -99n }])]),
    RangeError,
  );
  await assert.rejects(
    book([entry('bad:2', [postings[0]!, { account: share('EUR'), amountMinor: -100n }])]),
    RangeError,
  );
  await assert.rejects(book([entry('bad:3', [])]), RangeError);
});

const refused = (state: string) => (error: unknown) => (error as { code?: string }).code === state;

test('the database itself refuses unbalanced, incomplete, extended and changed entries', async () => {
  await book([sale('immutable:1', 'org_immutable', 100n)]);
  const [account] = await accountBalances(db, { counterparty: 'org_immutable' }, { limit: 1, afterId: null });
  const addPosting = sql`
    insert into ledger_postings (entry_id, position, account_id, amount)
    select id, 3, ${account!.id}, 5 from ledger_entries where key = 'immutable:1'`;
  await assert.rejects(addPosting.execute(db), refused('23514'));
  const bare = sql`
    insert into ledger_entries
      (id, key, payload_hash, kind, source_type, source_id, posting_count, effective_at, posted_at)
    values ('ent_bare', 'bare', '\\x00', 'k', 't', 'i', 2, ${at}, ${at})`;
  await assert.rejects(bare.execute(db), refused('23514'));
  await assert.rejects(sql`update ledger_postings set amount = 1`.execute(db), refused('23000'));
  await assert.rejects(sql`delete from ledger_entries`.execute(db), refused('23000'));
  await assert.rejects(sql`truncate ledger_postings`.execute(db), refused('23000'));
});

test('a balanced pair cannot be slipped into an old entry', async () => {
  await book([sale('slip:1', 'org_slip', 100n)]);
  const pair = sql`
    insert into ledger_postings (entry_id, position, account_id, amount)
    select e.id, p.position + 2, p.account_id, p.amount from ledger_entries e join ledger_postings p on p.entry_id = e.id
    where e.key = 'slip:1'`;
  await assert.rejects(pair.execute(db), refused('23514'));
});

test('money that we hold for somebody cannot become a debit', async () => {
  const held: AccountRef = {
    code: 'unapplied_credit',
    owner: PLATFORM,
    counterparty: 'org_held',
    currency: 'USD',
  };
  const bank: AccountRef = { code: 'bank', owner: PLATFORM, counterparty: null, currency: 'USD' };
  await book([
    entry('held:1', [
      { account: bank, amountMinor: 50n },
      { account: held, amountMinor: -50n },
    ]),
  ]);
  const take = entry('held:2', [
    { account: held, amountMinor: 51n },
    { account: bank, amountMinor: -51n },
  ]);
  await assert.rejects(book([take]), refused('23514'));
  assert.equal((await balance(db, held)).minor, -50n);
});

test('the chart in the code and the chart in the database are the same', async () => {
  const { rows } = await sql<{ code: string; class: string; credit_only: boolean }>`
    select code, class, credit_only from ledger_chart`.execute(db);
  const stored = Object.fromEntries(
    rows.map((row) => [row.code, { class: row.class, creditOnly: row.credit_only }]),
  );
  assert.deepEqual(stored, chart);
});

test('an account of a code outside the chart cannot come into being', async () => {
  const mistyped = sql`
    insert into ledger_accounts (id, code, owner_id, currency) values ('acc_x', 'recievable', 'org_x', 'USD')`;
  await assert.rejects(mistyped.execute(db), refused('23503'));
});

test('concurrent callers that move the same accounts in other orders all get through', async () => {
  const consumers = ['org_c1', 'org_c2', 'org_c3', 'org_c4'];
  const calls = Array.from({ length: 24 }, (_, call) => {
    const order = call % 2 === 0 ? consumers : consumers.toReversed();
    return book(order.map((consumer) => sale(`race:${call}:${consumer}`, consumer, 1n)));
  });
  await Promise.all(calls);
  for (const consumer of consumers) assert.equal((await balance(db, receivable(consumer))).minor, 24n);
});

const money = fc.bigInt({ min: 1n, max: 10n ** 12n });
const codes = Object.keys(chart) as AccountCode[];
const anyAccount = fc.record({
  code: fc.constantFrom(...codes.filter((code) => !chart[code].creditOnly)),
  owner: fc.constantFrom('org_p1', 'org_p2', 'org_p4'),
  counterparty: fc.constantFrom('org_p3', null),
});
const anyEntry = fc.record({
  currency: fc.constantFrom('USD', 'JPY', 'KWD'),
  legs: fc.array(fc.tuple(anyAccount, money, fc.boolean()), { minLength: 1, maxLength: 5, size: 'max' }),
});

test('whatever is booked, each currency sums to zero and balances are the sums of their postings', async () => {
  let run = 0;
  const model = new Map<string, bigint>();
  await fc.assert(
    fc.asyncProperty(fc.array(anyEntry, { minLength: 1, maxLength: 12, size: 'max' }), async (facts) => {
      run += 1;
      const entries = facts.flatMap(({ currency, legs }, index) => {
        const postings = legs.map(([account, amount, debit]) => {
          return { account: { ...account, currency }, amountMinor: debit ? amount : -amount };
        });
        const rest = postings.reduce((sum, one) => sum + one.amountMinor, 0n);
        const balancing = { code: 'bank', owner: 'org_rest', counterparty: null, currency } as const;
        if (rest === 0n) return postings.length > 1 ? [entry(`property:${run}:${index}`, postings)] : [];
        return [entry(`property:${run}:${index}`, [...postings, { account: balancing, amountMinor: -rest }])];
      });
      await book(entries);
      for (const { account, amountMinor } of entries.flatMap((one) => one.postings)) {
        model.set(accountKey(account), (model.get(accountKey(account)) ?? 0n) + amountMinor);
      }
    }),
    { numRuns: 40 },
  );
  const balances = await accountBalances(db, {}, { limit: 10_000, afterId: null });
  const byKey = new Map(balances.map((one) => [accountKey(one.account), one.balanceMinor]));
  assert.ok(model.size > 30, `only ${model.size} accounts were reached`);
  for (const [key, expected] of model) assert.equal(byKey.get(key), expected, key);
  const sums = new Map<string, bigint>();
  for (const row of await trialBalance(db)) {
    assert.equal(row.postedMinor, row.balanceMinor, row.code);
    sums.set(row.currency, (sums.get(row.currency) ?? 0n) + row.postedMinor);
  }
  assert.deepEqual([...new Set(sums.values())], [0n]);
  assert.ok(sums.size >= 3);
});
