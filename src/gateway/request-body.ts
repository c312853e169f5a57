import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

export class BodyTooLarge extends Error {}

/**
 * A request's body on its way to the upstream: bounded, with the upstream's backpressure, and apart from
 * the client's socket, which undici would otherwise destroy together with the body.
 */
export class RequestBody extends Readable {
  readonly #source: IncomingMessage;
  readonly #limitBytes: number;
  readonly #onBytes: (bytes: number) => void;
  #received = 0;
  #isTouched = false;

  constructor(source: IncomingMessage, limitBytes: number, onBytes: (bytes: number) => void) {
    super({ highWaterMark: 65_536 });
    this.#source = source;
    this.#limitBytes = limitBytes;
    this.#onBytes = onBytes;
  }

  /** False while nothing of the client's bytes was taken: then another body may still be made of them. */
  get isTouched(): boolean {
    return this.#isTouched;
  }

  override _read(): void {
    if (!this.#isTouched) {
      this.#isTouched = true;
      this.#source.on('data', this.#onData);
      this.#source.once('end', this.#onEnd);
    }
    this.#source.resume();
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    this.#source.off('data', this.#onData);
    this.#source.off('end', this.#onEnd);
    callback(error);
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#received += chunk.length;
    this.#onBytes(chunk.length);
    if (this.#received > this.#limitBytes) {
      this.#source.pause();
      this.destroy(new BodyTooLarge());
      return;
    }
    if (!this.push(chunk)) this.#source.pause();
  };

  readonly #onEnd = (): void => {
    this.push(null);
  };
}
