/**
 * The books of one admitted call, whatever the transport: what it has used is written to the journal before
 * the client can have its end, or given back when the gateway failed it.
 */
import type { Admission, Forward } from '#enforcement/admission';
import type { CallPhase, JournalRecord } from '#metering/journal';

/** The part of the journal writer that calls need. */
export interface CallJournal {
  append(record: JournalRecord, onDurable?: () => void): void;
}

export interface CallServices {
  readonly admission: Pick<Admission, 'release' | 'refund' | 'whyEnded'>;
  readonly journal: CallJournal;
  /** Calls whose last record is still to come, oldest first. */
  readonly open: Set<Call>;
  /** Milliseconds of the machine's monotonic clock. */
  monotonicMs(): number;
}

export interface CallRequest {
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  readonly clientAddress: string;
  readonly userAgent: string | null;
}

export const USAGE_SOURCE = 'gateway';

export class Call {
  readonly decision: Forward;
  readonly request: CallRequest;
  requestBytes = 0;
  responseBytes = 0;
  status: number | null = null;
  /** What the gateway answered in the upstream's place. */
  failedStatus: number | null = null;
  /** The target that it went to last; null before it went to any. */
  upstreamUrl: string | null = null;
  /** For traces: told once how the call ended. */
  onClosed: ((interrupted: boolean) => void) | null = null;
  /** JSON text of what only some calls have: messages, a status of gRPC. */
  properties: string | null = null;
  readonly #services: CallServices;
  readonly #startedMs: number;
  #answeredMs: number | null = null;
  /** open → streaming → over; a call that is over has been recorded or refunded. */
  #stage: 'open' | 'streaming' | 'over' = 'open';

  constructor(services: CallServices, decision: Forward, request: CallRequest) {
    this.#services = services;
    this.decision = decision;
    this.request = request;
    this.#startedMs = decision.charge.monotonicMs;
    services.open.add(this);
  }

  get isOver(): boolean {
    return this.#stage === 'over';
  }

  get isStreaming(): boolean {
    return this.#stage === 'streaming';
  }

  /** The upstream's response head has come: from now on the call counts, whatever its status. */
  answered(status: number): void {
    this.status = status;
    this.#answeredMs = this.#services.monotonicMs();
  }

  /** A response without a length: reserved units are on disk before its first byte leaves. */
  startStream(onDurable: () => void): void {
    this.#stage = 'streaming';
    this.#services.journal.append(this.#record('start', false, null), onDurable);
  }

  progress(): void {
    if (this.#stage === 'streaming') this.#services.journal.append(this.#record('progress', false, null));
  }

  /** The whole response has come. `onDurable`: now the client may have its end. */
  complete(onDurable: () => void, error: string | null = null): void {
    this.#finish(false, error, onDurable);
  }

  /** The upstream had answered, but the client did not get it all: it counts, and says so. */
  interrupt(reason: string, onDurable?: () => void): void {
    this.#finish(true, reason, onDurable);
  }

  /** Why what was admitted then would not be admitted now; null while it would. */
  whyEnded(): string | null {
    const { admission, monotonicMs } = this.#services;
    const elapsedMs = monotonicMs() - this.#startedMs;
    return admission.whyEnded(this.decision, this.decision.admittedAtMs + elapsedMs);
  }

  /** The gateway failed the call, or the client left before the upstream answered: nothing is used. */
  refund(): void {
    if (this.#stage !== 'open') return;
    this.#services.admission.refund(this.decision);
    this.#close(false);
  }

  #finish(interrupted: boolean, reason: string | null, onDurable: (() => void) | undefined): void {
    if (this.#stage === 'over') return;
    const kind: CallPhase = this.#stage === 'streaming' ? 'end' : 'complete';
    this.#services.journal.append(this.#record(kind, interrupted, reason), onDurable);
    this.#close(interrupted);
  }

  #close(interrupted: boolean): void {
    this.#stage = 'over';
    this.#services.open.delete(this);
    this.#services.admission.release(this.decision);
    this.onClosed?.(interrupted);
  }

  #record(kind: CallPhase, interrupted: boolean, error: string | null): JournalRecord {
    const { decision, request } = this;
    const nowMs = this.#services.monotonicMs();
    return {
      kind,
      connection: null,
      source: USAGE_SOURCE,
      id: request.requestId,
      eventType: 'request',
      organizationId: decision.caller.consumerId,
      providerId: decision.product.providerId,
      productId: decision.product.id,
      routeId: decision.route.id,
      subscriptionId: decision.caller.subscriptionId,
      planVersionId: decision.plan.id,
      keyId: decision.caller.keyId,
      environment: decision.caller.environment,
      timestampMs: Math.floor(decision.charge.wallMs),
      units: decision.units,
      value: '1',
      overageUnits: decision.overageUnits,
      quotas: decision.quotas,
      method: request.method,
      status: this.status,
      latencyMs: nowMs - this.#startedMs,
      upstreamLatencyMs: this.#answeredMs === null ? null : this.#answeredMs - this.#startedMs,
      requestBytes: this.requestBytes,
      responseBytes: this.responseBytes,
      interrupted,
      path: request.path,
      ip: request.clientAddress,
      userAgent: request.userAgent,
      error,
      properties: this.properties,
    };
  }
}
