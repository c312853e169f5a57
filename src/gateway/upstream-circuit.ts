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

  /** A call that was admitted goes out. True when it is the one that tries an open circuit. */
  begin(): boolean {
    if (this.state === 'closed') return false;
    this.state = 'half_open';
    return true;
  }

  /** `mayOpen` false: the call failed, but leaving the target alone would do more harm. */
  failed(nowMs: number, isProbe: boolean, mayOpen: boolean): void {
    if (isProbe) {
      this.#open(nowMs);
      return;
    }
    this.#failures += 1;
    if (this.state === 'closed' && mayOpen && this.#failures >= this.rules.failures) this.#open(nowMs);
  }

  answered(nowMs: number, isProbe: boolean, isServerError: boolean, mayOpen: boolean): void {
    const percent = this.rules.serverErrorPercent;
    if (percent !== null && isProbe && isServerError) {
      this.#open(nowMs);
      return;
    }
    if (isProbe) this.#close();
    this.#failures = 0;
    if (percent === null || this.state !== 'closed') return;
    this.#count(nowMs, isServerError);
    const isTooMany = this.#answers >= LEAST_ANSWERS && this.#serverErrors * 100 >= percent * this.#answers;
    if (isTooMany && mayOpen) this.#open(nowMs);
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

  #open(nowMs: number): void {
    if (this.state === 'closed') this.#onOpen();
    const doubled = Math.min(LONGEST_OPEN_MS, this.rules.openMs * 2 ** Math.min(this.#openings, 16));
    this.#openings += 1;
    this.state = 'open';
    this.retryAtMs = nowMs + doubled * (1 - JITTER + 2 * JITTER * Math.random());
  }

  #close(): void {
    this.state = 'closed';
    this.#openings = 0;
    this.#answers = 0;
    this.#serverErrors = 0;
    this.#windowEndMs = 0;
  }
}
