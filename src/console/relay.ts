import { Agent, type Dispatcher } from 'undici';
import { Problem } from '#kernel';
import type { CallTarget } from './call-target.ts';
import { consoleProblems } from './problems.ts';

const MOST_BYTES = 1024 * 1024;
const MOST_MS = 30_000;
/** A server that shows the portal is no load generator. */
const MOST_AT_ONCE = 32;
const MOST_OF_ONE = 4;

export interface RelayOptions {
  /** Where this process reaches its gateway. */
  readonly gatewayUrl: string;
  /** The name under which consumers reach it. */
  readonly host: string;
  /** What the gateway believes whom the call is for by. */
  readonly token: string;
}

export interface Relayed {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  /** There was more, which was not waited for. */
  readonly truncated: boolean;
  readonly firstByteMs: number;
  readonly totalMs: number;
}

/** Calls the gateway and nothing else. */
export class Relay {
  readonly #options: RelayOptions;
  readonly #agent: Agent;
  readonly #underWay = new Map<string, number>();
  #all = 0;

  constructor(options: RelayOptions) {
    this.#options = options;
    // Where there is TLS only, its certificate is for the name that consumers know. Redirects are never followed.
    const servername = options.host.replace(/:\d+$/, '');
    this.#agent = new Agent({ connections: MOST_AT_ONCE, connect: { timeout: 2000, servername } });
  }

  /** `organizationId`: who has these calls under way; `address`: of the person who calls. */
  async send(
    target: CallTarget,
    key: string,
    { organizationId, address }: { organizationId: string; address: string },
  ): Promise<Relayed> {
    const own = this.#underWay.get(organizationId) ?? 0;
    if (this.#all >= MOST_AT_ONCE || own >= MOST_OF_ONE)
      throw new Problem(consoleProblems.consoleBusy, {
        detail: 'Wait for an answer first.',
        headers: { 'retry-after': '1' },
      });
    this.#all += 1;
    this.#underWay.set(organizationId, own + 1);
    try {
      return await this.#exchange(target, key, address);
    } catch (error) {
      throw asProblem(error);
    } finally {
      this.#all -= 1;
      const left = this.#underWay.get(organizationId)! - 1;
      if (left > 0) this.#underWay.set(organizationId, left);
      else this.#underWay.delete(organizationId);
    }
  }

  async #exchange(
    { method, path, headers, body }: CallTarget,
    key: string,
    address: string,
  ): Promise<Relayed> {
    const startedMs = performance.now();
    const signal = AbortSignal.timeout(MOST_MS);
    // As origin and path, because a URL would be read once more and its dots resolved.
    const answer = await this.#agent.request({
      origin: this.#options.gatewayUrl,
      path,
      method: method as Dispatcher.HttpMethod,
      headers: {
        'user-agent': 'Turnpike-Console',
        accept: '*/*',
        ...headers,
        'accept-encoding': 'identity',
        host: this.#options.host,
        authorization: `Bearer ${key}`,
        'x-forwarded-for': `${address}, ${this.#options.token}`,
      },
      body,
      signal,
    });
    const firstByteMs = performance.now() - startedMs;
    const { bytes, truncated } = await readSome(answer.body, signal);
    return {
      status: answer.statusCode,
      headers: Object.entries(answer.headers).flatMap(([name, value]) =>
        [value ?? []].flat().map((one) => [name, one] as const),
      ),
      body: bytes,
      truncated,
      firstByteMs,
      totalMs: performance.now() - startedMs,
    };
  }
}

/** A stream that goes on beyond the time or the size is shown as far as it came. */
async function readSome(
  body: Dispatcher.ResponseData['body'],
  signal: AbortSignal,
): Promise<{ bytes: Buffer; truncated: boolean }> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of body as AsyncIterable<Buffer>) {
      parts.push(part);
      size += part.length;
      if (size > MOST_BYTES) return { bytes: Buffer.concat(parts).subarray(0, MOST_BYTES), truncated: true };
    }
  } catch (error) {
    if (!signal.aborted || size === 0) throw error;
    return { bytes: Buffer.concat(parts), truncated: true };
  }
  return { bytes: Buffer.concat(parts), truncated: false };
}

function asProblem(error: unknown): unknown {
  const { name, code } = error as { name?: string; code?: string };
  if (name === 'TimeoutError' || name === 'AbortError' || code === 'UND_ERR_HEADERS_TIMEOUT')
    return new Problem(consoleProblems.consoleTimeout, {
      detail: `It was given up after ${MOST_MS / 1000} s. It may have been counted.`,
      cause: error,
    });
  if (code?.startsWith('UND_ERR') || code?.startsWith('E'))
    return new Problem(consoleProblems.consoleUnreachable, { cause: error });
  return error;
}
