/** What the main thread and a gateway worker say to each other. */
import type { AdmissionMemory, GatewaySnapshot, LimitHit } from '#enforcement/admission';
import type { FsyncMode } from '#metering/journal';
import type { TransportLimits } from './transport.ts';

export interface JournalPlace {
  readonly directory: string;
  readonly fsync: FsyncMode;
  readonly diskReserveBytes?: number;
  readonly segmentBytes?: number;
}

/** `workerData` of a worker. */
export interface WorkerStart {
  /** 0-based; survives the replacement of a crashed worker. */
  readonly worker: number;
  readonly place: { readonly host: string; readonly port: number; readonly reusePort: boolean };
  readonly memory: AdmissionMemory;
  readonly snapshot: GatewaySnapshot;
  readonly keyHmacKey: Uint8Array;
  readonly limits: TransportLimits;
  readonly allowPrivateUpstreams: readonly string[];
  readonly trustedProxies: readonly string[];
  readonly journal: JournalPlace;
  readonly metrics: SharedArrayBuffer;
}

export type ToWorker =
  | {
      readonly kind: 'update';
      readonly number: number;
      readonly snapshot: GatewaySnapshot | null;
      readonly memory: AdmissionMemory;
    }
  | { readonly kind: 'drain'; readonly graceMs: number };

export type FromWorker =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'updated'; readonly number: number }
  | { readonly kind: 'drained' }
  | { readonly kind: 'journal'; readonly trouble: string | null }
  | { readonly kind: 'limit-hits'; readonly hits: readonly LimitHit[]; readonly uncounted: number }
  | { readonly kind: 'bug'; readonly error: string };

/** What a worker tells the main thread unasked. */
export type Report = Extract<FromWorker, { kind: 'journal' | 'limit-hits' | 'bug' }>;
