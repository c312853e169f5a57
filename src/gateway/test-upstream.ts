/** For tests: an upstream that keeps the exact bytes of each connection and answers as the path says. */
import { createServer, type Server, type Socket } from 'node:net';

export interface RecordedRequest {
  readonly method: string;
  readonly target: string;
  /** Lower-case name → values, in order. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: string;
}

export interface TestUpstream {
  readonly port: number;
  readonly requests: RecordedRequest[];
  /** All bytes of all connections. */
  bytes(): string;
  connections(): number;
  forget(): void;
  /** Closes idle sockets after this long, as servers do. */
  idleMs: number;
  stop(): Promise<void>;
}

type Behaviour = (socket: Socket, request: RecordedRequest) => void;

const ok = (body: string, headers = '') =>
  `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`;

const BEHAVIOURS: Record<string, Behaviour> = {
  sleep500: (socket) => void setTimeout(() => socket.writable && socket.write(ok('slept')), 500),
  hang: () => undefined,
  reset: (socket) => socket.resetAndDestroy(),
  short: (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc'),
  both: (socket) =>
    socket.write(
      'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
    ),
  status099: (socket) => socket.write('HTTP/1.1 099 Weird\r\nContent-Length: 0\r\n\r\n'),
  nostatus: (socket) => socket.write('HTTP/1.1 OK\r\nContent-Length: 0\r\n\r\n'),
  control: (socket) => socket.write('HTTP/1.1 200 O\x01K\r\nContent-Length: 2\r\n\r\nok'),
  http2: (socket) => socket.write('HTTP/2.0 200 OK\r\nContent-Length: 2\r\n\r\nok'),
  switching: (socket) =>
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n'),
  nocontent: (socket) => socket.write('HTTP/1.1 204 No Content\r\n\r\nabc'),
  notmodifiedbody: (socket) => socket.write('HTTP/1.1 304 Not Modified\r\nContent-Length: 8\r\n\r\nSMUGGLED'),
  extra: (socket) => socket.write(`${ok('ok')}HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nSMUGGLED`),
  interim: (socket) =>
    socket.write(`HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n${ok('ok')}`),
  notmodified: (socket) => socket.write('HTTP/1.1 304 Not Modified\r\nContent-Length: 3\r\n\r\n'),
  failing: (socket) => socket.write('HTTP/1.1 500 Internal Server Error\r\nContent-Length: 4\r\n\r\noops'),
  chunked: (socket) =>
    socket.write(
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n6\r\n world\r\n0\r\n\r\n',
    ),
  brokenstream: (socket) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n'),
  stall: (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc'),
  large: (socket) => socket.write(ok('x'.repeat(1_000_000))),
  hygiene: (socket) =>
    socket.write(
      ok(
        'hy',
        'RateLimit: "up";r=9\r\nX-RateLimit-Remaining: 9\r\nConnection: X-Foo\r\nX-Foo: 1\r\n' +
          'X-Turnpike-Internal: 1\r\nX-Kept: yes\r\n',
      ),
    ),
  cookies: (socket) => socket.write(ok('ok', 'Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n')),
  sse(socket) {
    socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n');
    let sent = 0;
    const timer = setInterval(() => {
      sent += 1;
      if (!socket.writable || sent > 3) {
        clearInterval(timer);
        socket.end();
      } else socket.write(`data: ${sent}\n\n`);
    }, 50);
  },
};

/**
 * `port` 0 for any; `reset`: breaks every connection after a request instead of answering; `early`: answers a head
 * before its body has come.
 */
export async function startTestUpstream(
  port = 0,
  { reset = false, early = false } = {},
): Promise<TestUpstream> {
  const raw: Buffer[][] = [];
  const requests: RecordedRequest[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    const chunks: Buffer[] = [];
    raw.push(chunks);
    sockets.add(socket);
    let pending = '';
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.on('timeout', () => socket.end());
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      if (early && chunks.length === 1) socket.write(ok('early'));
      pending += chunk.toString('latin1');
      for (let taken = takeRequest(pending); taken !== null; taken = takeRequest(pending)) {
        pending = taken.rest;
        requests.push(taken.request);
        // From the first answer on, as servers count it: a fresh connection may wait for its request.
        if (upstream.idleMs > 0) socket.setTimeout(upstream.idleMs);
        if (reset) socket.resetAndDestroy();
        else answer(socket, taken.request);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address() as { port: number };
  const upstream: TestUpstream = {
    port: address.port,
    requests,
    idleMs: 0,
    bytes: () => raw.map((chunks) => Buffer.concat(chunks).toString('latin1')).join('\n'),
    connections: () => sockets.size,
    forget() {
      requests.length = 0;
      // Connections live on: what they receive from now on is kept.
      for (const chunks of raw) chunks.length = 0;
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return upstream;
}

function answer(socket: Socket, request: RecordedRequest): void {
  if (request.target.startsWith('/admin/secret')) {
    socket.write(ok('ADMIN'));
    return;
  }
  const mode = /^\/v1\/x\/([a-z0-9]+)/.exec(request.target)?.[1];
  const behaviour = mode === undefined ? undefined : BEHAVIOURS[mode];
  if (behaviour !== undefined) behaviour(socket, request);
  else if (request.method === 'HEAD') socket.write('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n');
  else socket.write(ok(`echo:${request.body}`), 'latin1');
}

/** Takes one whole request off the text, or null while it is not whole. */
function takeRequest(text: string): { request: RecordedRequest; rest: string } | null {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const [line = '', ...lines] = text.slice(0, end).split('\r\n');
  const [method = '', target = ''] = line.split(' ');
  const headers = new Map<string, string[]>();
  for (const one of lines) {
    const colon = one.indexOf(':');
    const name = one.slice(0, colon).toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), one.slice(colon + 1).trim()]);
  }
  const after = text.slice(end + 4);
  const body = headers.has('transfer-encoding')
    ? takeChunks(after)
    : takeLength(after, Number(headers.get('content-length')?.[0] ?? 0));
  return body === null ? null : { request: { method, target, headers, body: body.body }, rest: body.rest };
}

function takeLength(text: string, length: number): { body: string; rest: string } | null {
  return text.length < length ? null : { body: text.slice(0, length), rest: text.slice(length) };
}

function takeChunks(text: string): { body: string; rest: string } | null {
  let body = '';
  for (let at = 0; ; ) {
    const end = text.indexOf('\r\n', at);
    if (end < 0) return null;
    const length = Number.parseInt(text.slice(at, end), 16);
    if (text.length < end + 2 + length + 2) return null;
    if (length === 0) return { body, rest: text.slice(end + 4) };
    body += text.slice(end + 2, end + 2 + length);
    at = end + 2 + length + 2;
  }
}
