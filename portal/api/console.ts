import { queryOptions } from '@tanstack/react-query';
import { type Answer, answer, apiFor, type Body } from './client.ts';
import type { ProductRoute } from './marketplace.ts';
import { queryClient } from './query.ts';

/** Calls from the portal. Which key they are made with is the server's business; it never comes here. */

export type CallForm = Body<'/api/v1/console/calls', 'post'>;
export type CalledAnswer = Answer<'/api/v1/console/calls', 'post'>;
export type CallOutcome = Answer<'/api/v1/console/subscriptions/{subscription_id}/calls/{call_id}', 'get'>;

/** A call that was made, as the console's history has it. */
export interface MadeCall {
  id: string;
  organization: string;
  route: Pick<ProductRoute, 'id' | 'method' | 'template'>;
  form: CallForm;
  answer: CalledAnswer;
}

const MOST_KEPT = 20;
/** Usage arrives within two seconds; much later it does not come to this page any more. */
const OUTCOME_MS = 700;
const MOST_TRIES = 40;

export async function makeCall(
  organization: string,
  route: MadeCall['route'],
  form: CallForm,
): Promise<MadeCall> {
  const answered = await answer(apiFor(organization).POST('/api/v1/console/calls', { body: form }));
  return { id: answered.call_id ?? answered.made_at, organization, route, form, answer: answered };
}

const historyKey = (productId: string) => ['console-history', productId];

/** In memory only, and gone with the session: what was sent and answered may be anything. */
export function historyQuery(productId: string) {
  return queryOptions({
    queryKey: historyKey(productId),
    queryFn: (): MadeCall[] => queryClient.getQueryData(historyKey(productId)) ?? [],
    initialData: (): MadeCall[] => [],
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
}

export function keepCall(productId: string, made: MadeCall): void {
  queryClient.setQueryData(historyKey(productId), (before: MadeCall[] | undefined) =>
    [made, ...(before ?? [])].slice(0, MOST_KEPT),
  );
}

/** What a call was counted as, asked until it is known. */
export function outcomeQuery({ organization, form, answer: answered }: MadeCall) {
  const { call_id: callId, made_at } = answered;
  return queryOptions({
    queryKey: ['console-outcome', organization, callId],
    enabled: callId !== null,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }): Promise<CallOutcome> => {
      const path = { subscription_id: form.subscription_id, call_id: callId ?? '' };
      const params = { path, query: { made_at } };
      return answer(
        apiFor(organization).GET('/api/v1/console/subscriptions/{subscription_id}/calls/{call_id}', {
          params,
          signal,
        }),
      );
    },
    refetchInterval: ({ state }) =>
      (state.data?.state ?? 'pending') === 'pending' && state.dataUpdateCount < MOST_TRIES
        ? OUTCOME_MS
        : false,
  });
}
