import type { Environment, QuotaMark, UsageRecord } from './record.ts';
import { formatScaled, parseScaled } from './scaled.ts';

/** Units used of one quota of a subscription, in one period of it and since its latest reset in that. */
export interface QuotaUse extends QuotaMark {
  readonly subscriptionId: string;
  readonly environment: Environment;
  /** Exact. `Number(units)` is what a Float64 counter takes. */
  readonly units: string;
}

interface Use extends Omit<QuotaUse, 'units'> {
  scaled: bigint;
}

/** What one open call has reserved so far, of each of its quotas. */
interface Reservation {
  readonly run: string;
  readonly call: string;
  readonly useKeys: readonly string[];
  readonly scaled: bigint;
}

/** A part of a fold's state, plain. All of them together are the state, in any order. */
export interface FoldPiece {
  readonly uses?: readonly [
    subscriptionId: string,
    kind: number,
    epoch: number,
    periodStartMs: number,
    environment: Environment,
    units: string,
  ][];
  readonly reservations?: readonly [run: string, call: string, useKeys: readonly string[], units: string][];
}

const PIECE_SIZE = 2000;

/**
 * Units used per (subscription, quota, period, reset, environment), folded from journal records. Pure: the same
 * records in the same order give the same fold, which is how counters come back after a SIGKILL. A call counts
 * from its `start` with what it reserved, then with its latest `progress`, then with its `end`; one whose writer
 * died keeps its latest. It counts once in each quota that its record names.
 */
export class QuotaFold {
  readonly #uses = new Map<string, Use>();
  readonly #reservations = new Map<string, Reservation>();

  /** `run` names the writer's run: its open calls are forgotten with it (`endRun`). */
  add(record: UsageRecord, run: string): void {
    if (record.quotas.length === 0) return;
    const scaled = parseScaled(record.units);
    const { subscriptionId, environment, quotas } = record;
    if (record.kind === 'complete') {
      for (const mark of quotas) this.#use(subscriptionId, mark, environment).scaled += scaled;
      return;
    }
    const call = `${run}\n${record.source}\n${record.id}`;
    const before = this.#reservations.get(call);
    if (before !== undefined) this.#take(before);
    for (const mark of quotas) this.#use(subscriptionId, mark, environment).scaled += scaled;
    if (record.kind === 'end') {
      this.#reservations.delete(call);
      return;
    }
    const useKeys = quotas.map((mark) => keyOf(subscriptionId, mark, environment));
    this.#reservations.set(call, { run, call, useKeys, scaled });
  }

  /** Adds what no record of the quota says: units that a change of plan carried over from another quota. */
  carry(use: QuotaUse): void {
    this.#use(use.subscriptionId, use, use.environment).scaled += parseScaled(use.units);
  }

  unitsOf(subscriptionId: string, mark: QuotaMark, environment: Environment): string {
    return formatScaled(this.#uses.get(keyOf(subscriptionId, mark, environment))?.scaled ?? 0n);
  }

  /** The run is dead: what its open calls reserved stays used. */
  endRun(run: string): void {
    for (const [key, reservation] of this.#reservations) {
      if (reservation.run === run) this.#reservations.delete(key);
    }
  }

  /** Forgets periods that are over: `isOver` says so of a kind of quota and the start of a period. */
  forget(isOver: (kind: number, periodStartMs: number) => boolean): void {
    for (const [key, use] of this.#uses) {
      if (isOver(use.kind, use.periodStartMs)) this.#uses.delete(key);
    }
  }

  get size(): number {
    return this.#uses.size;
  }

  *entries(): Generator<QuotaUse> {
    for (const { scaled, ...use } of this.#uses.values()) yield { ...use, units: formatScaled(scaled) };
  }

  /** Made one at a time, so that a large fold can be written in turns. It must not change meanwhile. */
  *pieces(): Generator<FoldPiece> {
    for (const uses of inPieces(this.#uses.values())) {
      yield {
        uses: uses.map(({ subscriptionId, kind, epoch, periodStartMs, environment, scaled }) => [
          subscriptionId,
          kind,
          epoch,
          periodStartMs,
          environment,
          formatScaled(scaled),
        ]),
      };
    }
    for (const reservations of inPieces(this.#reservations.values())) {
      yield {
        reservations: reservations.map(({ run, call, useKeys, scaled }) => [
          run,
          call,
          useKeys,
          formatScaled(scaled),
        ]),
      };
    }
  }

  static fromPieces(pieces: Iterable<FoldPiece>): QuotaFold {
    const fold = new QuotaFold();
    for (const { uses = [], reservations = [] } of pieces) {
      for (const [subscriptionId, kind, epoch, periodStartMs, environment, units] of uses) {
        const mark = { kind, epoch, periodStartMs };
        fold.#use(subscriptionId, mark, environment).scaled = parseScaled(units);
      }
      for (const [run, call, useKeys, units] of reservations) {
        fold.#reservations.set(call, { run, call, useKeys, scaled: parseScaled(units) });
      }
    }
    return fold;
  }

  #take(reservation: Reservation): void {
    for (const key of reservation.useKeys) {
      const use = this.#uses.get(key);
      if (use !== undefined) use.scaled -= reservation.scaled;
    }
  }

  #use(subscriptionId: string, mark: QuotaMark, environment: Environment): Use {
    const key = keyOf(subscriptionId, mark, environment);
    let use = this.#uses.get(key);
    if (use === undefined) {
      const { kind, epoch, periodStartMs } = mark;
      use = { subscriptionId, kind, epoch, periodStartMs, environment, scaled: 0n };
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

function keyOf(
  subscriptionId: string,
  { kind, epoch, periodStartMs }: QuotaMark,
  environment: Environment,
): string {
  return `${subscriptionId}\n${kind}.${epoch}.${periodStartMs}\n${environment}`;
}
