/**
 * Remembers the latest answers of a pure question about time, by a text that says everything it depends on. One close asks
 * for the same boundaries of the same subscription again and again, and those that began together share theirs.
 */
export class Memory<T> {
  readonly #most: number;
  readonly #answers = new Map<string, T>();

  constructor(most: number) {
    this.#most = most;
  }

  of(text: string, answer: () => T): T {
    const known = this.#answers.get(text);
    if (known !== undefined) return known;
    const found = answer();
    if (this.#answers.size >= this.#most) this.#answers.clear();
    this.#answers.set(text, found);
    return found;
  }
}
