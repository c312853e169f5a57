import { z } from 'zod';
import {
  type Call,
  decodeCursor,
  decodeKeys,
  formatAmount,
  instantText,
  notFound,
  pageOf,
  pageQuery,
  type Route,
  route,
  toPage,
} from '#kernel';
import { type AccountCode, chart } from './chart.ts';
import type { AccountBalance, StatementRow } from './store.ts';
import * as store from './store.ts';

const codeField = z.enum(Object.keys(chart) as [AccountCode, ...AccountCode[]]);
const idField = z.string().max(100);
const currencyField = z.string().regex(/^[A-Z]{3}$/);

const accountSchema = z.object({
  id: z.string(),
  code: z.string(),
  class: z.string(),
  owner: z.string(),
  counterparty: z.string().nullable(),
  currency: z.string(),
  balance: z.string().describe('Debit positive, credit negative'),
});

const postingSchema = z.object({
  entry_id: z.string(),
  position: z.int(),
  kind: z.string(),
  key: z.string(),
  source_type: z.string(),
  source_id: z.string(),
  account_id: z.string(),
  code: z.string(),
  owner: z.string(),
  counterparty: z.string().nullable(),
  amount: z.string().describe('Debit positive, credit negative'),
  currency: z.string(),
  effective_at: z.string(),
  posted_at: z.string(),
});

/** The operator sees every account; anyone else those that their organization owns. */
function ownerFilter(call: Call<unknown, { owner?: string | undefined }, unknown>): string | null {
  if (call.actor.operator) return call.query.owner ?? null;
  const own = call.organizationId;
  if (call.query.owner !== undefined && call.query.owner !== own) throw notFound('account owner');
  return own;
}

function presentAccount({ id, account, balanceMinor }: AccountBalance): z.input<typeof accountSchema> {
  return {
    id,
    code: account.code,
    class: chart[account.code].class,
    owner: account.owner,
    counterparty: account.counterparty,
    currency: account.currency,
    balance: formatAmount({ minor: balanceMinor, currency: account.currency }),
  };
}

function presentPosting(row: StatementRow): z.input<typeof postingSchema> {
  return {
    entry_id: row.entryId,
    position: row.position,
    kind: row.kind,
    key: row.key,
    source_type: row.source.type,
    source_id: row.source.id,
    account_id: row.accountId,
    code: row.account.code,
    owner: row.account.owner,
    counterparty: row.account.counterparty,
    amount: formatAmount({ minor: row.amountMinor, currency: row.account.currency }),
    currency: row.account.currency,
    effective_at: instantText(row.effectiveAt),
    posted_at: instantText(row.postedAt),
  };
}

const listAccounts = route({
  method: 'GET',
  path: '/ledger/accounts',
  tag: 'ledger',
  summary: 'List ledger accounts with their balances',
  access: 'billing:read',
  query: z.strictObject({
    ...pageQuery,
    code: codeField.optional(),
    currency: currencyField.optional(),
    owner: idField.optional(),
  }),
  response: { status: 200, schema: pageOf(accountSchema) },
  async handler(call) {
    const { limit, cursor, code, currency } = call.query;
    const afterId = decodeCursor(cursor)?.[0];
    const filter = { owner: ownerFilter(call), code: code ?? null, currency: currency ?? null };
    const page = { limit: limit + 1, afterId: afterId === undefined ? null : String(afterId) };
    return toPage(
      await store.accountBalances(call.db, filter, page),
      limit,
      (row) => [row.id],
      presentAccount,
    );
  },
});

/** Entry and position, by which postings are listed. */
const postingKeys = z.tuple([z.string(), z.int().min(0).max(32_767)]);

const listPostings = route({
  method: 'GET',
  path: '/ledger/postings',
  tag: 'ledger',
  summary: 'List postings, newest first',
  access: 'billing:read',
  query: z.strictObject({
    ...pageQuery,
    account_id: idField.optional(),
    source_id: idField.optional().describe('An invoice, payment or payout'),
    owner: idField.optional(),
  }),
  response: { status: 200, schema: pageOf(postingSchema) },
  async handler(call) {
    const { limit, cursor, account_id, source_id } = call.query;
    const keys = decodeKeys(cursor, postingKeys);
    const after = keys && { entryId: keys[0], position: keys[1] };
    const filter = { owner: ownerFilter(call), id: account_id ?? null, sourceId: source_id ?? null };
    const rows = await store.listPostings(call.db, filter, { limit: limit + 1, after });
    return toPage(rows, limit, (row) => [row.entryId, row.position], presentPosting);
  },
});

const trialBalanceSchema = z.object({
  balanced: z.boolean().describe('Every currency sums to zero and balances equal their postings'),
  rows: z.array(
    z.object({ currency: z.string(), code: z.string(), balance: z.string().describe('Debit positive') }),
  ),
});

const trialBalance = route({
  method: 'GET',
  path: '/ledger/trial-balance',
  tag: 'ledger',
  summary: 'Sum every account code in every currency',
  access: 'operator',
  response: { status: 200, schema: trialBalanceSchema },
  async handler(call) {
    const rows = await store.trialBalance(call.db);
    const sums = new Map<string, bigint>();
    for (const row of rows) sums.set(row.currency, (sums.get(row.currency) ?? 0n) + row.balanceMinor);
    const zero = [...sums.values()].every((sum) => sum === 0n);
    return {
      balanced: zero && rows.every((row) => row.postedMinor === row.balanceMinor),
      rows: rows.map(({ currency, code, balanceMinor }) => ({
        currency,
        code,
        balance: formatAmount({ minor: balanceMinor, currency }),
      })),
    };
  },
});

export function ledgerRoutes(): Route[] {
  return [listAccounts, listPostings, trialBalance];
}
