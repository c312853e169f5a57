import { Readable } from 'node:stream';
import type { ClientRequest } from './client-streams.ts';
import { type BodyDigest, BodyNotAsSigned } from './content-digest.ts';

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
  readonly #digest: BodyDigest | null;
  /** With a digest, the last bytes stay here until all of them are known to be right. */
  #held: Buffer | null = null;
  #received = 0;
  #isTouched = false;

  constructor(
    source: ClientRequest,
    limitBytes: number,
    digest: BodyDigest | null,
    onBytes: (bytes: number) => void,
  ) {
    super({ highWaterMark: 65_536 });
    this.#source = source;
    this.#limitBytes = limitBytes;
    this.#digest = digest;
    this.#onBytes = onBytes;
  }

  /** False while nothing of the client's bytes was taken: then another body may still be made of them. */
  get isTouched(): boolean {
    return this.#isTouched;
  }

  override _read(): void {
    if (!this.#isTouched) {
      this.#isTouched = true;
      // An empty body of HTTP/2 may be over before the upstream asks for it.
      if (this.#source.readableEnded) {
        this.#onEnd();
        return;
      }
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
    const passing = this.#digest === null ? chunk : this.#exchangeHeld(this.#digest, chunk);
    if (passing !== null && !this.push(passing)) this.#source.pause();
  };

  #exchangeHeld(digest: BodyDigest, chunk: Buffer): Buffer | null {
    digest.update(chunk);
    const held = this.#held;
    this.#held = chunk;
    return held;
  }

  readonly #onEnd = (): void => {
    if (!this.#source.complete) {
      this.destroy(new BodyBroken());
      return;
    }
    if (this.#digest !== null && !this.#digest.matches()) {
      this.destroy(new BodyNotAsSigned());
      return;
    }
    if (this.#held !== null) this.push(this.#held);
    this.push(null);
  };
}
