import { amountDecimal, currencyDigits, type Decimal, ZERO } from '#kernel';
import { invoiceTotals } from '#rating';

/** The tax on the lines of an invoice. */
export interface TaxRate {
  readonly name: string;
  /** Percent, e.g. 19. */
  readonly ratePercent: Decimal;
}

export interface Tax extends TaxRate {
  readonly baseMinor: bigint;
  readonly amountMinor: bigint;
}

/** Which tax a seller must charge a buyer; null charges none. */
export type TaxRule = (parties: {
  readonly sellerCountry: string | null;
  readonly buyerCountry: string | null;
}) => TaxRate | null;

/** Until tax rates can be configured, none is charged. */
export const noTax: TaxRule = () => null;

export interface Totals {
  readonly netMinor: bigint;
  readonly taxes: readonly Tax[];
  readonly taxMinor: bigint;
  readonly totalMinor: bigint;
}

/**
 * Lines are rounded already and add up as they are; tax is rounded once, on the sum of the lines of its rate.
 */
export function totalsOf(linesMinor: readonly bigint[], rate: TaxRate | null, currency: string): Totals {
  const netMinor = linesMinor.reduce((sum, amount) => sum + amount, 0n);
  if (!rate) return { netMinor, taxes: [], taxMinor: 0n, totalMinor: netMinor };
  const digits = currencyDigits(currency);
  const taxable = linesMinor.map((minor) => ({
    amount: amountDecimal({ minor, currency }),
    discount: ZERO,
    taxPercent: rate.ratePercent,
  }));
  const taxMinor = BigInt(invoiceTotals(taxable, digits).tax.times(`1e${digits}`).toFixed(0));
  const taxes = [{ ...rate, baseMinor: netMinor, amountMinor: taxMinor }];
  return { netMinor, taxes, taxMinor, totalMinor: netMinor + taxMinor };
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
