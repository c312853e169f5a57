import assert from 'node:assert/strict';

// biome-ignore lint/suspicious/noExplicitAny: answers are checked by what the tests assert of them
export type Json = any;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

/** Someone who talks to the HTTP API. */
export class Client {
  readonly #base: string;
  readonly #headers: Record<string, string>;

  constructor(base: string, headers: Record<string, string> = {}) {
    this.#base = base;
    this.#headers = headers;
  }

  as(headers: Record<string, string>): Client {
    return new Client(this.#base, { ...this.#headers, ...headers });
  }

  bearer(token: string): Client {
    return this.as({ authorization: `Bearer ${token}` });
  }

  async send(
    method: string,
    path: string,
    body?: Json,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const url = this.#base + (/^\/(api|health|ready|metrics)/.test(path) ? path : `/api/v1${path}`);
    const json = body === undefined ? {} : { 'content-type': 'application/json' };
    const isRaw = typeof body === 'string' || body instanceof Uint8Array;
    const response = await fetch(url, {
      method,
      headers: { ...this.#headers, ...json, ...headers },
      ...(body === undefined ? {} : { body: isRaw ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    return {
      status: response.status,
      headers: response.headers,
      body: isJson && text ? JSON.parse(text) : text,
    };
  }

  /** Sends and expects success. */
  async ok(method: string, path: string, body?: Json, headers: Record<string, string> = {}): Promise<Json> {
    const answer = await this.send(method, path, body, headers);
    assert.ok(
      answer.status < 300,
      `${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`,
    );
    return answer.body;
  }

  get(path: string): Promise<Json> {
    return this.ok('GET', path);
  }

  post(path: string, body: Json = {}, headers: Record<string, string> = {}): Promise<Json> {
    return this.ok('POST', path, body, headers);
  }

  /** Sends and expects this refusal. */
  async refused(status: number, method: string, path: string, body?: Json): Promise<Json> {
    const answer = await this.send(method, path, body);
    assert.equal(
      answer.status,
      status,
      `${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`,
    );
    return answer.body;
  }
}

/** A machine that runs other things too may take this many times as long. Only what never happens is waited for so long. */
const PATIENCE = 3;

/** Tries until the answer satisfies, for at most `seconds` of a machine that has nothing else to do. */
export async function eventually<T>(
  what: string,
  seconds: number,
  attempt: () => Promise<T | null | undefined | false>,
): Promise<T> {
  const deadline = performance.now() + seconds * PATIENCE * 1000;
  let last: unknown;
  while (performance.now() < deadline) {
    try {
      const result = await attempt();
      if (result) return result;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${what} did not happen within ${seconds * PATIENCE} s`, { cause: last });
}
