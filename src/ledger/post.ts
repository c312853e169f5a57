import { type Db, isSandbox, newId, Problem } from '#kernel';
import { type AccountRef, accountKey } from './chart.ts';
import { checkEntry, type EntryDraft, payloadHash } from './entry.ts';
import { ledgerProblems } from './problems.ts';
import * as store from './store.ts';

/** How many entries were new, and how many had been booked before. */
export interface PostResult {
  readonly posted: number;
  readonly repeated: number;
}

/**
 * Books entries, all in one go however many they are. An entry whose key is already booked with the same
 * content is passed over; with other content the whole call is refused (`entry-conflict`).
 *
 * Balances are locked in the order of their account ids and last of all, so that concurrent callers neither
 * deadlock nor hold a busy account for longer than their commit: call it at the end of a transaction.
 */
export async function post(
  tx: Db,
  entries: readonly EntryDraft[],
  postedAt: Temporal.Instant,
): Promise<PostResult> {
  if (entries.length === 0) return { posted: 0, repeated: 0 };
  const drafts = new Map<string, EntryDraft>();
  for (const draft of entries) {
    const entry = inItsBooks(draft);
    checkEntry(entry);
    const twin = drafts.get(entry.key);
    if (twin && !payloadHash(twin).equals(payloadHash(entry))) throw conflict(entry.key);
    drafts.set(entry.key, entry);
  }
  const fresh = await insertEntries(tx, drafts, postedAt);
  if (fresh.length > 0) await insertPostings(tx, fresh);
  return { posted: fresh.length, repeated: entries.length - fresh.length };
}

/** The owner in the books of sandbox consumers, which are apart from the real ones: nothing of them is ever paid out. */
export function sandboxOwner(owner: string): string {
  return `test:${owner}`;
}

export function isSandboxOwner(owner: string): boolean {
  return owner.startsWith(sandboxOwner(''));
}

/** What names a sandbox consumer is booked in books of their own. */
function inItsBooks(entry: EntryDraft): EntryDraft {
  const named = entry.postings.flatMap(({ account }) => [account.owner, account.counterparty ?? '']);
  if (![...named, entry.consumer ?? ''].some(isSandbox)) return entry;
  const postings = entry.postings.map(({ account, amountMinor }) => ({
    account: { ...account, owner: sandboxOwner(account.owner) },
    amountMinor,
  }));
  return { ...entry, postings };
}

interface FreshEntry {
  readonly id: string;
  readonly entry: EntryDraft;
}

async function insertEntries(
  tx: Db,
  drafts: ReadonlyMap<string, EntryDraft>,
  postedAt: Temporal.Instant,
): Promise<FreshEntry[]> {
  const rows = [...drafts.values()].map((entry) => ({ id: newId('ent'), entry, hash: payloadHash(entry) }));
  const inserted = new Set(await store.insertEntries(tx, rows, postedAt));
  const known = rows.filter((row) => !inserted.has(row.id));
  if (known.length > 0) {
    const hashes = await store.payloadHashes(
      tx,
      known.map((row) => row.entry.key),
    );
    for (const { entry, hash } of known) {
      if (!hashes.get(entry.key)?.equals(hash)) throw conflict(entry.key);
    }
  }
  return rows.filter((row) => inserted.has(row.id));
}

async function insertPostings(tx: Db, fresh: readonly FreshEntry[]): Promise<void> {
  const accounts = new Map<string, AccountRef>();
  for (const { entry } of fresh) {
    for (const { account } of entry.postings) accounts.set(accountKey(account), account);
  }
  const idByKey = await store.openAccounts(tx, accounts);
  const deltas = new Map<string, bigint>();
  const rows: store.PostingRow[] = [];
  for (const { id, entry } of fresh) {
    entry.postings.forEach(({ account, amountMinor }, index) => {
      const accountId = idByKey.get(accountKey(account))!;
      rows.push({ entryId: id, position: index + 1, accountId, amountMinor });
      deltas.set(accountId, (deltas.get(accountId) ?? 0n) + amountMinor);
    });
  }
  await store.insertPostings(tx, rows);
  await store.moveBalances(tx, deltas);
}

function conflict(key: string): Problem {
  return new Problem(ledgerProblems.entryConflict, { detail: `${key} was booked with other content.` });
}
