/**
 * Whether a target is worth calling, from what calls to it have met: closed (called), open (left alone for a
 * while, ever longer), half open (one call tries it). One per target and worker; workers do not tell each other,
 * so that one with a broken connection does not take a target from the others.
 */
export interface CircuitRules {
  readonly failures: number;
  readonly openMs: number;
  readonly serverErrorPercent: number | null;
}

export type CircuitState = 'closed' | 'half_open' | 'open';

const LONGEST_OPEN_MS = 60_000;
/** Share by which a back-off varies: workers shall not all come back at the same moment. */
const JITTER = 0.2;
const WINDOW_MS = 10_000;
const LEAST_ANSWERS = 20;

export class Circuit {
  state: CircuitState = 'closed';
  /**
   * Open because nobody could be connected to. Time-outs and broken answers can be brought about by who calls: they
   * move calls to other targets, but where no other is left a target is still called, so that no consumer can take
   * a product from all others.
   */
  isGone = false;
  /** Monotonic; while open. */
  retryAtMs = 0;
  rules: CircuitRules;
  readonly #onOpen: () => void;
  #failures = 0;
  #openings = 0;
  #windowEndMs = 0;
  #answers = 0;
  #serverErrors = 0;

  constructor(rules: CircuitRules, onOpen: () => void) {
    this.rules = rules;
    this.#onOpen = onOpen;
  }

  admits(nowMs: number): boolean {
    return this.state === 'closed' || (this.state === 'open' && nowMs >= this.retryAtMs);
  }

  /** A call goes out. True when it is the one that tries an open circuit. */
  begin(nowMs: number): boolean {
    if (this.state !== 'open' || nowMs < this.retryAtMs) return false;
    this.state = 'half_open';
    return true;
  }

  /** `isGone`: there was nobody to connect to. */
  failed(nowMs: number, isProbe: boolean, isGone: boolean): void {
    this.#failures += 1;
    const isNews = this.state === 'closed' || (isGone && !this.isGone);
    if (isProbe || (isNews && this.#failures >= this.rules.failures)) this.#open(nowMs, isGone);
  }

  answered(nowMs: number, isProbe: boolean, isServerError: boolean): void {
    const percent = this.rules.serverErrorPercent;
    if (percent !== null && isServerError && this.state !== 'closed') {
      if (isProbe) this.#open(nowMs, false);
      return;
    }
    if (this.state !== 'closed') this.#close();
    this.#failures = 0;
    if (percent === null) return;
    this.#count(nowMs, isServerError);
    if (this.#answers >= LEAST_ANSWERS && this.#serverErrors * 100 >= percent * this.#answers) {
      this.#open(nowMs, false);
    }
  }

  /** The call ended without saying anything about the target. */
  released(isProbe: boolean): void {
    if (isProbe && this.state === 'half_open') this.state = 'open';
  }

  #count(nowMs: number, isServerError: boolean): void {
    if (nowMs >= this.#windowEndMs) {
      this.#windowEndMs = nowMs + WINDOW_MS;
      this.#answers = 0;
      this.#serverErrors = 0;
    }
    this.#answers += 1;
    if (isServerError) this.#serverErrors += 1;
  }

  #open(nowMs: number, isGone: boolean): void {
    if (this.state === 'closed') this.#onOpen();
    this.isGone = isGone;
    this.#failures = 0;
    const doubled = Math.min(LONGEST_OPEN_MS, this.rules.openMs * 2 ** Math.min(this.#openings, 16));
    this.#openings += 1;
    this.state = 'open';
    this.retryAtMs = nowMs + doubled * (1 - JITTER + 2 * JITTER * Math.random());
  }

  #close(): void {
    this.state = 'closed';
    this.isGone = false;
    this.#openings = 0;
    this.#answers = 0;
    this.#serverErrors = 0;
    this.#windowEndMs = 0;
  }
}
