/** Connections to upstreams: per worker one capped pool per origin, every socket guarded, no pipelining. */
import { isIP, type Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { buildConnector, type Dispatcher, errors, Pool } from 'undici';
import type { TransportLimits } from './transport.ts';
import { AddressRefused, type UpstreamGuard } from './upstream-guard.ts';
import type { PoolPlace } from './upstream-targets.ts';

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

/** undici takes `servername`, though its types do not say so. */
export interface UpstreamRequest extends Dispatcher.DispatchOptions {
  readonly servername: PoolPlace['servername'];
}

interface OriginPool {
  readonly pool: Pool;
  /** Connections that serve one call each, made when the first is needed. */
  fresh: Pool | null;
  inFlight: number;
}

type PoolLimits = Pick<TransportLimits, 'connectionsPerOrigin' | 'queuePerOrigin'>;

export class UpstreamPools {
  /** By `PoolPlace.key`. */
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
   * `done`. `isFresh`: over a connection that no call has used, whatever idle ones there are.
   */
  dispatch(
    place: PoolPlace,
    options: UpstreamRequest,
    handler: Dispatcher.DispatchHandler,
    isFresh = false,
  ): boolean {
    const { connectionsPerOrigin, queuePerOrigin } = this.#limits;
    const target = this.#origin(place);
    if (target.inFlight >= connectionsPerOrigin + queuePerOrigin) return false;
    target.inFlight += 1;
    // Without pipelining undici closes a connection after its call.
    if (isFresh) target.fresh ??= this.#open(place, 0);
    const pool = isFresh ? target.fresh! : target.pool;
    pool.dispatch(options, handler);
    return true;
  }

  done({ key }: PoolPlace): void {
    const target = this.#origins.get(key);
    if (target !== undefined) target.inFlight -= 1;
  }

  /** True while no call has to wait for another one's connection. */
  hasRoom({ key }: PoolPlace): boolean {
    return (this.#origins.get(key)?.inFlight ?? 0) <= this.#limits.connectionsPerOrigin;
  }

  /** True when the connection had served an earlier call and broke before a byte of this one's answer. */
  failedOnReuse(error: Error): boolean {
    const told = (error as { socket?: { bytesRead?: number } }).socket?.bytesRead;
    return (told ?? this.#bytesReadAtFailure.get(error) ?? 0) > 0;
  }

  async close(): Promise<void> {
    const pools = [...this.#origins.values()];
    this.#origins.clear();
    await Promise.all(pools.flatMap(({ pool, fresh }) => [pool.destroy(), fresh?.destroy()]));
  }

  #origin(place: PoolPlace): OriginPool {
    const known = this.#origins.get(place.key);
    if (known !== undefined) return known;
    if (this.#origins.size >= MOST_ORIGINS) this.#closeIdle();
    const created = { pool: this.#open(place, 1), fresh: null, inFlight: 0 };
    this.#origins.set(place.key, created);
    return created;
  }

  #open(place: PoolPlace, pipelining: 0 | 1): Pool {
    return new Pool(place.origin, {
      connections: this.#limits.connectionsPerOrigin,
      pipelining,
      keepAliveTimeout: UPSTREAM_KEEP_ALIVE_MS,
      keepAliveMaxTimeout: 60_000,
      // Time-outs are ours (`deadlines.ts`): undici's have a resolution of half a second.
      headersTimeout: 0,
      bodyTimeout: 0,
      strictContentLength: true,
      allowH2: false,
      connect: this.#connector(place),
    });
  }

  #closeIdle(): void {
    for (const [key, { pool, fresh, inFlight }] of this.#origins) {
      if (inFlight > 0) continue;
      this.#origins.delete(key);
      void pool.destroy();
      void fresh?.destroy();
    }
  }

  #connector(place: PoolPlace): buildConnector.connector {
    const url = new URL(place.origin);
    const hostname = url.hostname.replace(/^\[|\]$/g, '');
    const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
    const lookup = this.#guard.lookupFor(hostname, port);
    // Built once per origin, because it keeps the TLS sessions that later sockets resume.
    const connect = buildConnector({
      timeout: 0,
      allowH2: false,
      lookup,
      ...identityOf(place),
    });
    return (options, callback) => {
      // A literal address never passes through `lookup`.
      if (isIP(hostname) !== 0 && !this.#guard.permits(hostname, hostname, port)) {
        queueMicrotask(() => callback(new AddressRefused('The address is not permitted'), null));
        return;
      }
      let isSettled = false;
      const socket = connect(options, (...outcome) => {
        isSettled = true;
        clearTimeout(timer);
        callback(...outcome);
      }) as unknown as Socket;
      // Ours, as undici's is only good to half a second, and a call's next target waits for it.
      const timer = setTimeout(() => {
        // A turn later: after a stall of this thread timers come before what the kernel has long known, and an
        // upstream must not be blamed for it.
        setImmediate(() => {
          if (isSettled) return;
          socket.destroy(new errors.ConnectTimeoutError('The upstream took too long to connect'));
        });
      }, place.connectMs);
      timer.unref();
      socket.on('error', (error) => this.#bytesReadAtFailure.set(error, socket.bytesRead));
    };
  }
}

/** Certificates are checked in any case; a private authority takes the place of the public ones. */
export function identityOf({ tls }: PoolPlace): Pick<ConnectionOptions, 'ca' | 'cert' | 'key'> {
  const trusted = tls === null || tls.ca === null ? {} : { ca: tls.ca };
  const own =
    tls === null || tls.certificate === null || tls.privateKey === null
      ? {}
      : { cert: tls.certificate, key: tls.privateKey };
  return { ...trusted, ...own };
}
