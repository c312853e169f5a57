import { Problem } from '#kernel';
import type { Tax } from '../invoices/index.ts';
import type { CreditAsk, CreditFigures } from './credit-note.ts';
import { creditProblems } from './problems.ts';

export interface CreditableLine {
  readonly position: number;
  readonly description: string;
  readonly amountMinor: bigint;
  /** With the tax in it where the price includes it. */
  readonly chargedMinor: bigint;
  /** By earlier credit notes. */
  readonly creditedMinor: bigint;
  /** Which of the invoice's taxes are on it. */
  readonly taxes: readonly number[];
}

/** An invoice and what earlier credit notes took back of it. */
export interface Creditable {
  readonly lines: readonly CreditableLine[];
  readonly taxes: readonly { readonly tax: Tax; readonly creditedMinor: bigint }[];
  readonly netMinor: bigint;
  readonly feeMinor: bigint;
  readonly creditedFeeMinor: bigint;
}

/**
 * What a credit note takes back. Tax and fee are what all credit notes so far come to, less what earlier ones took back:
 * rounding never adds up, and the last one closes every amount to zero. Refuses what is more than is left.
 */
export function creditFigures(of: Creditable, ask: CreditAsk): CreditFigures {
  const left = of.lines.map((line) => line.amountMinor - line.creditedMinor);
  const taxLeft = of.taxes.map(({ tax, creditedMinor }) => tax.amountMinor - creditedMinor);
  const leftMinor = sum(left) + sum(taxLeft);
  const { nets, taxes } = takenBack(of, ask, left, taxLeft);
  const netMinor = sum(nets);
  const taxMinor = sum(taxes);
  const totalMinor = netMinor + taxMinor;
  const creditedNet = sum(of.lines.map((line) => line.creditedMinor)) + netMinor;
  if (totalMinor <= 0n) throw new Problem(creditProblems.nothingToCredit);
  if (totalMinor > leftMinor || creditedNet > of.netMinor || netMinor < 0n) throw tooMuch();
  const feeMinor = feeOf(of, creditedNet, netMinor);
  return {
    lines: of.lines.flatMap(({ position, description }, index) =>
      nets[index] === 0n ? [] : [{ invoicePosition: position, description, amountMinor: nets[index]! }],
    ),
    taxes: of.taxes.flatMap(({ tax }, index) => {
      const baseMinor = sum(nets.filter((_, at) => of.lines[at]!.taxes.includes(index)));
      const amountMinor = taxes[index]!;
      return baseMinor === 0n && amountMinor === 0n ? [] : [{ ...tax, baseMinor, amountMinor }];
    }),
    netMinor,
    taxMinor,
    totalMinor,
    feeMinor,
    shareMinor: netMinor - feeMinor,
  };
}

interface Taken {
  readonly nets: readonly bigint[];
  readonly taxes: readonly bigint[];
}

function takenBack(
  of: Creditable,
  ask: CreditAsk,
  left: readonly bigint[],
  taxLeft: readonly bigint[],
): Taken {
  if (ask.kind === 'whole') return { nets: left, taxes: taxLeft };
  if (ask.kind === 'lines') {
    const nets = netsOfLines(of.lines, ask.lines, left);
    return { nets, taxes: taxesOn(of, nets, taxLeft) };
  }
  if (ask.kind === 'charged') return takenAsCharged(of, ask.lines, left, taxLeft);
  const leftMinor = sum(left) + sum(taxLeft);
  if (ask.totalMinor > leftMinor) throw tooMuch();
  if (ask.totalMinor === leftMinor) return { nets: left, taxes: taxLeft };
  return takenInProportion(of, ask.totalMinor, left, taxLeft);
}

function netsOfLines(
  lines: readonly CreditableLine[],
  asked: readonly { position: number; amountMinor: bigint | null }[],
  left: readonly bigint[],
): bigint[] {
  const nets = left.map(() => 0n);
  for (const { position, amountMinor } of asked) {
    const index = lines.findIndex((line) => line.position === position);
    if (index === -1) {
      throw new Problem(creditProblems.nothingToCredit, { detail: `There is no line ${position}.` });
    }
    const amount = (amountMinor ?? left[index]!) + nets[index]!;
    if (!isWithin(amount, left[index]!)) throw tooMuch(`Of line ${position} less is left.`);
    nets[index] = amount;
  }
  return nets;
}

function isWithin(amount: bigint, whole: bigint): boolean {
  return whole >= 0n ? amount >= 0n && amount <= whole : amount <= 0n && amount >= whole;
}

/** Of each tax, in proportion to the net of its lines that is taken back by now; all of it with the last of them. */
function taxesOn(of: Creditable, nets: readonly bigint[], taxLeft: readonly bigint[]): bigint[] {
  return of.taxes.map(({ tax, creditedMinor }, index) => {
    const own = [...of.lines.keys()].filter((at) => of.lines[at]!.taxes.includes(index));
    const isTouched = own.some((at) => nets[at] !== 0n);
    if (!isTouched) return 0n;
    const isWhole = own.every((at) => of.lines[at]!.creditedMinor + nets[at]! === of.lines[at]!.amountMinor);
    if (isWhole) return taxLeft[index]!;
    const base = sum(own.map((at) => of.lines[at]!.amountMinor));
    if (base === 0n) return 0n;
    const credited = sum(own.map((at) => of.lines[at]!.creditedMinor + nets[at]!));
    return clamp(divideRounded(tax.amountMinor * credited, base) - creditedMinor, taxLeft[index]!);
  });
}

/** An amount with tax: each line gives its part, and what rounding leaves over is settled on taxes first, then on lines. */
function takenInProportion(
  of: Creditable,
  totalMinor: bigint,
  left: readonly bigint[],
  taxLeft: readonly bigint[],
): Taken {
  const netLeft = sum(left);
  const netWanted = ceilDivide(netLeft * totalMinor, netLeft + sum(taxLeft));
  const nets = left.map((amount) => (netLeft === 0n ? 0n : (amount * netWanted) / netLeft));
  settle(nets, left, netWanted - sum(nets));
  const taxes = taxesOn(of, nets, taxLeft);
  const rest = settle(taxes, taxLeft, totalMinor - sum(nets) - sum(taxes));
  if (settle(nets, left, rest) !== 0n) throw tooMuch();
  return { nets, taxes };
}

/** Where prices include the tax, net and tax of what is taken back come to what was charged; rounding is settled on the tax. */
function takenAsCharged(
  of: Creditable,
  asked: readonly { position: number; amountMinor: bigint }[],
  left: readonly bigint[],
  taxLeft: readonly bigint[],
): Taken {
  const lineAt = (position: number) => of.lines.find((line) => line.position === position);
  const isInclusive = (line: CreditableLine | undefined) => line && line.chargedMinor !== line.amountMinor;
  const inNet = asked.map(({ position, amountMinor }) => {
    const line = lineAt(position);
    if (!line || !isInclusive(line)) return { position, amountMinor };
    return { position, amountMinor: divideRounded(line.amountMinor * amountMinor, line.chargedMinor) };
  });
  const nets = netsOfLines(of.lines, inNet, left);
  const taxes = taxesOn(of, nets, taxLeft);
  if (!asked.every(({ position }) => isInclusive(lineAt(position)))) return { nets, taxes };
  const wanted = sum(asked.map((one) => one.amountMinor));
  const touched = taxLeft.map((whole, index) => (taxes[index] === 0n ? 0n : whole));
  settle(taxes, touched, wanted - sum(nets) - sum(taxes));
  return { nets, taxes };
}

/** Adds to parts, none beyond its whole or below nothing; answers what found no place. */
function settle(parts: bigint[], wholes: readonly bigint[], amount: bigint): bigint {
  let rest = amount;
  for (const index of parts.keys()) {
    if (rest === 0n) break;
    const whole = wholes[index]!;
    const [low, high] = whole >= 0n ? [0n, whole] : [whole, 0n];
    const wanted = parts[index]! + rest;
    const given = wanted < low ? low : wanted > high ? high : wanted;
    rest -= given - parts[index]!;
    parts[index] = given;
  }
  return rest;
}

/** The platform gives back its fee on what is taken back by now, less what it gave back before. */
function feeOf(of: Creditable, creditedNet: bigint, netMinor: bigint): bigint {
  if (of.netMinor === 0n) return 0n;
  const due = divideRounded(of.feeMinor * creditedNet, of.netMinor) - of.creditedFeeMinor;
  const isLast = creditedNet === of.netMinor;
  if (isLast) return of.feeMinor - of.creditedFeeMinor;
  return clamp(due, netMinor);
}

function clamp(amount: bigint, whole: bigint): bigint {
  if (whole >= 0n) return amount < 0n ? 0n : amount > whole ? whole : amount;
  return amount > 0n ? 0n : amount < whole ? whole : amount;
}

function tooMuch(detail = 'Less than that is left of the invoice.'): Problem {
  return new Problem(creditProblems.moreThanLeft, { detail });
}

/** Half away from zero. */
function divideRounded(numerator: bigint, denominator: bigint): bigint {
  const [n, d] = denominator < 0n ? [-numerator, -denominator] : [numerator, denominator];
  return (n * 2n + (n < 0n ? -d : d)) / (d * 2n);
}

function ceilDivide(numerator: bigint, denominator: bigint): bigint {
  return numerator > 0n ? (numerator + denominator - 1n) / denominator : numerator / denominator;
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
