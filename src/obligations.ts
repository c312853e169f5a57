import { openMoney } from '#billing';
import type { Db } from '#kernel';
import { countLiveSubscriptions } from '#subscriptions';

type Obligations = (db: Db, organizationIds: readonly string[]) => Promise<Map<string, string[]>>;

/** What keeps organizations from being closed, in words that say what to do. `further`: what other rooms know, such as wallets. */
export function obligationsWith(...further: readonly Obligations[]): Obligations {
  return async (db, organizationIds) => {
    const found = new Map<string, string[]>();
    for (const ask of [liveSubscriptions, openMoney, ...further]) {
      for (const [id, words] of await ask(db, organizationIds)) {
        found.set(id, [...(found.get(id) ?? []), ...words]);
      }
    }
    return found;
  };
}

async function liveSubscriptions(db: Db, organizationIds: readonly string[]): Promise<Map<string, string[]>> {
  const live = await countLiveSubscriptions(db, organizationIds);
  return new Map(
    [...live].map(([id, { bought, sold }]) => {
      const own = bought > 0 ? [`end ${bought} subscription(s)`] : [];
      const theirs = sold > 0 ? [`end ${sold} subscription(s) of others to its products`] : [];
      return [id, [...own, ...theirs]];
    }),
  );
}
