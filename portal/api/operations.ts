import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type Answer, answer, api, apiFor } from './client.ts';
import { byCursor } from './pages.ts';
import { queryClient } from './query.ts';

/** What keeps an installation running and honest: its log, its keys, its nodes, its tax rates and fees. */

export type AuditEntry = Answer<'/api/v1/audit', 'get'>['data'][number];
export type AuditVerdict = Answer<'/api/v1/audit/verify', 'post'>;
export type SealingKey = Answer<'/api/v1/operations/keys', 'get'>['sealing_keys'][number];
export type MeteringNode = Answer<'/api/v1/metering/nodes', 'get'>['data'][number];
export type TaxRate = Answer<'/api/v1/billing/tax/default-rates', 'get'>['data'][number];

export interface AuditFilter {
  /** An organization's id; left out: the installation's own log. */
  chain?: string | undefined;
  /** The id of what it happened to. */
  object?: string | undefined;
}

export function operatorAuditQuery(filter: AuditFilter) {
  return infiniteQueryOptions({
    queryKey: ['operator-audit', filter],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 25, cursor: pageParam, ...filter };
      return answer(api.GET('/api/v1/audit', { params: { query }, signal }));
    },
    ...byCursor,
  });
}

/** Walks every chain, which takes a while where much has happened. */
export function verifyAudit(): Promise<AuditVerdict> {
  return answer(api.POST('/api/v1/audit/verify'));
}

export const sealingKeysQuery = queryOptions({
  queryKey: ['sealing-keys'],
  queryFn: ({ signal }) => answer(api.GET('/api/v1/operations/keys', { signal })),
});

export async function rotateKeys(): Promise<void> {
  await answer(api.POST('/api/v1/operations/keys/rotate'));
  await queryClient.invalidateQueries({ queryKey: sealingKeysQuery.queryKey });
}

const NODES_MS = 5000;

export const nodesQuery = queryOptions({
  queryKey: ['metering-nodes'],
  refetchInterval: NODES_MS,
  async queryFn({ signal }) {
    return (await answer(api.GET('/api/v1/metering/nodes', { signal }))).data;
  },
});

export async function declareNodeLost(connection: string): Promise<void> {
  const params = { path: { connection } };
  await answer(api.POST('/api/v1/metering/nodes/{connection}/declare-lost', { params }));
  await queryClient.invalidateQueries({ queryKey: nodesQuery.queryKey });
}

export const defaultTaxRatesQuery = infiniteQueryOptions({
  queryKey: ['default-tax-rates'],
  queryFn: ({ pageParam, signal }) => {
    const query = { limit: 50, cursor: pageParam };
    return answer(api.GET('/api/v1/billing/tax/default-rates', { params: { query }, signal }));
  },
  ...byCursor,
});

export async function importEuropeanRates(): Promise<number> {
  const { data } = await answer(
    api.POST('/api/v1/billing/tax/default-rates/import', { body: { set: 'eu_standard' } }),
  );
  await queryClient.invalidateQueries({ queryKey: defaultTaxRatesQuery.queryKey });
  return data.length;
}

/** Hundredths of a percent. */
export function commissionQuery(organization: string) {
  return queryOptions({
    queryKey: ['commission', organization],
    async queryFn({ signal }) {
      const settings = await answer(apiFor(organization).GET('/api/v1/billing/settings', { signal }));
      return settings.commission_basis_points;
    },
  });
}

/** Of invoices from now on; null goes back to the installation's. */
export async function setCommission(organizationId: string, basisPoints: number | null): Promise<void> {
  const params = { path: { workspace_id: organizationId } };
  const body = { commission_basis_points: basisPoints };
  await answer(api.PUT('/api/v1/billing/settings/{workspace_id}/commission', { params, body }));
  await queryClient.invalidateQueries({ queryKey: ['commission'] });
}
