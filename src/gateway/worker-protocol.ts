/** What the main thread and a gateway worker say to each other. */
import type { AdmissionMemory, GatewaySnapshot } from '#enforcement/admission';
import type { FsyncMode } from '#metering/journal';
import type { TlsMaterial } from './tls-listener.ts';
import type { Place, TransportLimits } from './transport.ts';

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
  /** Without TLS; null when it is off. */
  readonly place: Place | null;
  readonly tls: (Place & { readonly material: TlsMaterial }) | null;
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
  | { readonly kind: 'certificates'; readonly material: TlsMaterial }
  | { readonly kind: 'drain'; readonly graceMs: number };

export type FromWorker =
  | { readonly kind: 'listening' }
  | { readonly kind: 'updated'; readonly number: number }
  | { readonly kind: 'drained' }
  | { readonly kind: 'journal'; readonly trouble: string | null }
  | { readonly kind: 'bug'; readonly error: string };
