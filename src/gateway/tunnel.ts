/**
 * A WebSocket between a client and an upstream, after both have agreed: bytes go through as they are, with
 * backpressure both ways, counted, and the client has no end of it before its record is on disk.
 */
import type { Duplex } from 'node:stream';
import type { Call } from './call.ts';
import type { Deadlines, Timed } from './deadlines.ts';
import { StreamWatch } from './stream-watch.ts';
import { CLOSE_CODES, closeFrame, FrameCounter } from './websocket-frames.ts';

export interface TunnelParts {
  readonly call: Call;
  readonly client: Duplex;
  readonly upstream: Duplex;
  readonly deadlines: Deadlines;
  readonly idleMs: number;
  onOver(tunnel: Tunnel): void;
}

/** For the other side to say goodbye, once one has. */
const FAREWELL_MS = 5000;

export class Tunnel implements Timed {
  deadlineMs: number;
  readonly #parts: TunnelParts;
  readonly #sent = new FrameCounter();
  readonly #received = new FrameCounter();
  readonly #watch: StreamWatch;
  /** Why the gateway itself ends it. */
  #reason: string | null = null;
  #over = false;

  constructor(parts: TunnelParts) {
    this.#parts = parts;
    this.#watch = new StreamWatch(parts.call, parts.deadlines.nowMs);
    this.deadlineMs = parts.deadlines.nowMs + parts.idleMs;
    // Whatever breaks also closes, and that is listened to.
    parts.client.on('error', () => undefined);
    parts.upstream.on('error', () => undefined);
  }

  /** `head` is what the client sent right behind its request. */
  start(head: Buffer): void {
    const { client, upstream, deadlines, call } = this.#parts;
    if (client.destroyed || upstream.destroyed) {
      this.#lost('a connection broke before the tunnel stood');
      return;
    }
    deadlines.add(this);
    client.once('close', () => this.#lost('the client closed the connection'));
    upstream.once('close', () => this.#lost('the upstream closed the connection'));
    if (head.length > 0) client.unshift(head);
    this.#carry(client, upstream, this.#sent, (bytes) => {
      call.requestBytes += bytes;
    });
    this.#carry(upstream, client, this.#received, (bytes) => {
      call.responseBytes += bytes;
    });
    client.once('end', () => this.#clientEnded());
    upstream.once('end', () => this.#upstreamEnded());
  }

  expire(): void {
    if (this.#reason !== null || this.#said) this.#lost(this.#reason ?? 'nobody closed the connection');
    else this.close('idle for too long', CLOSE_CODES.goingAway);
  }

  tick(nowMs: number): void {
    const { call } = this.#parts;
    call.properties = this.#properties();
    const reason = this.#reason === null ? this.#watch.tick(nowMs) : null;
    if (reason !== null) this.close(reason, CLOSE_CODES.policy);
  }

  /** Says goodbye to both sides, each where a frame may begin. */
  close(reason: string, code: number = CLOSE_CODES.goingAway): void {
    if (this.#over || this.#reason !== null) return;
    this.#reason = reason;
    const { client, upstream, deadlines } = this.#parts;
    this.deadlineMs = deadlines.nowMs + FAREWELL_MS;
    if (this.#sent.isBetween && !this.#sent.closed) upstream.write(closeFrame(code, true));
    if (!this.#received.isBetween) {
      // In the middle of a message nothing can be said.
      this.#lost(reason);
      return;
    }
    if (!this.#received.closed) client.write(closeFrame(code, false));
    this.#finish(() => this.#hangUp());
  }

  get #said(): boolean {
    return this.#sent.closed || this.#received.closed;
  }

  #carry(from: Duplex, to: Duplex, frames: FrameCounter, count: (bytes: number) => void): void {
    const { deadlines, idleMs } = this.#parts;
    from.on('data', (chunk: Buffer) => {
      // Once the gateway has said goodbye, nothing may follow it.
      if (this.#reason !== null || this.#over) return;
      count(chunk.length);
      frames.pass(chunk);
      this.deadlineMs = deadlines.nowMs + (this.#said ? FAREWELL_MS : idleMs);
      if (to.write(chunk)) return;
      from.pause();
      to.once('drain', () => from.resume());
    });
  }

  #clientEnded(): void {
    this.deadlineMs = this.#parts.deadlines.nowMs + FAREWELL_MS;
    this.#parts.upstream.end();
  }

  #upstreamEnded(): void {
    if (!this.#said && this.#reason === null) this.#reason = 'the upstream closed the connection';
    this.#finish(() => this.#hangUp());
  }

  #hangUp(): void {
    const { client, upstream } = this.#parts;
    upstream.destroy();
    client.end(() => client.destroy());
  }

  /** A side is gone, or will not say goodbye. */
  #lost(reason: string): void {
    if (!this.#said) this.#reason ??= reason;
    this.#finish(() => undefined);
    this.#parts.client.destroy();
    this.#parts.upstream.destroy();
  }

  #finish(onDurable: () => void): void {
    if (this.#over) return;
    this.#over = true;
    const { call, deadlines } = this.#parts;
    deadlines.delete(this);
    call.properties = this.#properties();
    if (this.#reason === null) call.complete(onDurable);
    else call.interrupt(this.#reason, onDurable);
    this.#parts.onOver(this);
  }

  #properties(): string {
    return JSON.stringify({
      request_messages: this.#sent.messages,
      response_messages: this.#received.messages,
    });
  }
}
