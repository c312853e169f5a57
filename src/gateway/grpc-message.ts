/** What of gRPC the gateway has to know: who speaks it, its deadlines, its statuses, where messages begin. */
import type { ServerHttp2Stream } from 'node:http2';
import type { Answer, RequestHead } from './transport.ts';

export const GRPC_STATUS = {
  cancelled: 1,
  invalidArgument: 3,
  deadlineExceeded: 4,
  unimplemented: 12,
  unavailable: 14,
} as const;

export function speaksGrpc(head: RequestHead): boolean {
  const { rawHeaders } = head;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (rawHeaders[i] === 'content-type') return /^application\/grpc(?:$|[+;])/i.test(rawHeaders[i + 1]!);
  }
  return false;
}

const UNIT_MS: Record<string, number> = { H: 3_600_000, M: 60_000, S: 1000, m: 1, u: 1e-3, n: 1e-6 };

/** Milliseconds of a `grpc-timeout`; Infinity for none, or for one that is no timeout. */
export function timeoutMs(headers: readonly string[]): number {
  for (let i = 0; i < headers.length; i += 2) {
    if (headers[i]!.toLowerCase() !== 'grpc-timeout') continue;
    const [, digits, unit] = /^(\d{1,8})([HMSmun])$/.exec(headers[i + 1]!) ?? [];
    if (digits !== undefined) return Number(digits) * UNIT_MS[unit!]!;
  }
  return Number.POSITIVE_INFINITY;
}

/** HTTP statuses of the gateway's own answers as statuses of gRPC. */
const STATUS_OF: Record<number, number> = {
  400: 3,
  401: 16,
  402: 7,
  403: 7,
  404: 12,
  405: 12,
  413: 8,
  415: 12,
  429: 8,
  431: 8,
  502: 14,
  503: 14,
  504: 14,
};
const INTERNAL = 13;

/** An answer of the gateway as callers of gRPC expect it: 200, and what happened in the trailers. */
export function answerGrpc(stream: ServerHttp2Stream, answer: Answer): void {
  const { title, detail } = JSON.parse(answer.body || '{}') as { title?: string; detail?: string };
  respondStatus(
    stream,
    STATUS_OF[answer.status] ?? INTERNAL,
    [title, detail].filter(Boolean).join('. '),
    answer.headers,
  );
}

/** Trailers without anything before them. */
export function respondStatus(
  stream: ServerHttp2Stream,
  status: number,
  message: string,
  headers: readonly string[] = [],
): void {
  if (stream.destroyed || stream.closed) return;
  const list = [':status', '200', 'content-type', 'application/grpc', ...statusTrailers(status, message)];
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!.toLowerCase();
    if (name !== 'content-type' && name !== 'content-length') list.push(name, headers[i + 1]!);
  }
  stream.respond(list as never, { endStream: true });
}

export function statusTrailers(status: number, message: string): string[] {
  // Percent-encoded by the rules of gRPC, which are those of URIs as far as ASCII goes.
  return ['grpc-status', String(status), 'grpc-message', encodeURI(message)];
}

/** Counts the messages of one direction: a flag, a length of four bytes, and as many bytes. */
export class MessageCounter {
  messages = 0;
  readonly #prefix = new Uint8Array(5);
  #have = 0;
  #left = 0;

  pass(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; ) {
      if (this.#left > 0) {
        const taken = Math.min(this.#left, chunk.length - at);
        this.#left -= taken;
        at += taken;
        continue;
      }
      this.#prefix[this.#have] = chunk[at]!;
      this.#have += 1;
      at += 1;
      if (this.#have < 5) continue;
      this.messages += 1;
      this.#have = 0;
      this.#left = new DataView(this.#prefix.buffer).getUint32(1);
    }
  }
}
