import { type Decimal, decimal, ZERO } from '#kernel';
import { placeText, type TaxCode, type Treatment } from './tax-facts.ts';

/** One tax of an invoice, or why there is none, with the lines that it is of summed up. */
export interface Tax {
  readonly code: TaxCode;
  /** `VAT`, or where nothing is charged what the case is called: `Reverse charge`, `Exempt`. */
  readonly name: string;
  /** Percent, e.g. 19. */
  readonly ratePercent: Decimal;
  readonly baseMinor: bigint;
  readonly amountMinor: bigint;
  /** Why nothing is charged, as it must stand on the invoice. */
  readonly reason: string | null;
  /** VATEX code of the reason. */
  readonly reasonCode: string | null;
  /** `DE`, `US-CA`; null where no place taxes it. */
  readonly jurisdiction: string | null;
}

export interface TaxableLine {
  /** Rounded already: with the tax in it where `inclusive`. */
  readonly amountMinor: bigint;
  readonly inclusive: boolean;
  readonly treatment: Treatment;
}

export interface Totals {
  readonly netMinor: bigint;
  /** Of each line, in the order given: they add up to the net. */
  readonly lineNetsMinor: readonly bigint[];
  readonly taxes: readonly Tax[];
  readonly taxMinor: bigint;
  readonly totalMinor: bigint;
}

/**
 * Lines are rounded already and add up as they are. Tax is rounded once per rate, half away from zero, on the sum of its
 * lines. Where prices include the tax, it is taken out of the sum of the gross amounts, and what is left is divided among the
 * lines by largest remainder: gross amounts stay to the cent what was agreed. The order of lines decides nothing.
 */
export function totalsOf(lines: readonly TaxableLine[]): Totals {
  const groups = Map.groupBy([...lines.keys()], (index) => groupText(lines[index]!));
  const lineNetsMinor = lines.map((line) => line.amountMinor);
  const taxes = new Map<string, Tax>();
  for (const indexes of groups.values()) {
    const { treatment, inclusive } = lines[indexes[0]!]!;
    const amounts = indexes.map((index) => lines[index]!.amountMinor);
    const group = inclusive ? taxedWithin(amounts, treatment) : taxedOnTop(amounts, treatment);
    indexes.forEach((index, at) => {
      lineNetsMinor[index] = group.netsMinor[at]!;
    });
    const baseMinor = sum(group.netsMinor);
    entriesOf(treatment, group.taxesMinor, baseMinor).forEach((tax) => {
      addTo(taxes, tax);
    });
  }
  const netMinor = sum(lineNetsMinor);
  const sorted = [...taxes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, tax]) => tax);
  const taxMinor = sum(sorted.map((tax) => tax.amountMinor));
  return { netMinor, lineNetsMinor, taxes: sorted, taxMinor, totalMinor: netMinor + taxMinor };
}

interface Group {
  readonly netsMinor: readonly bigint[];
  /** Of each rate of the treatment. */
  readonly taxesMinor: readonly bigint[];
}

/** Percents have at most three decimals: in thousandths all of this is arithmetic of integers. */
function thousandths(percent: Decimal): bigint {
  return BigInt(percent.times(1000).toFixed(0));
}

const whole = 100_000n;

function taxedOnTop(amounts: readonly bigint[], { rates }: Treatment): Group {
  const base = sum(amounts);
  const taxesMinor = rates.map((rate) => divideRounded(base * thousandths(rate.percent), whole));
  return { netsMinor: amounts, taxesMinor };
}

function taxedWithin(amounts: readonly bigint[], { rates }: Treatment): Group {
  const shares = rates.map((rate) => thousandths(rate.percent));
  const share = sum(shares);
  const gross = sum(amounts);
  const tax = divideRounded(gross * share, whole + share);
  return {
    netsMinor: divideAmong(
      gross - tax,
      amounts.map((amount) => amount * whole),
      whole + share,
    ),
    taxesMinor:
      share === 0n
        ? shares
        : divideAmong(
            tax,
            shares.map((one) => one * tax),
            share,
          ),
  };
}

/** What the whole comes to in parts that are nearest to `numerators / denominator`, by largest remainder. */
function divideAmong(total: bigint, numerators: readonly bigint[], denominator: bigint): bigint[] {
  const parts = numerators.map((numerator) => floorDivide(numerator, denominator));
  const byRemainder = [...numerators.keys()].sort((a, b) => {
    const remainders = remainder(numerators[b]!, denominator) - remainder(numerators[a]!, denominator);
    // Equal remainders: the greater amount first, so that it does not depend on the order of the lines.
    return Number(remainders) || compare(numerators[b]!, numerators[a]!);
  });
  let left = total - sum(parts);
  for (const index of byRemainder) {
    if (left <= 0n) break;
    parts[index]! += 1n;
    left -= 1n;
  }
  return parts;
}

function compare(a: bigint, b: bigint): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function remainder(numerator: bigint, denominator: bigint): bigint {
  return ((numerator % denominator) + denominator) % denominator;
}

function floorDivide(numerator: bigint, denominator: bigint): bigint {
  return (numerator - remainder(numerator, denominator)) / denominator;
}

/** Half away from zero. */
function divideRounded(numerator: bigint, denominator: bigint): bigint {
  const half = numerator < 0n ? -denominator : denominator;
  return (numerator * 2n + half) / (denominator * 2n);
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}

function entriesOf(treatment: Treatment, taxesMinor: readonly bigint[], baseMinor: bigint): Tax[] {
  const { code, label, rates, place, reason, reasonCode } = treatment;
  const common = { code, baseMinor, reason, reasonCode, jurisdiction: place && placeText(place) };
  if (rates.length === 0) return [{ ...common, name: label, ratePercent: ZERO, amountMinor: 0n }];
  return rates.map(({ name, percent }, index) => {
    return { ...common, name, ratePercent: percent, amountMinor: taxesMinor[index]! };
  });
}

/** Lines with prices before and after tax may stand on one invoice: what they bear of one rate is one tax. */
function addTo(taxes: Map<string, Tax>, tax: Tax): void {
  const { code, ratePercent, name, jurisdiction, reason } = tax;
  const key = [code, ratePercent.toFixed(3).padStart(8, '0'), name, jurisdiction, reason].join('|');
  const known = taxes.get(key);
  if (!known) taxes.set(key, tax);
  else {
    const baseMinor = known.baseMinor + tax.baseMinor;
    taxes.set(key, { ...tax, baseMinor, amountMinor: known.amountMinor + tax.amountMinor });
  }
}

function groupText({ treatment, inclusive }: TaxableLine): string {
  const { code, label, rates, place, reason } = treatment;
  const list = rates.map(({ name, percent }) => `${name} ${percent.toFixed()}`);
  return [inclusive, code, label, ...list, place && placeText(place), reason].join('|');
}

/** All percents of a line together, as electronic invoices want it. */
export function percentOf(treatment: Treatment): Decimal {
  return treatment.rates.reduce((total, rate) => total.plus(rate.percent), decimal(0));
}

/** How the net of an invoice is divided: the two always add up to it. */
export interface Split {
  readonly feeMinor: bigint;
  readonly shareMinor: bigint;
}

/** The platform's fee is rounded half up to the minor unit; the provider gets all the rest. */
export function splitNet(netMinor: bigint, feeBasisPoints: number): Split {
  if (netMinor < 0n) throw new RangeError(`A negative net is not split: ${netMinor}`);
  if (!Number.isInteger(feeBasisPoints) || feeBasisPoints < 0 || feeBasisPoints > 10_000) {
    throw new RangeError(`Not a commission in basis points: ${feeBasisPoints}`);
  }
  const feeMinor = (netMinor * BigInt(feeBasisPoints) * 2n + 10_000n) / 20_000n;
  return { feeMinor, shareMinor: netMinor - feeMinor };
}
