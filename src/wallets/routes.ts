import { z } from 'zod';
import {
  type Call,
  type Db,
  type Decimal,
  decodeKeys,
  notFound,
  pageOf,
  pageQuery,
  type Route,
  route,
  toPage,
} from '#kernel';
import {
  grantSchema,
  movementSchema,
  presentGrant,
  presentMovement,
  presentWallet,
  walletSchema,
} from './present.ts';
import { grantRoutes, type HasBought } from './routes-grants.ts';
import { lowRoutes } from './routes-low.ts';
import { listGrants, listMovements, listWallets } from './store-reading.ts';
import * as store from './store-wallets.ts';
import type { Wallet } from './wallet.ts';

/** What calls used of wallets since their last settlement, in major units, by wallet; wallets without are missing. */
export type LiveUse = (db: Db, walletIds: readonly string[]) => Promise<ReadonlyMap<string, Decimal>>;

export interface WalletRouteDeps {
  readonly hasBought: HasBought;
  readonly liveUse: LiveUse;
}

const id = z.string().max(64);
const walletParams = z.object({ wallet_id: id });
const idKey = z.tuple([z.string()]);
const numberKey = z.tuple([z.int().min(0)]);

export function walletRoutes({ hasBought, liveUse }: WalletRouteDeps): Route[] {
  return [
    listRoute(liveUse),
    readRoute(liveUse),
    grantsRoute,
    movementsRoute,
    ...grantRoutes(hasBought),
    ...lowRoutes(),
  ];
}

/** The wallet, if the caller's organization is its consumer or its provider. */
async function ownWallet(call: Call<{ wallet_id: string }, unknown, unknown>): Promise<Wallet> {
  const [wallet] = await store.findWallets(call.db, [call.params.wallet_id]);
  const parties = [wallet?.organizationId, wallet?.providerId];
  if (!wallet || !parties.includes(call.organizationId)) throw notFound('wallet');
  return wallet;
}

function listRoute(liveUse: LiveUse): Route {
  return route({
    method: 'GET',
    path: '/wallets',
    tag: 'wallets',
    summary: 'List wallets: yours with providers, and those of your consumers',
    access: 'billing:read',
    query: z.strictObject({
      ...pageQuery,
      organization_id: id.optional().describe('Only this consumer'),
      provider_id: id.optional(),
    }),
    response: { status: 200, schema: pageOf(walletSchema) },
    async handler(call) {
      const { limit, cursor, organization_id, provider_id } = call.query;
      const afterId = decodeKeys(cursor, idKey)?.[0] ?? null;
      const filter = {
        partyId: call.organizationId,
        organizationId: organization_id ?? null,
        providerId: provider_id ?? null,
      };
      const rows = await listWallets(call.db, filter, { limit: limit + 1, afterId });
      const used = await liveUse(
        call.db,
        rows.map((wallet) => wallet.id),
      );
      return toPage(
        rows,
        limit,
        (wallet) => [wallet.id],
        (wallet) => presentWallet(wallet, used.get(wallet.id)),
      );
    },
  });
}

function readRoute(liveUse: LiveUse): Route {
  return route({
    method: 'GET',
    path: '/wallets/{wallet_id}',
    tag: 'wallets',
    summary: 'A wallet with its balance at this moment',
    description: 'For its consumer and its provider. What calls have used is counted as the gate counts it.',
    access: 'billing:read',
    params: walletParams,
    response: { status: 200, schema: walletSchema },
    async handler(call) {
      const wallet = await ownWallet(call);
      return presentWallet(wallet, (await liveUse(call.db, [wallet.id])).get(wallet.id));
    },
  });
}

const grantsRoute = route({
  method: 'GET',
  path: '/wallets/{wallet_id}/grants',
  tag: 'wallets',
  summary: 'List the credit that came into a wallet, latest first',
  access: 'billing:read',
  params: walletParams,
  query: z.strictObject(pageQuery),
  response: { status: 200, schema: pageOf(grantSchema) },
  async handler(call) {
    const { limit, cursor } = call.query;
    const beforeId = decodeKeys(cursor, idKey)?.[0] ?? null;
    const wallet = await ownWallet(call);
    const rows = await listGrants(call.db, wallet.id, { limit: limit + 1, beforeId });
    return toPage(
      rows,
      limit,
      (grant) => [grant.id],
      (grant) => presentGrant(grant, wallet.currency),
    );
  },
});

const movementsRoute = route({
  method: 'GET',
  path: '/wallets/{wallet_id}/movements',
  tag: 'wallets',
  summary: 'List what moved in and out of a wallet, latest first',
  access: 'billing:read',
  params: walletParams,
  query: z.strictObject(pageQuery),
  response: { status: 200, schema: pageOf(movementSchema) },
  async handler(call) {
    const { limit, cursor } = call.query;
    const before = decodeKeys(cursor, numberKey)?.[0];
    const wallet = await ownWallet(call);
    const page = { limit: limit + 1, beforeNumber: before === undefined ? null : BigInt(before) };
    const rows = await listMovements(call.db, wallet.id, page);
    return toPage(
      rows,
      limit,
      (movement) => [Number(movement.number)],
      (movement) => presentMovement(movement, wallet.currency),
    );
  },
});
