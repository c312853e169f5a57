/**
 * The seam between what the gateway decides and how bytes move. A transport parses heads, hands them to
 * `Pipeline.open`, and does what the answer says; it knows nothing of keys, limits or journals. Today's is
 * `node:http` + `undici` (`transport-node-http.ts`); a leaner one may take its place.
 */
import type { Duplex } from 'node:stream';
import type { Call } from './call.ts';
import type { BodyDigest } from './content-digest.ts';
import type { Page } from './cors.ts';
import type { Upstream } from './upstreams.ts';

/** A request head as it came, before anybody has interpreted it. */
export interface RequestHead {
  readonly method: string;
  readonly target: string;
  /** '1.1' as the request line has it; '2' for a stream of HTTP/2, which no request line can say. */
  readonly version: string;
  /** Flat name, value list, in order and with duplicates. */
  readonly rawHeaders: readonly string[];
  readonly peerAddress: string;
  /** The connection is TLS. */
  readonly encrypted: boolean;
  /** A body follows that no header announces: HTTP/2 frames need none. */
  readonly unannouncedBody: boolean;
}

/** A complete answer that needs no upstream. */
export interface Answer {
  readonly kind: 'answer';
  readonly status: number;
  readonly headers: string[];
  /** Empty for HEAD. */
  readonly body: string;
  /** The connection must not be used for another request. */
  readonly close: boolean;
}

/** What to send to whom. */
export interface Passage {
  readonly kind: 'forward';
  readonly call: Call;
  readonly upstream: Upstream;
  /** Below the base path of whichever target gets it, with the query; may be empty. */
  readonly path: string;
  /** What `Host` says; null for the target's own name. */
  readonly host: string | null;
  /** Longest wait for a response's head, and longest silence within its body. */
  readonly headersMs: number;
  readonly idleMs: number;
  readonly method: string;
  readonly headers: string[];
  readonly hasBody: boolean;
  readonly expectsContinue: boolean;
  readonly bodyBytes: number;
  /** What the body must be, where its digest was signed. */
  readonly bodyDigest: BodyDigest | null;
  /** A browser's page asks: what it may read of the answer has to be said. */
  readonly page: Page | null;
  /** What the route speaks. */
  readonly protocol: 'http' | 'websocket' | 'grpc';
  /** Asks the upstream to switch to WebSocket, and takes over when it does. Other answers pass as usual. */
  readonly onUpgrade?: (upstream: Duplex, headers: string[]) => void;
}

export interface Pipeline {
  /** Reads the head and decides. A `Passage` has been charged: its call must be ended exactly once. */
  open(head: RequestHead): Answer | Passage;
  /** Whether the route of this head may become a WebSocket. Decides nothing else. */
  mayUpgrade(head: RequestHead): boolean;
  /** An answer for a request that the transport refuses before anybody has looked at its head. */
  refuseUnparsed(problem: 'requestMalformed' | 'requestTimeout' | 'headersTooLarge' | 'upstreamBusy'): Answer;
}

export interface TransportLimits {
  readonly bodyBytes: number;
  readonly headerBytes: number;
  readonly headerReadMs: number;
  readonly keepAliveMs: number;
  readonly clientIdleMs: number;
  readonly connectMs: number;
  readonly upstreamHeadersMs: number;
  readonly upstreamIdleMs: number;
  readonly streamIdleMs: number;
  readonly connectionsPerOrigin: number;
  readonly queuePerOrigin: number;
}

export interface Place {
  readonly host: string;
  readonly port: number;
  readonly reusePort: boolean;
}

export interface Transport {
  listen(place: Place): Promise<number>;
  /** Accepts nothing new, lets what is in flight finish for `graceMs`, then closes. */
  drain(graceMs: number): Promise<void>;
  /** Exchanges in flight. */
  readonly inFlight: number;
}
