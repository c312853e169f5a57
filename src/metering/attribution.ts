import { resolveOrganizations } from '#identity';
import type { Db } from '#kernel';
import { attribution } from '#subscriptions';
import type { HeldList } from './held-event.ts';
import type { UsageReport } from './usage-report.ts';

/** A subscription that a report may belong to. */
export interface Candidate {
  readonly organizationId: string;
  readonly subscriptionId: string;
  readonly productId: string;
  readonly productSlug: string;
  readonly providerId: string;
  readonly planVersionId: string;
  readonly createdAtMs: number;
  readonly canceledAtMs: number | null;
}

/** Candidates by the consumer's reference as given, for many at once. */
export type FindCandidates = (db: Db, references: readonly string[]) => Promise<Map<string, Candidate[]>>;

export const findCandidates: FindCandidates = async (db, references) => {
  const organizations = await resolveOrganizations(db, references);
  const ids = [...new Set(Array.from(organizations.values(), ({ id }) => id))];
  const found = await attribution.forOrganizations(db, ids);
  const candidates = new Map<string, Candidate[]>();
  for (const [reference, { id: organizationId }] of organizations) {
    const list = (found.get(organizationId) ?? []).map((one) => ({
      organizationId,
      subscriptionId: one.subscriptionId,
      productId: one.productId,
      productSlug: one.productSlug,
      providerId: one.providerOrganizationId,
      planVersionId: one.planVersionId,
      createdAtMs: one.createdAt.epochMilliseconds,
      canceledAtMs: one.canceledAt?.epochMilliseconds ?? null,
    }));
    candidates.set(reference, list);
  }
  return candidates;
};

export interface Reporter {
  readonly organizationId: string;
  readonly operator: boolean;
}

export interface Refusal {
  readonly list: HeldList;
  readonly reason: string;
  readonly detail: string;
}

const OLDEST_DAYS = 90;
const NEWEST_HOURS = 1;

/**
 * Whose event it is, or why that is not known. A reporter speaks for the consumers of its own products and
 * for itself; a consumer that is not theirs looks like one that does not exist.
 */
export function attribute(
  report: UsageReport,
  candidates: readonly Candidate[],
  reporter: Reporter,
  at: { timestampMs: number; nowMs: number },
): Candidate | Refusal {
  const { timestampMs, nowMs } = at;
  if (timestampMs < nowMs - OLDEST_DAYS * 86_400_000 || timestampMs > nowMs + NEWEST_HOURS * 3_600_000) {
    const detail = `The timestamp is more than ${OLDEST_DAYS} days ago or more than ${NEWEST_HOURS} hour ahead.`;
    return { list: 'rejected', reason: 'timestamp-out-of-range', detail };
  }
  const mine = candidates.filter(
    (one) =>
      reporter.operator ||
      one.providerId === reporter.organizationId ||
      one.organizationId === reporter.organizationId,
  );
  const { product } = report;
  const fitting = mine
    .filter((one) => product === null || one.productId === product || one.productSlug === product)
    .filter((one) => one.createdAtMs <= timestampMs)
    .filter((one) => one.canceledAtMs === null || timestampMs < one.canceledAtMs);
  if (fitting.length === 1) return fitting[0] as Candidate;
  if (fitting.length > 1) {
    const detail = `The event fits ${fitting.length} subscriptions; name the product.`;
    return { list: 'unattributed', reason: 'several-subscriptions', detail };
  }
  const detail =
    product === null ? 'No subscription of this consumer fits.' : 'No subscription to this product fits.';
  return { list: 'unattributed', reason: 'no-subscription', detail };
}
