import { createHash } from 'node:crypto';

const LANES = 8;

/** Counts and sums up rows in a way that does not depend on their order, which the usage store does not keep. */
export class RowSet {
  readonly #lanes = new Uint32Array(LANES);
  #rows = 0;

  /** Lines, each with its line feed. */
  add(lines: string): void {
    for (let from = 0, to = lines.indexOf('\n'); to >= 0; from = to + 1, to = lines.indexOf('\n', from)) {
      const hash = createHash('sha256').update(lines.slice(from, to)).digest();
      for (let lane = 0; lane < LANES; lane += 1)
        this.#lanes[lane] = this.#lanes[lane]! + hash.readUInt32LE(lane * 4);
      this.#rows += 1;
    }
  }

  get value(): { rows: number; digest: string } {
    return { rows: this.#rows, digest: Buffer.from(this.#lanes.buffer).toString('hex') };
  }
}
