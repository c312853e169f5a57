import { Readable } from 'node:stream';
import type { ClientRequest } from './client-streams.ts';

export class BodyTooLarge extends Error {}
/** The client broke its request off: the upstream must not take what came for all of it. */
class BodyBroken extends Error {}

/**
 * A request's body on its way to the upstream: bounded, with the upstream's backpressure, and apart from
 * the client's socket, which undici would otherwise destroy together with the body.
 */
export class RequestBody extends Readable {
  readonly #source: ClientRequest;
  readonly #limitBytes: number;
  readonly #onBytes: (bytes: number) => void;
  #received = 0;

  constructor(source: ClientRequest, limitBytes: number, onBytes: (bytes: number) => void) {
    super({ highWaterMark: 65_536 });
    this.#source = source;
    this.#limitBytes = limitBytes;
    this.#onBytes = onBytes;
    source.on('data', this.#onData);
    source.once('end', this.#onEnd);
  }

  override _read(): void {
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
    if (this.#source.complete) this.push(null);
    else this.destroy(new BodyBroken());
  };
}
