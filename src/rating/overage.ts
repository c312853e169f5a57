import { type Decimal, decimal, ZERO } from '#kernel';

/** `charge` terms of a plan: a unit price past the quota, up to a cap (null: no cap). */
export interface OverageTerms {
  readonly unit_price: string;
  readonly max_overage_units: number | string | null;
}

export interface OverageCharge {
  /** Units past the quota. */
  readonly overageUnits: Decimal;
  /** Those that are charged: past the cap calls are refused, and what slipped through is not charged. */
  readonly chargedUnits: Decimal;
  readonly unitPrice: Decimal;
  /** Major units, not rounded. */
  readonly amount: Decimal;
}

/** Units of a quota period past its quota. */
export function overageUnits(usedUnits: Decimal, quotaUnits: Decimal): Decimal {
  return usedUnits.gt(quotaUnits) ? usedUnits.minus(quotaUnits) : ZERO;
}

/** The charge for one quota period's overage. */
export function overageCharge(usedUnits: Decimal, quotaUnits: Decimal, terms: OverageTerms): OverageCharge {
  const units = overageUnits(usedUnits, quotaUnits);
  const cap = terms.max_overage_units === null ? null : decimal(terms.max_overage_units);
  const chargedUnits = cap !== null && units.gt(cap) ? cap : units;
  const unitPrice = decimal(terms.unit_price);
  return { overageUnits: units, chargedUnits, unitPrice, amount: chargedUnits.times(unitPrice) };
}
