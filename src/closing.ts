import type { Log } from '#kernel';

/** What was started and has to be stopped, in reverse order, each even when another fails. */
export class Closing {
  readonly #stops: { name: string; stop: () => Promise<unknown> | unknown }[] = [];
  readonly #log: Log;
  #closed: Promise<void> | null = null;

  constructor(log: Log) {
    this.#log = log;
  }

  add(name: string, stop: () => Promise<unknown> | unknown): void {
    this.#stops.push({ name, stop });
  }

  get hasBegun(): boolean {
    return this.#closed !== null;
  }

  /** Asked again, it answers when the first closing is done. */
  close(): Promise<void> {
    this.#closed ??= this.#closeAll();
    return this.#closed;
  }

  async #closeAll(): Promise<void> {
    for (let one = this.#stops.pop(); one; one = this.#stops.pop()) {
      try {
        await one.stop();
      } catch (error) {
        this.#log.error({ err: error, part: one.name }, 'stopping failed');
      }
    }
  }
}
