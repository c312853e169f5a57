import type { Db } from '#kernel';
import { countLiveSubscriptions } from '#subscriptions';

/** What keeps organizations from being closed, in words that say what to do. */
export async function obligationsOf(
  db: Db,
  organizationIds: readonly string[],
): Promise<Map<string, string[]>> {
  const live = await countLiveSubscriptions(db, organizationIds);
  return new Map(
    [...live].map(([id, { bought, sold }]) => {
      const own = bought > 0 ? [`end ${bought} subscription(s)`] : [];
      const theirs = sold > 0 ? [`end ${sold} subscription(s) of others to its products`] : [];
      return [id, [...own, ...theirs]];
    }),
  );
}
