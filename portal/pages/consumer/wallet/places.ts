import type { Subscription } from '../../../api/subscriptions.ts';
import type { Wallet, WalletPlace } from '../../../api/wallets.ts';

export interface Place extends WalletPlace {
  /** As the address names it. */
  key: string;
  providerName: string;
  /** Before credit first came in there is none. */
  wallet: Wallet | null;
}

const keyOf = ({ providerId, currency }: WalletPlace) => `${providerId}-${currency}`;

/** Where credit is or may be bought: the wallets there are, and what one has subscribed to. */
export function placesOf(consumerId: string, wallets: Wallet[], subscriptions: Subscription[]): Place[] {
  const names = new Map(
    subscriptions.map(({ provider_organization_id, product }) => [
      provider_organization_id,
      product.provider_name,
    ]),
  );
  const places = new Map<string, Place>();
  const add = (place: WalletPlace, wallet: Wallet | null) => {
    const key = keyOf(place);
    const providerName = names.get(place.providerId) ?? place.providerId;
    if (!places.has(key)) places.set(key, { ...place, key, providerName, wallet });
  };
  for (const wallet of wallets) {
    // The list has those of one's own consumers, too.
    if (wallet.organization_id !== consumerId) continue;
    add({ providerId: wallet.provider_id, currency: wallet.currency }, wallet);
  }
  for (const { provider_organization_id: providerId, currency } of subscriptions)
    add({ providerId, currency }, null);
  return [...places.values()];
}
