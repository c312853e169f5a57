/** What the main thread and a gateway worker say to each other. */
import type {
  AbuseReport,
  AdmissionMemory,
  GatewaySnapshot,
  LateRefund,
  LimitHit,
} from '#enforcement/admission';
import type { FsyncMode } from '#metering/journal';
import type { TlsMaterial } from './tls-listener.ts';
import type { SpanReport, TracingSettings } from './tracing.ts';
import type { Place, TransportLimits } from './transport.ts';
import type { CircuitReport } from './upstreams.ts';

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
  readonly signingKey: Uint8Array;
  readonly nonces: SharedArrayBuffer;
  readonly watchAbuse: boolean;
  readonly limits: TransportLimits;
  readonly allowPrivateUpstreams: readonly string[];
  readonly trustedProxies: readonly string[];
  readonly relayToken: string | null;
  readonly gatewayHosts: readonly string[];
  readonly journal: JournalPlace;
  /** Null while no exporter is configured. */
  readonly tracing: TracingSettings | null;
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
  /** All targets that are not well, each time that changes. */
  | { readonly kind: 'circuits'; readonly circuits: readonly CircuitReport[] }
  | { readonly kind: 'abuse'; readonly report: AbuseReport }
  | { readonly kind: 'limit-hits'; readonly hits: readonly LimitHit[]; readonly uncounted: number }
  | { readonly kind: 'late-refunds'; readonly refunds: readonly LateRefund[] }
  | { readonly kind: 'bug'; readonly error: string }
  | SpanReport;

/** What a worker tells the main thread unasked. */
export type Report = Exclude<FromWorker, { kind: 'listening' | 'updated' | 'drained' }>;
