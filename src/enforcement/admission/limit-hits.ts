/**
 * How often limits said no, counted where it happens: per key, route and policy, in bounded memory, however many
 * refusals there are. Whoever drives the admission takes the counts away about once a second; what a crash loses is
 * what was counted since.
 */
export type HitKind = 'concurrency' | 'rate' | 'quota' | 'overage';

export interface LimitHit {
  readonly organizationId: string;
  readonly providerId: string;
  readonly productId: string;
  readonly subscriptionId: string;
  readonly keyId: string;
  readonly routeId: string;
  readonly environment: 'live' | 'test';
  readonly kind: HitKind;
  readonly policy: string;
  readonly hits: number;
}

/** What is known of a hit before it is looked up what it belongs to. */
export interface HitPlace {
  readonly keyIndex: number;
  readonly routeOrdinal: number;
  readonly kind: HitKind;
  readonly policy: string;
}

const MOST = 4096;

export class LimitHits {
  #hits = new Map<string, { -readonly [Name in keyof LimitHit]: LimitHit[Name] }>();
  /** Hits of further keys than there is room for. */
  #uncounted = 0;

  /** `describe` is asked once per key, route and policy. */
  note(place: HitPlace, describe: () => Omit<LimitHit, 'kind' | 'policy' | 'hits'>): void {
    const { keyIndex, routeOrdinal, kind, policy } = place;
    const name = `${keyIndex}.${routeOrdinal}.${kind}.${policy}`;
    const known = this.#hits.get(name);
    if (known !== undefined) known.hits += 1;
    else if (this.#hits.size >= MOST) this.#uncounted += 1;
    else this.#hits.set(name, { ...describe(), kind, policy, hits: 1 });
  }

  /** What was counted since the last time; null when there was nothing. */
  take(): { hits: LimitHit[]; uncounted: number } | null {
    if (this.#hits.size === 0) return null;
    const taken = { hits: [...this.#hits.values()], uncounted: this.#uncounted };
    this.#hits = new Map();
    this.#uncounted = 0;
    return taken;
  }
}
