import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type Answer, answer, apiFor, type Body, newIdempotencyKey } from './client.ts';
import { byCursor } from './pages.ts';
import { forgetProducts, type OwnPlan, type PlanHead, type PlanTerms } from './products.ts';
import { queryClient } from './query.ts';

/** Plans as their owner builds them: drafts, versions, what they would charge, and who is on which. */

const VERSIONS = '/api/v1/billing/plans/{plan_id}/versions';
const VERSION = '/api/v1/billing/plans/{plan_id}/versions/{version_id}';
const MOVES = '/api/v1/billing/plans/{plan_id}/moves';

export type PlanVersion = Answer<typeof VERSIONS, 'get'>['data'][number];
export type Difference = Answer<'/api/v1/billing/plans/{plan_id}/compare', 'get'>['differences'][number];
export type RatedTerms = Answer<'/api/v1/billing/plans/rate', 'post'>;
export type MoveOrder = Body<typeof MOVES, 'post'>;
export type MovePreview = Answer<typeof MOVES, 'post'>['data'][number];
export type Move = Answer<'/api/v1/billing/moves', 'get'>['data'][number];

/** Latest first. */
export function planVersionsQuery(organization: string, planId: string) {
  return infiniteQueryOptions({
    queryKey: ['products', organization, 'plan', planId, 'versions'],
    queryFn: ({ pageParam, signal }) => {
      const params = { path: { plan_id: planId }, query: { limit: 20, cursor: pageParam } };
      return answer(apiFor(organization).GET(VERSIONS, { params, signal }));
    },
    ...byCursor,
  });
}

/** How many subscriptions are on which version. */
export function versionCountsQuery(organization: string, planId: string) {
  return queryOptions({
    queryKey: ['products', organization, 'plan', planId, 'counts'],
    async queryFn({ signal }) {
      const params = { query: { plan: planId } };
      const call = apiFor(organization).GET('/api/v1/provider/plan-versions', { params, signal });
      const { data } = await answer(call);
      return new Map(data.map((row) => [row.plan_version_id, row.subscriptions]));
    },
  });
}

export function differencesQuery(organization: string, planId: string, a: string, b: string) {
  return queryOptions({
    queryKey: ['products', organization, 'plan', planId, 'compare', a, b],
    async queryFn({ signal }) {
      const params = { path: { plan_id: planId }, query: { a, b } };
      const call = apiFor(organization).GET('/api/v1/billing/plans/{plan_id}/compare', { params, signal });
      return (await answer(call)).differences;
    },
  });
}

export interface RatingQuestion {
  /** Of the plan, for its lines. */
  name: string;
  terms: PlanTerms;
  seats: number;
  /** The same number of every meter. */
  meters: string[];
  amounts: number[];
}

/** What unsaved terms would charge, by the code that bills. What they said before stays while they change. */
export function ratedTermsQuery(organization: string, question: RatingQuestion | null) {
  return queryOptions({
    queryKey: ['rated-terms', organization, question],
    enabled: question !== null,
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const { name, terms, seats, meters, amounts } = question!;
      const quantities = amounts.map((amount) =>
        Object.fromEntries(meters.map((meter) => [meter, String(amount)])),
      );
      const body = { name, terms, quantity: seats, quantities };
      return answer(apiFor(organization).POST('/api/v1/billing/plans/rate', { body, signal }));
    },
  });
}

/** What can be priced: built-in meters, those of the provider, and event types that arrived. */
export function metersQuery(organization: string, productId: string) {
  return queryOptions({
    queryKey: ['products', organization, productId, 'meters'],
    async queryFn({ signal }) {
      const params = { path: { product_id: productId } };
      const call = apiFor(organization).GET('/api/v1/products/{product_id}/meters', { params, signal });
      return (await answer(call)).data;
    },
  });
}

/** A plan that nobody can subscribe to yet. */
export async function draftPlan(
  organization: string,
  productId: string,
  plan: PlanHead & { terms: PlanTerms },
): Promise<{ plan: OwnPlan; versionId: string }> {
  const body = { ...plan, product_id: productId, publish: false };
  const { version, ...made } = await answer(apiFor(organization).POST('/api/v1/billing/plans', { body }));
  await forgetProducts(organization);
  return { plan: made, versionId: version!.id };
}

/** Into the draft that there is, or a new one. */
export async function saveDraft(
  organization: string,
  planId: string,
  terms: PlanTerms,
  draftId: string | null,
): Promise<string> {
  const api = apiFor(organization);
  const version = await answer(
    draftId === null
      ? api.POST(VERSIONS, { params: { path: { plan_id: planId } }, body: { terms } })
      : api.PUT(VERSION, { params: { path: { plan_id: planId, version_id: draftId } }, body: { terms } }),
  );
  await forgetProducts(organization);
  return version.id;
}

/** New subscribers get it from then on, and it can never change again. */
export async function publishDraft(organization: string, planId: string, versionId: string): Promise<void> {
  const params = { path: { plan_id: planId, version_id: versionId } };
  await answer(apiFor(organization).POST(`${VERSION}/publish`, { params }));
  await forgetProducts(organization);
}

export async function discardDraft(organization: string, planId: string, versionId: string): Promise<void> {
  const params = { path: { plan_id: planId, version_id: versionId } };
  await answer(apiFor(organization).DELETE(VERSION, { params }));
  await forgetProducts(organization);
}

/** What a move would come to for each subscriber, a page at a time. Nothing happens. */
export function movePreviewQuery(organization: string, planId: string, order: MoveOrder | null) {
  return infiniteQueryOptions({
    queryKey: ['move-preview', organization, planId, order],
    enabled: order !== null,
    retry: false,
    staleTime: 0,
    gcTime: 0,
    queryFn: ({ pageParam, signal }) => {
      const params = { path: { plan_id: planId }, header: { 'Idempotency-Key': newIdempotencyKey() } };
      const page = pageParam === undefined ? {} : { cursor: pageParam };
      const body = { ...order!, ...page, dry_run: true, limit: 10 };
      return answer(apiFor(organization).POST(MOVES, { params, body, signal }));
    },
    ...byCursor,
  });
}

export async function orderMove(
  organization: string,
  planId: string,
  order: MoveOrder,
  idempotencyKey: string,
): Promise<void> {
  const params = { path: { plan_id: planId }, header: { 'Idempotency-Key': idempotencyKey } };
  await answer(apiFor(organization).POST(MOVES, { params, body: { ...order, dry_run: false } }));
  await forgetMoves(organization);
}

const WATCH_MS = 1000;

/** Latest first; asked again while one of them is at work. */
export function movesQuery(organization: string) {
  return infiniteQueryOptions({
    queryKey: ['moves', organization],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 10, cursor: pageParam };
      return answer(apiFor(organization).GET('/api/v1/billing/moves', { params: { query }, signal }));
    },
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.data.some(isMoving)) ? WATCH_MS : false,
    ...byCursor,
  });
}

export function isMoving({ state }: Pick<Move, 'state'>): boolean {
  return state === 'queued' || state === 'running';
}

export async function retryMove(organization: string, moveId: string): Promise<void> {
  const params = { path: { move_id: moveId } };
  await answer(apiFor(organization).POST('/api/v1/billing/moves/{move_id}/retry', { params }));
  await forgetMoves(organization);
}

export async function cancelMove(organization: string, moveId: string): Promise<void> {
  const params = { path: { move_id: moveId } };
  await answer(apiFor(organization).POST('/api/v1/billing/moves/{move_id}/cancel', { params }));
  await forgetMoves(organization);
}

async function forgetMoves(organization: string): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['moves', organization] }),
    queryClient.invalidateQueries({ queryKey: ['products', organization, 'plan'] }),
    queryClient.invalidateQueries({ queryKey: ['subscribers', organization] }),
  ]);
}
