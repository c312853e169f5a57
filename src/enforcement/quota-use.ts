import { isSandbox } from '#kernel';
import { entitlementsOf } from './entitlements.ts';
import type { Registry } from './registry.ts';
import type { Enforcement } from './start-enforcement.ts';

/** How much of a quota is used, as it is counted at this moment. */
export interface QuotaUsed {
  readonly subscriptionId: string;
  readonly organizationId: string;
  readonly productId: string;
  readonly planName: string;
  /** As headers and resets name it. */
  readonly quota: string;
  readonly used: number;
  readonly limit: number;
  readonly periodStartMs: number;
  readonly periodEndMs: number;
}

/** Of what was used at least so much of: one sandbox consumer's quotas, or (null) everybody else's. */
export type QuotaUse = (organizationId: string | null, leastShare: number) => QuotaUsed[];

export function quotaUseOf(enforcement: Pick<Enforcement, 'registry' | 'wallMs'>): QuotaUse {
  const { registry } = enforcement;
  return (organizationId, leastShare) => {
    const organizations =
      organizationId === null ? registry.organizations().filter((one) => !isSandbox(one)) : [organizationId];
    return organizations.flatMap((one) => usedBy(registry, one, enforcement.wallMs(), leastShare));
  };
}

function usedBy(registry: Registry, organizationId: string, nowMs: number, leastShare: number): QuotaUsed[] {
  return entitlementsOf(registry, organizationId, null, nowMs).flatMap(({ subscription, planName, quotas }) =>
    quotas.flatMap(({ name, used, limit, periodStartMs, periodEndMs }) => {
      if (limit <= 0 || used < limit * leastShare) return [];
      const { id: subscriptionId, productId } = subscription;
      return {
        subscriptionId,
        organizationId,
        productId,
        planName,
        quota: name,
        used,
        limit,
        periodStartMs,
        periodEndMs,
      };
    }),
  );
}
