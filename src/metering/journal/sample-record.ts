import type { UsageRecord } from './record.ts';

/** A complete call for tests; overrides say what the test is about. */
export function sampleRecord(overrides: Partial<UsageRecord> = {}): UsageRecord {
  return {
    kind: 'complete',
    connection: null,
    source: 'gateway',
    id: 'req_1',
    eventType: 'request',
    organizationId: 'org_consumer',
    providerId: 'org_provider',
    productId: 'prd_1',
    routeId: 'rte_1',
    subscriptionId: 'sub_1',
    planVersionId: 'plv_1',
    keyId: 'key_1',
    environment: 'live',
    timestampMs: Date.UTC(2026, 10, 3, 12, 30, 1, 250),
    units: '1',
    value: '0',
    overageUnits: '0',
    quotas: [{ kind: 2, epoch: 0, periodStartMs: Date.UTC(2026, 10, 1) }],
    method: 'GET',
    status: 200,
    latencyMs: 12.5,
    upstreamLatencyMs: 10.25,
    requestBytes: 0,
    responseBytes: 512,
    interrupted: false,
    path: '/current-weather',
    ip: '192.0.2.7',
    userAgent: 'curl/8',
    error: null,
    properties: null,
    ...overrides,
  };
}
