/**
 * HTTP/2 connections to upstreams that speak gRPC: TLS where the address is https, prior knowledge where it is
 * http. Every socket passes the same guard as those of `upstream-pools.ts`.
 */
import { type ClientHttp2Session, connect } from 'node:http2';
import { isIP, connect as netConnect, type Socket } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import type { TransportLimits } from './transport.ts';
import { AddressRefused, type UpstreamGuard } from './upstream-guard.ts';
import { identityOf } from './upstream-pools.ts';
import type { PoolPlace } from './upstream-targets.ts';

class ConnectTimeout extends Error {
  readonly code = 'ETIMEDOUT';
}

interface Connection {
  readonly session: ClientHttp2Session;
  streams: number;
}

/** What a server lets us open at once is only known once it has said so. */
const ASSUMED_STREAMS = 100;
const MOST_CONNECTIONS = 8;
const MOST_ORIGINS = 1000;
const IDLE_MS = 60_000;

export class GrpcUpstreams {
  /** By `PoolPlace.key`. */
  readonly #origins = new Map<string, Set<Connection>>();
  readonly #guard: UpstreamGuard;
  readonly #limits: Pick<TransportLimits, 'headerBytes'>;

  constructor(guard: UpstreamGuard, limits: Pick<TransportLimits, 'headerBytes'>) {
    this.#guard = guard;
    this.#limits = limits;
  }

  /**
   * A connection with room for a stream, and how to give the room back; null when there is none. Throws an
   * AddressRefused.
   */
  take(place: PoolPlace): { session: ClientHttp2Session; release(): void } | null {
    const connections = this.#of(place.key);
    if (connections === null) return null;
    let chosen: Connection | null = null;
    for (const one of connections) if (hasRoom(one)) chosen = one;
    if (chosen === null && connections.size >= MOST_CONNECTIONS) return null;
    const taken = chosen ?? this.#open(place, connections);
    taken.streams += 1;
    return {
      session: taken.session,
      release() {
        taken.streams -= 1;
      },
    };
  }

  close(): void {
    for (const connections of this.#origins.values()) {
      for (const { session } of connections) session.destroy();
    }
  }

  #of(key: string): Set<Connection> | null {
    const known = this.#origins.get(key);
    if (known !== undefined) return known;
    if (this.#origins.size >= MOST_ORIGINS) {
      for (const [name, connections] of this.#origins) if (connections.size === 0) this.#origins.delete(name);
      if (this.#origins.size >= MOST_ORIGINS) return null;
    }
    const created = new Set<Connection>();
    this.#origins.set(key, created);
    return created;
  }

  #open(place: PoolPlace, connections: Set<Connection>): Connection {
    const url = new URL(place.origin);
    const { host, port } = placeOf(url);
    // A literal address never passes through `lookup`.
    if (isIP(host) !== 0 && !this.#guard.permits(host, host, port))
      throw new AddressRefused('The address is not permitted');
    const session = connect(place.origin, {
      createConnection: () => this.#dial(url, place),
      settings: { enablePush: false, maxHeaderListSize: 4 * this.#limits.headerBytes },
    });
    const connection: Connection = { session, streams: 0 };
    connections.add(connection);
    const timer = setTimeout(() => session.destroy(new ConnectTimeout()), place.connectMs);
    session.once('connect', () => clearTimeout(timer));
    session.once('close', () => {
      clearTimeout(timer);
      connections.delete(connection);
    });
    // Streams hear of it themselves.
    session.on('error', () => undefined);
    session.setTimeout(IDLE_MS, () => {
      if (connection.streams === 0) session.close();
    });
    return connection;
  }

  #dial(url: URL, place: PoolPlace): Socket {
    const { host, port } = placeOf(url);
    const lookup = this.#guard.lookupFor(host, port);
    if (url.protocol === 'http:') return netConnect({ host, port, lookup, noDelay: true });
    const socket = tlsConnect({
      host,
      port,
      lookup,
      ALPNProtocols: ['h2'],
      ...(place.servername !== null && { servername: place.servername }),
      ...identityOf(place),
    });
    socket.once('secureConnect', () => {
      if (socket.alpnProtocol !== 'h2') socket.destroy(new Error('The upstream does not speak HTTP/2'));
    });
    return socket;
  }
}

function placeOf(url: URL): { host: string; port: number } {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return { host, port: Number(url.port || (url.protocol === 'https:' ? 443 : 80)) };
}

function hasRoom({ session, streams }: Connection): boolean {
  if (session.closed || session.destroyed) return false;
  return streams < (session.remoteSettings?.maxConcurrentStreams ?? ASSUMED_STREAMS);
}
