import { z } from 'zod';
import { formatAmount, notFound, type Route, recordChange, route } from '#kernel';
import { amountText, readAmount } from './routes-grants.ts';
import { saveLowAt } from './store-levels.ts';
import * as store from './store-wallets.ts';
import { WALLET_TOPIC } from './write-sheets.ts';

const threshold = amountText.nullable().describe('Null: no word of it');

export function lowRoutes(): Route[] {
  return [
    route({
      method: 'PUT',
      path: '/wallets/{wallet_id}/low-balance',
      tag: 'wallets',
      summary: 'Be told when less credit is available than this',
      description:
        'For the consumer: `wallet.low` is sent once, and again only after there was more. It is looked at about once a second.',
      access: 'billing:write',
      params: z.object({ wallet_id: z.string().max(64) }),
      body: z.strictObject({ threshold }),
      response: { status: 200, schema: z.object({ threshold: z.string().nullable() }) },
      async handler({ db, params, body, organizationId }) {
        const [wallet] = await store.findWallets(db, [params.wallet_id]);
        if (wallet?.organizationId !== organizationId) throw notFound('wallet');
        const { currency } = wallet;
        const minor = body.threshold === null ? null : readAmount(body.threshold, currency, '/threshold');
        await saveLowAt(db, wallet.id, minor);
        // It may be low already.
        await recordChange(db, WALLET_TOPIC, wallet.id);
        return { threshold: minor === null ? null : formatAmount({ minor, currency }) };
      },
    }),
  ];
}
