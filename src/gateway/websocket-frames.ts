/**
 * Follows one direction of a WebSocket (RFC 6455 5.2) by its frame headers: how many messages went by, whether
 * a frame is under way, and with what it was closed. Payloads are neither kept nor unmasked.
 */
const CLOSE = 8;
const FIN = 0x80;
const MASKED = 0x80;

export class FrameCounter {
  /** Whole messages, fragments taken together; control frames are none. */
  messages = 0;
  /** A Close frame went by. */
  closed = false;
  /** Bytes of the present header so far: at most 2 + 8 + 4. */
  readonly #header = new Uint8Array(14);
  #have = 0;
  #payloadLeft = 0;

  /** Between two frames: a frame of our own may go here. */
  get isBetween(): boolean {
    return this.#have === 0 && this.#payloadLeft === 0;
  }

  pass(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; ) {
      if (this.#payloadLeft > 0) {
        const taken = Math.min(this.#payloadLeft, chunk.length - at);
        this.#payloadLeft -= taken;
        at += taken;
        continue;
      }
      this.#header[this.#have] = chunk[at]!;
      this.#have += 1;
      at += 1;
      if (this.#have >= 2 && this.#have === this.#headerLength()) this.#begin();
    }
  }

  #headerLength(): number {
    const short = this.#header[1]! & 0x7f;
    const extended = short === 126 ? 2 : short === 127 ? 8 : 0;
    return 2 + extended + (this.#header[1]! & MASKED ? 4 : 0);
  }

  /** The header is whole. */
  #begin(): void {
    const opcode = this.#header[0]! & 0x0f;
    if (opcode === CLOSE) this.closed = true;
    else if (opcode < CLOSE && this.#header[0]! & FIN) this.messages += 1;
    this.#payloadLeft = this.#payloadLength();
    this.#have = 0;
  }

  #payloadLength(): number {
    const view = new DataView(this.#header.buffer);
    const short = this.#header[1]! & 0x7f;
    if (short < 126) return short;
    return short === 126 ? view.getUint16(2) : Number(view.getBigUint64(2));
  }
}

export const CLOSE_CODES = { goingAway: 1001, policy: 1008 } as const;

/** A Close frame; what clients send has to be masked, with whatever mask. */
export function closeFrame(code: number, masked: boolean): Buffer {
  const payload = [code >> 8, code & 0xff];
  return Buffer.from(
    masked ? [FIN | CLOSE, MASKED | 2, 0, 0, 0, 0, ...payload] : [FIN | CLOSE, 2, ...payload],
  );
}
