/** The way from a request with `Upgrade: websocket` to a tunnel. */
import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Call } from './call.ts';

/** What asks to be upgraded in the one way that is served: a GET of HTTP/1.1 without a body. */
export function asksForWebSocket(request: IncomingMessage): boolean {
  const { headers, method, httpVersion } = request;
  return (
    method === 'GET' &&
    httpVersion === '1.1' &&
    headers.upgrade?.toLowerCase() === 'websocket' &&
    headers['transfer-encoding'] === undefined &&
    (headers['content-length'] ?? '0') === '0'
  );
}

/** A response for a request that Node's server has let go of; the connection ends with it. */
export function responseOn(request: IncomingMessage, socket: Duplex): ServerResponse {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket as Socket);
  response.once('finish', () => socket.end(() => socket.destroy()));
  return response;
}

/** The head that makes the client's connection a WebSocket. */
export function switchingHead(upstreamHeaders: readonly string[], call: Call): string {
  let head = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n';
  for (const headers of [upstreamHeaders, call.decision.headers]) {
    for (let i = 0; i < headers.length; i += 2) head += `${headers[i]}: ${headers[i + 1]}\r\n`;
  }
  return `${head}\r\n`;
}
