/** Connections to upstreams: per worker one capped pool per origin, every socket guarded, no pipelining. */
import { isIP, type Socket } from 'node:net';
import { buildConnector, type Dispatcher, Pool } from 'undici';
import type { TransportLimits } from './transport.ts';
import { AddressRefused, type UpstreamGuard } from './upstream-guard.ts';

/**
 * Origins come from the catalog, yet a long life sees many: those without calls are closed beyond this
 * number.
 */
const MOST_ORIGINS = 1000;
/**
 * Below the keep-alive of common servers (5 s and more), so that they rarely close a socket that we are
 * about to use.
 */
const UPSTREAM_KEEP_ALIVE_MS = 4000;

interface OriginPool {
  readonly pool: Pool;
  inFlight: number;
}

type PoolLimits = Pick<TransportLimits, 'connectMs' | 'connectionsPerOrigin' | 'queuePerOrigin'>;

export class UpstreamPools {
  readonly #origins = new Map<string, OriginPool>();
  readonly #guard: UpstreamGuard;
  readonly #limits: PoolLimits;
  /** Bytes that a socket had received when it failed: tells a reused connection from a fresh one. */
  readonly #bytesReadAtFailure = new WeakMap<Error, number>();

  constructor(guard: UpstreamGuard, limits: PoolLimits) {
    this.#guard = guard;
    this.#limits = limits;
  }

  /**
   * False when the origin has too many calls waiting already. A dispatched call must be given back by
   * `done`.
   */
  dispatch(
    origin: string,
    options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
  ): boolean {
    const { connectionsPerOrigin, queuePerOrigin } = this.#limits;
    const target = this.#origin(origin);
    if (target.inFlight >= connectionsPerOrigin + queuePerOrigin) return false;
    target.inFlight += 1;
    target.pool.dispatch(options, handler);
    return true;
  }

  done(origin: string): void {
    const target = this.#origins.get(origin);
    if (target !== undefined) target.inFlight -= 1;
  }

  /** True when the connection had served an earlier call and broke before a byte of this one's answer. */
  failedOnReuse(error: Error): boolean {
    const told = (error as { socket?: { bytesRead?: number } }).socket?.bytesRead;
    return (told ?? this.#bytesReadAtFailure.get(error) ?? 0) > 0;
  }

  async close(): Promise<void> {
    const pools = [...this.#origins.values()];
    this.#origins.clear();
    await Promise.all(pools.map(({ pool }) => pool.destroy()));
  }

  #origin(origin: string): OriginPool {
    const known = this.#origins.get(origin);
    if (known !== undefined) return known;
    if (this.#origins.size >= MOST_ORIGINS) this.#closeIdle();
    const pool = new Pool(origin, {
      connections: this.#limits.connectionsPerOrigin,
      pipelining: 1,
      keepAliveTimeout: UPSTREAM_KEEP_ALIVE_MS,
      keepAliveMaxTimeout: 60_000,
      // Time-outs are ours (`deadlines.ts`): undici's have a resolution of half a second.
      headersTimeout: 0,
      bodyTimeout: 0,
      strictContentLength: true,
      allowH2: false,
      connect: this.#connector(origin),
    });
    const created = { pool, inFlight: 0 };
    this.#origins.set(origin, created);
    return created;
  }

  #closeIdle(): void {
    for (const [origin, { pool, inFlight }] of this.#origins) {
      if (inFlight > 0) continue;
      this.#origins.delete(origin);
      void pool.destroy();
    }
  }

  #connector(origin: string): buildConnector.connector {
    const url = new URL(origin);
    const hostname = url.hostname.replace(/^\[|\]$/g, '');
    const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
    const lookup = this.#guard.lookupFor(hostname, port);
    // Built once per origin, because it keeps the TLS sessions that later sockets resume.
    const connect = buildConnector({ timeout: this.#limits.connectMs, allowH2: false, lookup });
    return (options, callback) => {
      // A literal address never passes through `lookup`.
      if (isIP(hostname) !== 0 && !this.#guard.permits(hostname, hostname, port)) {
        queueMicrotask(() => callback(new AddressRefused('The address is not permitted'), null));
        return;
      }
      const socket = connect(options, callback) as unknown as Socket;
      socket.on('error', (error) => this.#bytesReadAtFailure.set(error, socket.bytesRead));
    };
  }
}
