import type { Environment, UsageRecord } from './record.ts';
import { formatScaled, parseScaled } from './scaled.ts';

export interface QuotaUse {
  readonly subscriptionId: string;
  readonly quotaPeriodStartMs: number;
  readonly environment: Environment;
  /** Exact. `Number(units)` is what a Float64 counter takes. */
  readonly units: string;
}

interface Use {
  readonly subscriptionId: string;
  readonly quotaPeriodStartMs: number;
  readonly environment: Environment;
  scaled: bigint;
}

/** What one open call has reserved so far. */
interface Reservation {
  readonly run: string;
  readonly call: string;
  readonly useKey: string;
  readonly scaled: bigint;
}

/** A part of a fold's state, plain. All of them together are the state, in any order. */
export interface FoldPiece {
  readonly uses?: readonly [string, number, Environment, string][];
  readonly reservations?: readonly [string, string, string, string][];
}

const PIECE_SIZE = 2000;

/**
 * Units used per (subscription, quota period, environment), folded from journal records. Pure: the same
 * records in the same order give the same fold, which is how counters come back after a SIGKILL. A call
 * counts from its `start` with what it reserved, then with its latest `progress`, then with its `end`; one
 * whose writer died keeps its latest.
 */
export class QuotaFold {
  readonly #uses = new Map<string, Use>();
  readonly #reservations = new Map<string, Reservation>();
  #forgottenBeforeMs = Number.NEGATIVE_INFINITY;

  /** `run` names the writer's run: its open calls are forgotten with it (`endRun`). */
  add(record: UsageRecord, run: string): void {
    if (record.quotaPeriodStartMs === null) return;
    const scaled = parseScaled(record.units);
    const use = this.#use(record.subscriptionId, record.quotaPeriodStartMs, record.environment);
    if (record.kind === 'complete') {
      use.scaled += scaled;
      return;
    }
    const call = `${run}\n${record.source}\n${record.id}`;
    const before = this.#reservations.get(call);
    if (before !== undefined) this.#take(before);
    use.scaled += scaled;
    if (record.kind === 'end') {
      this.#reservations.delete(call);
      return;
    }
    const useKey = keyOf(record.subscriptionId, record.quotaPeriodStartMs, record.environment);
    this.#reservations.set(call, { run, call, useKey, scaled });
  }

  /** The run is dead: what its open calls reserved stays used. */
  endRun(run: string): void {
    for (const [key, reservation] of this.#reservations) {
      if (reservation.run === run) this.#reservations.delete(key);
    }
  }

  /** Forgets quota periods that began earlier: nothing is counted in them any more. */
  forgetBefore(quotaPeriodStartMs: number): void {
    if (quotaPeriodStartMs === this.#forgottenBeforeMs) return;
    this.#forgottenBeforeMs = quotaPeriodStartMs;
    for (const [key, use] of this.#uses) {
      if (use.quotaPeriodStartMs < quotaPeriodStartMs) this.#uses.delete(key);
    }
  }

  get size(): number {
    return this.#uses.size;
  }

  *entries(): Generator<QuotaUse> {
    for (const { subscriptionId, quotaPeriodStartMs, environment, scaled } of this.#uses.values()) {
      yield { subscriptionId, quotaPeriodStartMs, environment, units: formatScaled(scaled) };
    }
  }

  /** Made one at a time, so that a large fold can be written in turns. It must not change meanwhile. */
  *pieces(): Generator<FoldPiece> {
    for (const uses of inPieces(this.#uses.values())) {
      yield {
        uses: uses.map(({ subscriptionId, quotaPeriodStartMs, environment, scaled }) => [
          subscriptionId,
          quotaPeriodStartMs,
          environment,
          formatScaled(scaled),
        ]),
      };
    }
    for (const reservations of inPieces(this.#reservations.values())) {
      yield {
        reservations: reservations.map(({ run, call, useKey, scaled }) => [
          run,
          call,
          useKey,
          formatScaled(scaled),
        ]),
      };
    }
  }

  static fromPieces(pieces: Iterable<FoldPiece>): QuotaFold {
    const fold = new QuotaFold();
    for (const { uses = [], reservations = [] } of pieces) {
      for (const [subscriptionId, quotaPeriodStartMs, environment, units] of uses) {
        fold.#use(subscriptionId, quotaPeriodStartMs, environment).scaled = parseScaled(units);
      }
      for (const [run, call, useKey, units] of reservations) {
        fold.#reservations.set(call, { run, call, useKey, scaled: parseScaled(units) });
      }
    }
    return fold;
  }

  #take(reservation: Reservation): void {
    const use = this.#uses.get(reservation.useKey);
    if (use !== undefined) use.scaled -= reservation.scaled;
  }

  #use(subscriptionId: string, quotaPeriodStartMs: number, environment: Environment): Use {
    const key = keyOf(subscriptionId, quotaPeriodStartMs, environment);
    let use = this.#uses.get(key);
    if (use === undefined) {
      use = { subscriptionId, quotaPeriodStartMs, environment, scaled: 0n };
      this.#uses.set(key, use);
    }
    return use;
  }
}

function* inPieces<T>(items: Iterable<T>): Generator<T[]> {
  let piece: T[] = [];
  for (const item of items) {
    if (piece.push(item) < PIECE_SIZE) continue;
    yield piece;
    piece = [];
  }
  if (piece.length > 0) yield piece;
}

function keyOf(subscriptionId: string, quotaPeriodStartMs: number, environment: Environment): string {
  return `${subscriptionId}\n${quotaPeriodStartMs}\n${environment}`;
}
