/**
 * What is due now and then while a call goes on for long: its use is written down, and the right to it is
 * looked at again, which costs a few reads of shared memory.
 */
import type { Call } from './call.ts';

const PROGRESS_MS = 10_000;
const RECHECK_MS = 2000;

export class StreamWatch {
  readonly #call: Call;
  #progressAtMs: number;
  #recheckAtMs: number;

  constructor(call: Call, nowMs: number) {
    this.#call = call;
    this.#progressAtMs = nowMs + PROGRESS_MS;
    this.#recheckAtMs = nowMs + RECHECK_MS;
  }

  /** Why the call must not go on; null while it may. */
  tick(nowMs: number): string | null {
    if (nowMs >= this.#progressAtMs) {
      this.#progressAtMs = nowMs + PROGRESS_MS;
      this.#call.progress();
    }
    if (nowMs < this.#recheckAtMs) return null;
    this.#recheckAtMs = nowMs + RECHECK_MS;
    return this.#call.whyEnded();
  }
}
