/** The targets of one product as a worker sees them: who gets the next call, and whether one may be repeated. */
import { isIP } from 'node:net';
import type { SnapshotTarget, SnapshotTls } from '#enforcement/admission';
import { Circuit, type CircuitRules } from './upstream-circuit.ts';

/** Repeats may add this share to the calls of a product: they must not multiply an outage. */
const REPEATS_PER_CALL = 0.1;
const MOST_SAVED_REPEATS = 10;

/** Where connections go, and what sets those of one pool apart from another's to the same origin. */
export interface PoolPlace {
  readonly key: string;
  readonly origin: string;
  /**
   * Whose certificate TLS asks for: the target's own, whatever `Host` says; otherwise a provider that preserves it
   * would be asked for the gateway's. Null for a literal address, which has no such name: there it is `Host`'s.
   */
  readonly servername: string | null;
  readonly connectMs: number;
  readonly tls: SnapshotTls | null;
}

const isLiteral = (hostname: string) => isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;

type Connecting = Pick<PoolPlace, 'connectMs' | 'tls'>;

export class UpstreamTarget {
  readonly url: string;
  readonly basePath: string;
  readonly weight: number;
  readonly place: PoolPlace;
  /** `https` or `http`, and what `Host` says unless the product wants otherwise. */
  readonly scheme: string;
  readonly authority: string;
  readonly circuit: Circuit;
  /** Of the smooth weighted choice. */
  current = 0;

  constructor(target: SnapshotTarget, { connectMs, tls }: Connecting, circuit: Circuit) {
    const { protocol, host, hostname } = new URL(target.origin);
    this.url = target.url;
    this.basePath = target.basePath;
    this.weight = target.weight;
    this.scheme = protocol.slice(0, -1);
    this.authority = host;
    const key = `${target.origin} ${connectMs} ${tls?.id ?? ''}`;
    const servername = protocol === 'https:' && !isLiteral(hostname) ? hostname : null;
    this.place = { key, origin: target.origin, servername, connectMs, tls };
    this.circuit = circuit;
  }
}

export class TargetSet {
  readonly targets: readonly UpstreamTarget[];
  #savedRepeats = MOST_SAVED_REPEATS;

  constructor(targets: readonly UpstreamTarget[]) {
    this.targets = targets;
  }

  /** Keeps what is known of targets that stay. */
  static of(
    targets: readonly SnapshotTarget[],
    rules: CircuitRules,
    connecting: Connecting,
    before: TargetSet | null,
    onOpen: () => void,
  ): TargetSet {
    const known = new Map(before?.targets.map((one) => [one.url, one.circuit]));
    return new TargetSet(
      targets.map((target) => {
        const circuit = known.get(target.url) ?? new Circuit(rules, onOpen);
        circuit.rules = rules;
        return new UpstreamTarget(target, connecting, circuit);
      }),
    );
  }

  /**
   * The index of the target for the next call, or -1. Smooth weighted round robin: over any while each target gets
   * its share, and never a burst of it. `tried`: a bit per target that this call has been at already.
   */
  choose(nowMs: number, tried: number): number {
    const chosen = this.#choose(nowMs, tried);
    // The least bad: it answers late or broken, but there is somebody.
    return chosen < 0 ? this.#choose(nowMs, tried, true) : chosen;
  }

  #choose(nowMs: number, tried: number, takesFaulty = false): number {
    const { targets } = this;
    let chosen = -1;
    let total = 0;
    for (let i = 0; i < targets.length; i += 1) {
      const target = targets[i]!;
      const { circuit, weight } = target;
      if (weight === 0 || (tried & (1 << i)) !== 0) continue;
      if (!circuit.admits(nowMs) && !(takesFaulty && !circuit.isGone)) continue;
      target.current += weight;
      total += weight;
      if (chosen < 0 || target.current > targets[chosen]!.current) chosen = i;
    }
    if (chosen >= 0) targets[chosen]!.current -= total;
    return chosen;
  }

  /** Until a target may be tried again. */
  waitMs(nowMs: number): number {
    let waitMs = Number.POSITIVE_INFINITY;
    for (const { weight, circuit } of this.targets) {
      if (weight > 0) waitMs = Math.min(waitMs, circuit.retryAtMs - nowMs);
    }
    return Math.max(0, waitMs);
  }

  countCall(): void {
    this.#savedRepeats = Math.min(MOST_SAVED_REPEATS, this.#savedRepeats + REPEATS_PER_CALL);
  }

  takeRepeat(): boolean {
    if (this.#savedRepeats < 1) return false;
    this.#savedRepeats -= 1;
    return true;
  }
}
