/** Abuse as one worker sees it: whom it keeps out because the control thread said so, and what it counts for it. */
import {
  type AbuseCounters,
  addressAtProduct,
  addressSubject,
  type KeyPlace,
  keySubject,
  networkOf,
  type Refusal,
  refusal,
  type ThrottleTable,
} from '#enforcement/admission';

const ABUSIVE = new Set([401, 403, 404]);

export class AbuseWatch {
  readonly #counters: AbuseCounters | null;
  readonly #throttles: ThrottleTable;
  readonly #monotonicMs: () => number;

  /** `counters`: null where nobody wants to know. */
  constructor(counters: AbuseCounters | null, throttles: ThrottleTable, monotonicMs: () => number) {
    this.#counters = counters;
    this.#throttles = throttles;
    this.#monotonicMs = monotonicMs;
  }

  /** True while nobody is kept out: then there is nothing to ask. */
  get isQuiet(): boolean {
    return this.#throttles.isEmpty;
  }

  /** `productId`: null when the address that was called has no product. */
  judgeAddress(address: string, productId: string | null): Refusal | null {
    if (this.isQuiet) return null;
    const network = networkOf(address);
    return (
      this.#judge(addressSubject(network)) ??
      (productId === null ? null : this.#judge(addressAtProduct(network, productId)))
    );
  }

  judgeKey(keyId: string): Refusal | null {
    return this.isQuiet ? null : this.#judge(keySubject(keyId));
  }

  admitted(key: KeyPlace, address: string): void {
    this.#counters?.admitted(key, address);
  }

  refused(status: number, address: string, productId: string | null, key: KeyPlace | null): void {
    if (this.#counters !== null && ABUSIVE.has(status)) this.#counters.refused(address, productId, key);
  }

  #judge(subject: string): Refusal | null {
    const seconds = this.#throttles.secondsLeft(subject, this.#monotonicMs());
    if (seconds === 0) return null;
    const extensions = { 'violated-policies': ['abuse'], retry_after: seconds };
    return refusal('abnormalUsage', ['Retry-After', String(seconds)], { extensions });
  }
}
