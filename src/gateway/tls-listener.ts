/**
 * The TLS port of a worker: handshakes, certificates by name, and the protocol that both sides agreed on.
 * What is inside is served by the same servers as without TLS.
 */
import type { AddressInfo } from 'node:net';
import {
  createSecureContext,
  createServer,
  type SecureContext,
  type SecureContextOptions,
  type Server,
  type TLSSocket,
} from 'node:tls';
import type { CertificatePair } from './tls-certificates.ts';

export interface TlsMaterial {
  readonly pairs: readonly CertificatePair[];
  /** 48 bytes, the same in all workers: a session begun with one is resumed by any. */
  readonly ticketKeys: Uint8Array;
}

export interface TlsListenerOptions {
  readonly material: TlsMaterial;
  readonly handshakeMs: number;
  onHttp1(socket: TLSSocket): void;
  onHttp2(socket: TLSSocket): void;
}

/** Forward secrecy and authenticated encryption only; the three of TLS 1.3 stand first. */
const CIPHERS = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
].join(':');

export class TlsListener {
  readonly #server: Server;
  readonly #sockets = new Set<TLSSocket>();
  #contexts: ReadonlyMap<string, SecureContext>;

  constructor(options: TlsListenerOptions) {
    this.#contexts = contextsOf(options.material.pairs);
    this.#server = createServer(
      {
        ...secureOptions(options.material.pairs[0]!),
        ticketKeys: Buffer.from(options.material.ticketKeys),
        ALPNProtocols: ['h2', 'http/1.1'],
        handshakeTimeout: options.handshakeMs,
        noDelay: true,
        SNICallback: (name, done) => done(null, this.#contextFor(name)),
      },
      (socket) => {
        this.#sockets.add(socket);
        socket.on('close', () => this.#sockets.delete(socket));
        socket.on('error', () => socket.destroy());
        if (socket.alpnProtocol === 'h2') options.onHttp2(socket);
        else options.onHttp1(socket);
      },
    );
    // Whoever does not speak TLS has nothing to be told in it.
    this.#server.on('tlsClientError', (_error, socket) => socket.destroy());
  }

  async listen(place: { host: string; port: number; reusePort: boolean }): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(place, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    return (this.#server.address() as AddressInfo).port;
  }

  /** For handshakes from now on; connections that stand keep what they agreed on. */
  use(material: TlsMaterial): void {
    this.#contexts = contextsOf(material.pairs);
    this.#server.setSecureContext({
      ...secureOptions(material.pairs[0]!),
      ticketKeys: Buffer.from(material.ticketKeys),
    } as SecureContextOptions);
  }

  /** Accepts nothing new; resolves once every connection has ended. */
  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  destroyAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Undefined for the default. */
  #contextFor(name: string): SecureContext | undefined {
    const host = name.toLowerCase();
    return this.#contexts.get(host) ?? this.#contexts.get(`*${host.slice(Math.max(0, host.indexOf('.')))}`);
  }
}

function secureOptions({ cert, key }: CertificatePair): SecureContextOptions {
  return { cert, key, minVersion: 'TLSv1.2', ciphers: CIPHERS, honorCipherOrder: true };
}

function contextsOf(pairs: readonly CertificatePair[]): Map<string, SecureContext> {
  const contexts = new Map<string, SecureContext>();
  for (const pair of pairs) {
    const context = createSecureContext(secureOptions(pair));
    // The earlier pair keeps a name that several have.
    for (const host of pair.hosts) if (!contexts.has(host)) contexts.set(host, context);
  }
  return contexts;
}
