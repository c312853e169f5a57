/**
 * When quota periods end, by subscription slot: a binary heap, because those that are counted from an anchor end at
 * any moment, and looking through a million subscriptions for each would stop the control thread.
 */
export class Boundaries {
  readonly #times: number[] = [];
  readonly #slots: number[] = [];
  /** The latest boundary of each slot. */
  readonly #ofSlot: number[] = [];

  get nextMs(): number {
    return this.#times[0] ?? Number.POSITIVE_INFINITY;
  }

  /**
   * A slot whose boundary changes stays entered with the earlier one too; whoever takes it looks again. The same
   * boundary is entered once, however often the slot is described.
   */
  add(atMs: number, slot: number): void {
    if (this.#ofSlot[slot] === atMs) return;
    this.#ofSlot[slot] = atMs;
    let at = this.#times.length;
    for (let parent = (at - 1) >> 1; at > 0 && this.#times[parent]! > atMs; parent = (at - 1) >> 1) {
      this.#put(at, this.#times[parent]!, this.#slots[parent]!);
      at = parent;
    }
    this.#put(at, atMs, slot);
  }

  /** The slot whose boundary came first, or null when none has come by `nowMs`. */
  takeDue(nowMs: number): number | null {
    if (this.nextMs > nowMs) return null;
    const slot = this.#slots[0]!;
    const lastMs = this.#times.pop()!;
    const lastSlot = this.#slots.pop()!;
    if (this.#times.length > 0) this.#sink(lastMs, lastSlot);
    return slot;
  }

  clear(): void {
    this.#times.length = 0;
    this.#slots.length = 0;
    this.#ofSlot.length = 0;
  }

  #sink(ms: number, slot: number): void {
    const count = this.#times.length;
    let at = 0;
    for (let child = 1; child < count; child = 2 * at + 1) {
      if (child + 1 < count && this.#times[child + 1]! < this.#times[child]!) child += 1;
      if (this.#times[child]! >= ms) break;
      this.#put(at, this.#times[child]!, this.#slots[child]!);
      at = child;
    }
    this.#put(at, ms, slot);
  }

  #put(at: number, ms: number, slot: number): void {
    this.#times[at] = ms;
    this.#slots[at] = slot;
  }
}
