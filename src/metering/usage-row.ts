import type { UsageRecord } from './journal/index.ts';

/** The store's month of a time: '202611'. It is the partition, and part of the token of an insertion. */
export type Month = string;

/** Fills 'YYYY-MM-DDTHH:MM:SS.mmmZ' without a date object per event: neighbours fall into the same second. */
export class TimeText {
  #second = Number.NaN;
  #prefix = '';

  of(ms: number): string {
    const second = Math.floor(ms / 1000);
    if (second !== this.#second) {
      this.#prefix = Temporal.Instant.fromEpochMilliseconds(second * 1000)
        .toString()
        .slice(0, 19);
      this.#second = second;
    }
    return `${this.#prefix}.${String(Math.floor(ms - second * 1000)).padStart(3, '0')}Z`;
  }
}

export function monthOf(timeText: string): Month {
  return timeText.slice(0, 4) + timeText.slice(5, 7);
}

export function eventRow(
  record: UsageRecord,
  connection: string,
  timestamp: string,
  times: TimeText,
  batch: bigint,
) {
  return {
    connection: record.connection ?? connection,
    source: record.source,
    id: record.id,
    event_type: record.eventType,
    organization_id: record.organizationId,
    provider_id: record.providerId,
    product_id: record.productId,
    route_id: record.routeId ?? '',
    subscription_id: record.subscriptionId,
    plan_version_id: record.planVersionId ?? '',
    key_id: record.keyId ?? '',
    environment: record.environment,
    timestamp,
    units: record.units,
    value: record.value,
    overage_units: record.overageUnits,
    quota_period_start: record.quotaPeriodStartMs === null ? null : times.of(record.quotaPeriodStartMs),
    method: record.method ?? '',
    status: record.status,
    latency_ms: record.latencyMs,
    upstream_latency_ms: record.upstreamLatencyMs,
    request_bytes: record.requestBytes,
    response_bytes: record.responseBytes,
    interrupted: record.interrupted,
    properties: record.properties ?? '',
    batch,
  };
}

/** The request log's row of a call; null for what is no call. */
export function requestRow(record: UsageRecord, timestamp: string, batch: bigint) {
  if (record.path === null) return null;
  return {
    organization_id: record.organizationId,
    provider_id: record.providerId,
    product_id: record.productId,
    route_id: record.routeId ?? '',
    subscription_id: record.subscriptionId,
    key_id: record.keyId ?? '',
    environment: record.environment,
    id: record.id,
    timestamp,
    method: record.method ?? '',
    path: record.path,
    status: record.status,
    latency_ms: record.latencyMs,
    upstream_latency_ms: record.upstreamLatencyMs,
    request_bytes: record.requestBytes,
    response_bytes: record.responseBytes,
    interrupted: record.interrupted,
    ip: record.ip ?? '',
    user_agent: record.userAgent ?? '',
    error: record.error ?? '',
    batch,
  };
}
