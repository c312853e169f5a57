/** What a journal holds: the phases of a call, and two notes about the writer itself. */
export type CallPhase = 'complete' | 'start' | 'progress' | 'end';
export type Environment = 'live' | 'test';

/**
 * A quota that a call counted against: which of the subscription's (`kind`, numbered by `#enforcement/admission`),
 * its period, and how often it had been reset by then. Counters are restored from these and nothing else.
 */
export interface QuotaMark {
  readonly kind: number;
  readonly epoch: number;
  readonly periodStartMs: number;
}

/** The kind in records of version 1, which did not say it: subscriptions had one quota at a time then. */
export const UNTOLD_QUOTA_KIND = 255;

/**
 * A usage event in one of its phases. Every phase carries every field, so that the latest record of a call
 * stands for it alone: recovery never has to find the start of a stream that has been running for days.
 */
export interface UsageRecord {
  readonly kind: CallPhase;
  /**
   * First part of the identity; null = the node that this journal belongs to. Never set from a client's
   * words.
   */
  readonly connection: string | null;
  readonly source: string;
  readonly id: string;
  /** 'request' for a call through the gateway. */
  readonly eventType: string;
  /** The consumer. */
  readonly organizationId: string;
  readonly providerId: string;
  readonly productId: string;
  readonly routeId: string | null;
  readonly subscriptionId: string;
  readonly planVersionId: string | null;
  readonly keyId: string | null;
  readonly environment: Environment;
  /** The moment of admission: it decides the quota period and the billing period. */
  readonly timestampMs: number;
  /** Exact decimals as text, at most 12 fraction digits. */
  readonly units: string;
  readonly value: string;
  readonly overageUnits: string;
  /** Overage is that of the first of them. */
  readonly quotas: readonly QuotaMark[];
  readonly method: string | null;
  readonly status: number | null;
  readonly latencyMs: number | null;
  readonly upstreamLatencyMs: number | null;
  readonly requestBytes: number | null;
  readonly responseBytes: number | null;
  readonly interrupted: boolean;
  /** Request log: kept apart from the event, for a limited time. */
  readonly path: string | null;
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly error: string | null;
  /** JSON text of an ingested event's properties. */
  readonly properties: string | null;
}

/** "Whatever I still append was admitted at `lowWaterMs` or later": lets an idle writer's periods close. */
export interface MarkRecord {
  readonly kind: 'mark';
  readonly lowWaterMs: number;
}

/** The writer stopped in order: nothing of it is in flight. */
export interface CloseRecord {
  readonly kind: 'close';
}

export type JournalRecord = UsageRecord | MarkRecord | CloseRecord;

export function isUsage(record: JournalRecord): record is UsageRecord {
  return record.kind !== 'mark' && record.kind !== 'close';
}
