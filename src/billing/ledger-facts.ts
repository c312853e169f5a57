import { type Db, inTransaction } from '#kernel';
import type { AccountRef } from '#ledger';
import type { Stage } from './testing.ts';

// What a random history of money is made of: steps that are tried, and the facts that came of them.

/** Thrown in the middle of a transaction: nothing of it may be left. */
class Aborted extends Error {}

export interface Step {
  readonly kind: string;
  /** What the step is about, as a position in what there is at that moment. */
  readonly index: number;
  /** Of an amount, or of a choice. */
  readonly part: number;
  readonly abort: boolean;
  /** Told twice at once. */
  readonly twice: boolean;
}

export interface IssuedFact {
  readonly id: string;
  readonly consumer: string;
  readonly currency: string;
  readonly total: bigint;
  readonly tax: bigint;
  readonly fee: bigint;
  readonly share: bigint;
}

export interface PaymentFact {
  readonly invoice: IssuedFact;
  readonly amount: bigint;
  readonly cost: bigint;
  readonly bank: boolean;
}

export interface PayoutFact {
  readonly id: string;
  readonly currency: string;
  readonly amount: bigint;
  state: 'in_transit' | 'paid' | 'failed' | 'returned';
  /** A worker is telling what became of it. */
  busy: boolean;
}

/** What has happened for good. */
export class History {
  readonly stage: Stage;
  readonly consumers: readonly { id: string; organizationId: string }[];
  readonly seen = new Map<string, number>();
  readonly issued: IssuedFact[] = [];
  readonly payments: PaymentFact[] = [];
  readonly payouts: PayoutFact[] = [];
  serial = 0;

  constructor(stage: Stage, consumers: readonly { id: string; organizationId: string }[]) {
    this.stage = stage;
    this.consumers = consumers;
  }

  /** So that a property can tell that it has been everywhere. */
  saw(what: string): void {
    this.seen.set(what, (this.seen.get(what) ?? 0) + 1);
  }

  next(): number {
    this.serial += 1;
    return this.serial;
  }
}

export interface Kind {
  /** Times that a step is of this kind, among all. */
  readonly weight: number;
  /** What must have been seen once enough steps were taken. */
  readonly covers: readonly string[];
  run(history: History, step: Step): Promise<void>;
  /** What of the history the accounts hold because of this kind. */
  means(history: History, add: (account: AccountRef, amount: bigint) => void): void;
}

/** The step's writes, committed unless it is to be aborted; true when they are. */
export async function commit(step: Step, db: Db, work: (tx: Db) => Promise<void>): Promise<boolean> {
  try {
    await inTransaction(db, async (tx) => {
      await work(tx);
      if (step.abort) throw new Aborted();
    });
    return true;
  } catch (error) {
    if (error instanceof Aborted) return false;
    throw error;
  }
}

export const CURRENCIES = ['USD', 'JPY'];

/** Accounts of the one provider, or of the platform. */
export function own(
  code: AccountRef['code'],
  owner: string,
  currency: string,
  counterparty: string | null = null,
): AccountRef {
  return { code, owner, currency, counterparty };
}
