/**
 * The time that admission decides by. Monotonic milliseconds are the same in all threads of the process;
 * the wall clock is their distance to it, published by the control thread, which alone asks the clock. No
 * worker reads a clock of its own, and a wall clock that jumps moves no rate limit.
 */
const threadSkewMs = Number(process.hrtime.bigint()) / 1e6 - performance.now();

export function monotonicMs(): number {
  return performance.now() + threadSkewMs;
}

/** Steps below this are the clock's grain, not a correction. */
const GRAIN_MS = 3;

export function createTimeMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(8);
}

export class SharedTime {
  readonly #offset: Float64Array;

  constructor(memory: SharedArrayBuffer) {
    this.#offset = new Float64Array(memory);
  }

  wallMs(): number {
    return this.#offset[0]! + monotonicMs();
  }

  /** Control thread only. */
  publish(wallMs: number): void {
    if (Math.abs(wallMs - this.wallMs()) < GRAIN_MS) return;
    this.#offset[0] = wallMs - monotonicMs();
  }
}
