import type { Charge } from '../invoices/index.ts';

/** A line of an issued invoice that billed an item before a waiting charge of it did. */
export interface BilledLine {
  readonly invoiceId: string;
  readonly position: number;
  /** With the sign and the tax of what was charged. */
  readonly chargedMinor: bigint;
  /** What credit notes have not taken back of it. */
  readonly leftMinor: bigint;
}

export interface LeftOver {
  readonly invoiceId: string;
  /** As they were charged; more than zero together. */
  readonly lines: readonly { readonly position: number; readonly amountMinor: bigint }[];
  /** Of the waiting charges, the indexes of those that are given back by this. */
  readonly charges: readonly number[];
  /** What was used and is on no invoice is kept of it. */
  readonly keptMinor: bigint;
}

interface Taken {
  readonly line: BilledLine;
  readonly charge: number;
  amountMinor: bigint;
}

/**
 * What credit notes are to take back for charges that wait and come to less than zero together. Each goes back to the lines
 * that billed its item, the latest first. What is on no invoice (usage until the end) is kept of that. Pure.
 */
export function leftOverOf(
  waiting: readonly Charge[],
  linesOf: (charge: Charge) => readonly BilledLine[],
): LeftOver[] {
  const left = new Map<string, bigint>();
  const taken: Taken[] = [];
  let owedMinor = 0n;
  waiting.forEach((charge, index) => {
    let rest = -charge.amountMinor;
    for (const line of linesOf(charge)) {
      const name = `${line.invoiceId} ${line.position}`;
      const amountMinor = part(rest, left.get(name) ?? line.leftMinor);
      if (amountMinor === 0n) continue;
      rest -= amountMinor;
      left.set(name, (left.get(name) ?? line.leftMinor) - amountMinor);
      taken.push({ line, charge: index, amountMinor });
    }
    // What more there is to give back than was billed has been given back by other credit notes.
    if (rest < 0n) owedMinor -= rest;
  });
  const groups = [...Map.groupBy(taken, (one) => one.line.invoiceId)];
  for (const [, own] of groups) if (sum(own) < 0n) owedMinor -= sum(own);
  return groups.flatMap(([invoiceId, own]) => {
    const whole = sum(own);
    if (whole <= 0n) return [];
    const keptMinor = owedMinor < whole ? owedMinor : whole;
    owedMinor -= keptMinor;
    if (keptMinor === whole) return [];
    keep(own, keptMinor);
    return [
      {
        invoiceId,
        lines: own
          .filter((one) => one.amountMinor !== 0n)
          .map(({ line, amountMinor }) => ({ position: line.position, amountMinor })),
        charges: [...new Set(own.map((one) => one.charge))],
        keptMinor,
      },
    ];
  });
}

/** As much of an amount as a line with its sign has left. */
function part(amount: bigint, left: bigint): bigint {
  if (amount > 0n && left > 0n) return amount < left ? amount : left;
  if (amount < 0n && left < 0n) return amount > left ? amount : left;
  return 0n;
}

/** Lessens what is taken by an amount that is less than all of it. */
function keep(taken: readonly Taken[], amountMinor: bigint): void {
  let rest = amountMinor;
  for (const one of taken) {
    const kept = part(rest, one.amountMinor);
    one.amountMinor -= kept;
    rest -= kept;
  }
}

function sum(taken: readonly Taken[]): bigint {
  return taken.reduce((total, one) => total + one.amountMinor, 0n);
}
