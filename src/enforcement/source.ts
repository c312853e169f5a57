/** Where the control side reads what it enforces: the faces of the rooms that own it. */
import { CATALOG_TOPIC, type GatewayProduct, loadCatalogForGateway } from '#catalog';
import type { Db, Secrets } from '#kernel';
import {
  type GatewayKey,
  KEY_TOPIC,
  loadKeysForGateway,
  loadSubscriptionsForAdmission,
  SUBSCRIPTION_TOPIC,
  type Subscription,
} from '#subscriptions';

import { epochsOf, type QuotaResets } from './store-resets.ts';

export type { GatewayKey, GatewayProduct, QuotaResets, Subscription };

type Selection = { readonly ids: readonly string[] } | { readonly after: string; readonly limit: number };

/** Revisions of the outside world come through this, so that tests can stand in for the stores. */
export interface EnforcementSource {
  /** All products, or those of the ids; an id that is missing from the answer was deleted. */
  products(ids?: readonly string[]): Promise<GatewayProduct[]>;
  subscriptions(selection: Selection): Promise<Subscription[]>;
  keys(selection: Selection): Promise<GatewayKey[]>;
}

/** With what this room knows itself. */
export interface FullSource extends EnforcementSource {
  quotaResets(subscriptionIds: readonly string[]): Promise<ReadonlyMap<string, QuotaResets>>;
}

export function fullSource(db: Db, source: EnforcementSource): FullSource {
  return { ...source, quotaResets: (ids) => epochsOf(db, ids) };
}

export const TOPICS = { catalog: CATALOG_TOPIC, subscription: SUBSCRIPTION_TOPIC, key: KEY_TOPIC } as const;

export function roomSource(db: Db, secrets: Pick<Secrets, 'decrypt'>): EnforcementSource {
  return {
    products: (ids) => loadCatalogForGateway(db, secrets, ids),
    subscriptions: (selection) => loadSubscriptionsForAdmission(db, selection),
    keys: (selection) => loadKeysForGateway(db, selection),
  };
}

const PAGE = 5000;

/** Everything, page by page: a million keys never stand in memory at once. */
export async function* pages<T>(
  load: (selection: Selection) => Promise<T[]>,
  idOf: (item: T) => string,
): AsyncGenerator<T[]> {
  for (let after = ''; ; ) {
    const page = await load({ after, limit: PAGE });
    if (page.length > 0) yield page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = idOf(last);
  }
}
