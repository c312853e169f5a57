import { type Decimal, ZERO } from '#kernel';

/**
 * Credit that may be burnt. Lower priority numbers first, then what expires sooner (null: never), then the
 * order given.
 */
export interface CreditGrant {
  readonly id: string;
  readonly amount: Decimal;
  readonly priority: number;
  readonly expiresAt: Temporal.Instant | null;
}

export interface CreditBurn {
  /** What each grant has left, in the order given. */
  readonly balances: ReadonlyMap<string, Decimal>;
  /** What each grant gave, in the order of burning; grants that gave nothing are left out. */
  readonly burnt: ReadonlyMap<string, Decimal>;
  /** Usage that no grant covered. */
  readonly overage: Decimal;
}

/** Burns usage from grants. Expired grants are the caller's to leave out. */
export function burnCredits(grants: readonly CreditGrant[], usage: Decimal): CreditBurn {
  const balances = new Map(grants.map((grant) => [grant.id, grant.amount]));
  if (balances.size !== grants.length) throw new RangeError('Grants must have different ids');
  const burnt = new Map<string, Decimal>();
  let left = usage;
  for (const grant of grants.toSorted(burnsBefore)) {
    if (left.lte(ZERO)) break;
    if (grant.amount.lte(ZERO)) continue;
    const taken = grant.amount.lt(left) ? grant.amount : left;
    balances.set(grant.id, grant.amount.minus(taken));
    burnt.set(grant.id, taken);
    left = left.minus(taken);
  }
  return { balances, burnt, overage: left };
}

function burnsBefore(a: CreditGrant, b: CreditGrant): number {
  if (a.priority !== b.priority) return a.priority - b.priority;
  if (a.expiresAt === null || b.expiresAt === null)
    return Number(a.expiresAt === null) - Number(b.expiresAt === null);
  return Temporal.Instant.compare(a.expiresAt, b.expiresAt);
}
