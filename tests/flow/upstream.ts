import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An API to be sold: it answers in each of the ways that a response may end. */
export interface Upstream {
  readonly url: string;
  /** Calls that it was given. */
  readonly calls: number;
  stop(): Promise<void>;
}

const answers: Record<string, (response: ServerResponse, request: IncomingMessage, url: URL) => void> = {
  '/plain': (response) => {
    const body = '{"weather":"clear"}';
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
    response.end(body);
  },
  '/stream': (response) => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.write('first ');
    setTimeout(() => response.end('last'), 60);
  },
  '/empty': (response) => {
    response.writeHead(204);
    response.end();
  },
  '/slow': (response, _request, url) => {
    setTimeout(() => answers['/plain']!(response, _request, url), Number(url.searchParams.get('ms') ?? 1000));
  },
};

export async function startUpstream(): Promise<Upstream> {
  let calls = 0;
  const server = createServer((request, response) => {
    calls += 1;
    const url = new URL(request.url ?? '/', 'http://upstream');
    const answer = answers[url.pathname];
    if (answer) answer(response, request, url);
    else response.writeHead(404, { 'content-length': '0' }).end();
  });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get calls() {
      return calls;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
