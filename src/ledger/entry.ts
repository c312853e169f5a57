import { createHash } from 'node:crypto';
import { isCurrency } from '#kernel';
import { type AccountRef, accountKey, isAccountCode } from './chart.ts';

/** One leg of an entry in minor units: debit positive, credit negative, never zero. */
export interface Posting {
  readonly account: AccountRef;
  readonly amountMinor: bigint;
}

/** A fact to book. The key is its natural key: the same fact booked twice is one entry. */
export interface EntryDraft {
  readonly key: string;
  /** What happened, e.g. `invoice.issued`. */
  readonly kind: string;
  readonly source: { readonly type: string; readonly id: string };
  readonly effectiveAt: Temporal.Instant;
  /** Whose dealings it is about, where no account names them: sandbox consumers have books of their own. */
  readonly consumer?: string;
  readonly postings: readonly Posting[];
}

/** Legs with amount zero say nothing; an entry is made of the others. */
export function withoutZeros(postings: readonly Posting[]): Posting[] {
  return postings.filter((posting) => posting.amountMinor !== 0n);
}

/** Throws unless the entry can be booked: that is a bug of the caller, not a refusal. */
export function checkEntry(entry: EntryDraft): void {
  if (entry.key.length === 0 || entry.key.length > 300) throw new RangeError(`Bad ledger key: ${entry.key}`);
  if (entry.postings.length < 2)
    throw new RangeError(`Ledger entry ${entry.key} has fewer than two postings`);
  const sums = new Map<string, bigint>();
  for (const { account, amountMinor } of entry.postings) {
    if (!isAccountCode(account.code)) throw new RangeError(`No account code ${account.code}`);
    if (!isCurrency(account.currency)) throw new RangeError(`Unknown currency ${account.currency}`);
    if (account.owner === '' || account.counterparty === '') throw new RangeError('An account has no owner');
    if (amountMinor === 0n) throw new RangeError(`Ledger entry ${entry.key} has a posting of zero`);
    sums.set(account.currency, (sums.get(account.currency) ?? 0n) + amountMinor);
  }
  for (const [currency, sum] of sums) {
    if (sum !== 0n)
      throw new RangeError(`Ledger entry ${entry.key} is off by ${sum} minor units of ${currency}`);
  }
}

/** Digest of what is booked, without its key: tells a repetition from another fact under the same key. */
export function payloadHash(entry: EntryDraft): Buffer {
  const postings = entry.postings.map(({ account, amountMinor }) => `${accountKey(account)}|${amountMinor}`);
  const content = [entry.kind, entry.source.type, entry.source.id, entry.effectiveAt.toString(), ...postings];
  return createHash('sha256').update(JSON.stringify(content)).digest();
}
