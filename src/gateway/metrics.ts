/**
 * Counters of one worker in shared memory, merged by the main thread. Labels are fixed lists: no request
 * adds a series.
 */
import { admissionKinds } from '#enforcement/admission';
import { gatewayKinds } from './problem-kinds.ts';

const STATUS_CLASSES = ['1xx', '2xx', '3xx', '4xx', '5xx'] as const;
const PROBLEMS = [...Object.values(admissionKinds), ...Object.values(gatewayKinds)].map((kind) => kind.type);
const PROBLEM_INDEX = new Map<string, number>(PROBLEMS.map((type, index) => [type, index]));

const ANSWERS_AT = 0;
const IN_FLIGHT = STATUS_CLASSES.length;
const KEY_LOOKUPS = IN_FLIGHT + 1;
const CIRCUITS_OPEN = KEY_LOOKUPS + 1;
const CIRCUIT_OPENINGS = CIRCUITS_OPEN + 1;
const REPEATS = CIRCUIT_OPENINGS + 1;
const PROBLEMS_AT = REPEATS + 1;
const LENGTH = PROBLEMS_AT + PROBLEMS.length;

export function createMetricsMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(LENGTH * 8);
}

/** The worker's side. Nobody else writes its memory, so plain additions do. */
export class WorkerMetrics {
  readonly #values: Float64Array;
  /** By the worker's threads before this one. */
  readonly #earlierLookups: number;

  constructor(memory: SharedArrayBuffer) {
    this.#values = new Float64Array(memory);
    this.#earlierLookups = this.#values[KEY_LOOKUPS]!;
  }

  answered(status: number): void {
    const at = ANSWERS_AT + Math.min(STATUS_CLASSES.length, Math.max(1, Math.floor(status / 100))) - 1;
    this.#values[at] = this.#values[at]! + 1;
  }

  refused(problemType: string): void {
    const index = PROBLEM_INDEX.get(problemType);
    if (index !== undefined) this.#values[PROBLEMS_AT + index] = this.#values[PROBLEMS_AT + index]! + 1;
  }

  circuitOpened(): void {
    this.#values[CIRCUIT_OPENINGS] = this.#values[CIRCUIT_OPENINGS]! + 1;
  }

  repeated(): void {
    this.#values[REPEATS] = this.#values[REPEATS]! + 1;
  }

  openCircuits(count: number): void {
    this.#values[CIRCUITS_OPEN] = count;
  }

  gauge(inFlight: number, keyLookups: number): void {
    this.#values[IN_FLIGHT] = inFlight;
    this.#values[KEY_LOOKUPS] = this.#earlierLookups + keyLookups;
  }
}

/** A worker that is gone has nothing in flight; what it counted stays counted. */
export function forgetInFlight(memory: SharedArrayBuffer): void {
  const values = new Float64Array(memory);
  values[IN_FLIGHT] = 0;
  values[CIRCUITS_OPEN] = 0;
}

export interface GatewayMetrics {
  /** By class of status: '2xx'. */
  readonly answers: Readonly<Record<string, number>>;
  /** By the last part of the problem's type. */
  readonly refusals: Readonly<Record<string, number>>;
  readonly inFlight: number;
  readonly keyLookups: number;
  /** Targets that are left alone, summed over workers. */
  readonly circuitsOpen: number;
  readonly circuitOpenings: number;
  /** Calls that went out once more. */
  readonly repeats: number;
  readonly workers: number;
  readonly workerRestarts: number;
}

/** Sums over workers. A worker's memory outlives its threads, so that counters never fall. */
export function mergeMetrics(
  memories: readonly SharedArrayBuffer[],
  workers: number,
  workerRestarts: number,
): GatewayMetrics {
  const sums = new Float64Array(LENGTH);
  for (const memory of memories) {
    const values = new Float64Array(memory);
    for (let i = 0; i < LENGTH; i += 1) sums[i] = sums[i]! + values[i]!;
  }
  const answers = Object.fromEntries(STATUS_CLASSES.map((name, index) => [name, sums[ANSWERS_AT + index]!]));
  const refusals = Object.fromEntries(
    PROBLEMS.map((type, index) => [type.split(/[/#]/).at(-1)!, sums[PROBLEMS_AT + index]!]),
  );
  return {
    answers,
    refusals,
    inFlight: sums[IN_FLIGHT]!,
    keyLookups: sums[KEY_LOOKUPS]!,
    circuitsOpen: sums[CIRCUITS_OPEN]!,
    circuitOpenings: sums[CIRCUIT_OPENINGS]!,
    repeats: sums[REPEATS]!,
    workers,
    workerRestarts,
  };
}
