import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type Answer, answer, apiFor, type Body } from './client.ts';
import { invalidateInvoices } from './invoices.ts';
import { byCursor } from './pages.ts';
import { queryClient } from './query.ts';

export type Wallet = Answer<'/api/v1/wallets', 'get'>['data'][number];
export type Grant = Answer<'/api/v1/wallets/{wallet_id}/grants', 'get'>['data'][number];
export type Movement = Answer<'/api/v1/wallets/{wallet_id}/movements', 'get'>['data'][number];
export type TopUp = Answer<'/api/v1/wallets/top-ups', 'get'>['data'][number];
export type AutoTopUp = Answer<'/api/v1/wallets/auto-top-ups', 'get'>['data'][number];

/** Whose calls credit is for, and in which currency: there is one wallet for each. */
export interface WalletPlace {
  providerId: string;
  currency: string;
}

const MOST_WALLETS = 200;
/** Calls use credit by the minute, and payments of top-ups settle. */
const WATCH_MS = 10_000;

/** Of a consumer with its providers, or of a provider with one consumer. */
export function walletsQuery(
  organization: string,
  of: { organization_id: string } | { provider_id?: string } = {},
) {
  return queryOptions({
    queryKey: ['wallets', organization, 'list', of],
    async queryFn({ signal }): Promise<Wallet[]> {
      const params = { query: { limit: MOST_WALLETS, ...of } };
      return (await answer(apiFor(organization).GET('/api/v1/wallets', { params, signal }))).data;
    },
    refetchInterval: WATCH_MS,
  });
}

export function grantsQuery(organization: string, walletId: string) {
  return infiniteQueryOptions({
    queryKey: ['wallets', organization, walletId, 'grants'],
    queryFn: ({ pageParam, signal }) => {
      const params = { path: { wallet_id: walletId }, query: { limit: 20, cursor: pageParam } };
      return answer(apiFor(organization).GET('/api/v1/wallets/{wallet_id}/grants', { params, signal }));
    },
    ...byCursor,
  });
}

export function movementsQuery(organization: string, walletId: string) {
  return infiniteQueryOptions({
    queryKey: ['wallets', organization, walletId, 'movements'],
    queryFn: ({ pageParam, signal }) => {
      const params = { path: { wallet_id: walletId }, query: { limit: 20, cursor: pageParam } };
      return answer(apiFor(organization).GET('/api/v1/wallets/{wallet_id}/movements', { params, signal }));
    },
    ...byCursor,
  });
}

export function topUpsQuery(organization: string) {
  return infiniteQueryOptions({
    queryKey: ['wallets', organization, 'top-ups'],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 20, cursor: pageParam };
      return answer(apiFor(organization).GET('/api/v1/wallets/top-ups', { params: { query }, signal }));
    },
    ...byCursor,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ data }) => data.some((topUp) => topUp.state === 'open')) ? WATCH_MS : false,
  });
}

export function autoTopUpsQuery(organization: string) {
  return queryOptions({
    queryKey: ['wallets', organization, 'auto'],
    async queryFn({ signal }): Promise<AutoTopUp[]> {
      return (await answer(apiFor(organization).GET('/api/v1/wallets/auto-top-ups', { signal }))).data;
    },
  });
}

/** The credit is there once the invoice that this makes is paid. */
export async function orderTopUp(
  organization: string,
  body: Body<'/api/v1/wallets/top-ups', 'post'>,
  idempotencyKey: string,
): Promise<TopUp> {
  const params = { header: { 'Idempotency-Key': idempotencyKey } };
  const topUp = await answer(apiFor(organization).POST('/api/v1/wallets/top-ups', { params, body }));
  await Promise.all([invalidateWallets(organization), invalidateInvoices(organization)]);
  return topUp;
}

export async function saveAutoTopUp(
  organization: string,
  body: Body<'/api/v1/wallets/auto-top-ups', 'put'>,
): Promise<void> {
  await answer(apiFor(organization).PUT('/api/v1/wallets/auto-top-ups', { body }));
  await invalidateWallets(organization);
}

export async function removeAutoTopUp(organization: string, place: WalletPlace): Promise<void> {
  const query = { provider_id: place.providerId, currency: place.currency };
  await answer(apiFor(organization).DELETE('/api/v1/wallets/auto-top-ups', { params: { query } }));
  await invalidateWallets(organization);
}

export async function giveCredit(
  organization: string,
  body: Body<'/api/v1/wallets/grants', 'post'>,
  idempotencyKey: string,
): Promise<void> {
  const params = { header: { 'Idempotency-Key': idempotencyKey } };
  await answer(apiFor(organization).POST('/api/v1/wallets/grants', { params, body }));
  await invalidateWallets(organization);
}

function invalidateWallets(organization: string): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: ['wallets', organization] });
}
