/**
 * The counters of quotas in dense slots of shared memory: one cell per subscription and kind of quota, with the
 * present period, and per environment the units used (in millionths) and the period that they were used in.
 * Chunks are added, never moved or freed. The caller holds the lock of the subscription that the cell belongs to.
 */
const CHUNK_CELLS = 16_384;
const NUMBERS = 8;

const START = 0;
const END = 1;
const NEXT_END = 2;
/** How often the quota has been reset. What is counted says which of them it came after. */
const EPOCH = 3;
const USED = 4;
const USED_PERIOD = 6;

export interface QuotaCalendar {
  readonly startMs: number;
  readonly endMs: number;
  readonly nextEndMs: number;
}

export class QuotaCells {
  readonly #chunks: Float64Array[] = [];

  constructor(chunks: readonly SharedArrayBuffer[]) {
    this.adopt(chunks);
  }

  adopt(chunks: readonly SharedArrayBuffer[]): void {
    for (const chunk of chunks.slice(this.#chunks.length)) this.#chunks.push(new Float64Array(chunk));
  }

  /**
   * Start of the period of the moment of admission; NaN when the calendar does not reach so far. Boundaries were
   * computed by the control thread, one period ahead; the counter rolls at the first call after a boundary, and
   * never back when the wall clock does.
   */
  periodStartMs(cell: number, test: boolean, wallMs: number): number {
    const numbers = this.#chunk(cell);
    const at = (cell % CHUNK_CELLS) * NUMBERS;
    const endMs = numbers[at + END]!;
    if (wallMs < endMs && numbers[at + USED_PERIOD + (test ? 1 : 0)]! < endMs) return numbers[at + START]!;
    return wallMs < numbers[at + NEXT_END]! ? endMs : Number.NaN;
  }

  /** End of the present or the next period, by its start. */
  periodEndMs(cell: number, periodStartMs: number): number {
    const numbers = this.#chunk(cell);
    const at = (cell % CHUNK_CELLS) * NUMBERS;
    return periodStartMs === numbers[at + START]! ? numbers[at + END]! : numbers[at + NEXT_END]!;
  }

  epoch(cell: number): number {
    return this.#chunk(cell)[(cell % CHUNK_CELLS) * NUMBERS + EPOCH]!;
  }

  /** The period that the counter stands in. */
  usedPeriodMs(cell: number, test: boolean): number {
    return this.#chunk(cell)[(cell % CHUNK_CELLS) * NUMBERS + USED_PERIOD + (test ? 1 : 0)]!;
  }

  usedMicros(cell: number, test: boolean, periodStartMs: number): number {
    const numbers = this.#chunk(cell);
    const at = (cell % CHUNK_CELLS) * NUMBERS + (test ? 1 : 0);
    return numbers[at + USED_PERIOD] === periodStartMs ? numbers[at + USED]! : 0;
  }

  setUsed(cell: number, test: boolean, periodStartMs: number, micros: number): void {
    const numbers = this.#chunk(cell);
    const at = (cell % CHUNK_CELLS) * NUMBERS + (test ? 1 : 0);
    numbers[at + USED_PERIOD] = periodStartMs;
    numbers[at + USED] = micros;
  }

  calendar(cell: number): QuotaCalendar {
    const numbers = this.#chunk(cell);
    const at = (cell % CHUNK_CELLS) * NUMBERS;
    return { startMs: numbers[at + START]!, endMs: numbers[at + END]!, nextEndMs: numbers[at + NEXT_END]! };
  }

  /**
   * Of a cell that never rolls: what it may reach. It has no next period, so the number that says where that ends says
   * this; it is raised and lowered under the lock like all of them.
   */
  mostMicros(cell: number): number {
    return this.#chunk(cell)[(cell % CHUNK_CELLS) * NUMBERS + NEXT_END]!;
  }

  /** Control thread only. A later epoch than the cell's is a reset: the whole quota holds again. */
  describe(cell: number, { startMs, endMs, nextEndMs }: QuotaCalendar, epoch: number): void {
    const numbers = this.#chunk(cell);
    const at = (cell % CHUNK_CELLS) * NUMBERS;
    numbers[at + START] = startMs;
    numbers[at + END] = endMs;
    numbers[at + NEXT_END] = nextEndMs;
    if (epoch <= numbers[at + EPOCH]!) return;
    numbers[at + EPOCH] = epoch;
    numbers[at + USED] = 0;
    numbers[at + USED + 1] = 0;
  }

  #chunk(cell: number): Float64Array {
    const chunk = this.#chunks[Math.floor(cell / CHUNK_CELLS)];
    if (chunk === undefined) throw new RangeError(`No chunk holds quota cell ${cell}`);
    return chunk;
  }
}

/** Adds chunks until there is room for `count` cells; true when it had to. */
export function reserveCells(chunks: SharedArrayBuffer[], count: number): boolean {
  const before = chunks.length;
  while (chunks.length * CHUNK_CELLS < count) {
    chunks.push(new SharedArrayBuffer(CHUNK_CELLS * NUMBERS * 8));
  }
  return chunks.length > before;
}
