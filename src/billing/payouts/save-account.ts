import type { Editor } from '#catalog';
import { audit, type Db } from '#kernel';
import { savePayoutAccount } from './store.ts';

/** Says where a provider's payouts go from now on. `iban` was read by `readIban`. */
export async function saveAccount(
  tx: Db,
  { holder_name, iban }: { holder_name: string; iban: string },
  { at, actor, organizationId }: Editor,
): Promise<void> {
  await savePayoutAccount(tx, { providerId: organizationId, holderName: holder_name, iban }, at);
  await audit(tx, {
    at,
    organizationId,
    actor,
    action: 'payout_account.changed',
    object: organizationId,
    detail: { last_four: iban.slice(-4) },
  });
}
