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

/** What rows have in common that are written one after the other. */
export interface RowContext {
  readonly connection: string;
  /** The batch's number. */
  readonly batch: string;
  readonly quotaTimes: TimeText;
}

export const EVENT_COLUMNS = [
  'connection',
  'source',
  'id',
  'event_type',
  'organization_id',
  'provider_id',
  'product_id',
  'route_id',
  'subscription_id',
  'plan_version_id',
  'key_id',
  'environment',
  'timestamp',
  'units',
  'value',
  'overage_units',
  'quota_period_start',
  'method',
  'status',
  'latency_ms',
  'upstream_latency_ms',
  'request_bytes',
  'response_bytes',
  'interrupted',
  'properties',
  'batch',
] as const;

/** One line for `insertText`, in the order of `EVENT_COLUMNS`. */
export function eventLine(record: UsageRecord, timestamp: string, context: RowContext): string {
  const quotaStartMs = record.quotas[0]?.periodStartMs ?? null;
  return JSON.stringify([
    record.connection ?? context.connection,
    record.source,
    record.id,
    record.eventType,
    record.organizationId,
    record.providerId,
    record.productId,
    record.routeId ?? '',
    record.subscriptionId,
    record.planVersionId ?? '',
    record.keyId ?? '',
    record.environment,
    timestamp,
    record.units,
    record.value,
    record.overageUnits,
    quotaStartMs === null ? null : context.quotaTimes.of(quotaStartMs),
    record.method ?? '',
    record.status,
    record.latencyMs,
    record.upstreamLatencyMs,
    record.requestBytes,
    record.responseBytes,
    record.interrupted,
    record.properties ?? '',
    context.batch,
  ]);
}

export const REQUEST_COLUMNS = [
  'organization_id',
  'provider_id',
  'product_id',
  'route_id',
  'subscription_id',
  'key_id',
  'environment',
  'id',
  'timestamp',
  'method',
  'path',
  'status',
  'latency_ms',
  'upstream_latency_ms',
  'request_bytes',
  'response_bytes',
  'interrupted',
  'ip',
  'user_agent',
  'error',
  'batch',
] as const;

/** The request log's line of a call, in the order of `REQUEST_COLUMNS`; null for what is no call. */
export function requestLine(record: UsageRecord, timestamp: string, context: RowContext): string | null {
  if (record.path === null) return null;
  return JSON.stringify([
    record.organizationId,
    record.providerId,
    record.productId,
    record.routeId ?? '',
    record.subscriptionId,
    record.keyId ?? '',
    record.environment,
    record.id,
    timestamp,
    record.method ?? '',
    record.path,
    record.status,
    record.latencyMs,
    record.upstreamLatencyMs,
    record.requestBytes,
    record.responseBytes,
    record.interrupted,
    record.ip ?? '',
    record.userAgent ?? '',
    record.error ?? '',
    context.batch,
  ]);
}
