/** For tests: loads that the gateway has to bear, in the size of a test and in that of a soak. */
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseResponses, requestText, send } from './test-client.ts';
import { type Rig, route } from './test-rig.ts';

export interface SlowHeads {
  /** Statuses of those that were answered; a connection that just closed has none. */
  readonly statuses: number[];
  readonly closed: number;
  readonly longestMs: number;
  /** Of calls that were made meanwhile, in order of size. */
  readonly goodMs: number[];
  readonly goodStatuses: number[];
}

/** Sockets that send a head byte by byte, beside one client that behaves. */
export async function slowHeads(rig: Rig, sockets: number, byteEveryMs: number): Promise<SlowHeads> {
  const statuses: number[] = [];
  const goodMs: number[] = [];
  const goodStatuses: number[] = [];
  let closed = 0;
  let longestMs = 0;
  const all = Array.from({ length: sockets }, () => {
    const text = requestText('GET', '/acme/items/items', rig.keys.pro!);
    const socket = connect(rig.gateway.port, '127.0.0.1');
    const startedMs = performance.now();
    let at = 0;
    let raw = '';
    const timer = setInterval(() => {
      at += 1;
      if (at < text.length - 1) socket.write(text[at]!);
    }, byteEveryMs);
    socket.write(text[0]!);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      raw += chunk.toString('latin1');
    });
    return new Promise<void>((resolve) =>
      socket.once('close', () => {
        clearInterval(timer);
        closed += 1;
        longestMs = Math.max(longestMs, performance.now() - startedMs);
        for (const { status } of parseResponses(raw, false)) statuses.push(status);
        resolve();
      }),
    );
  });
  const over = Promise.all(all).then(() => 'over');
  while ((await Promise.race([over, sleep(20)])) !== 'over') {
    const startedMs = performance.now();
    const { responses } = await send(
      rig.gateway.port,
      requestText('GET', '/acme/items/items', rig.keys.pro!),
    );
    goodMs.push(performance.now() - startedMs);
    goodStatuses.push(responses[0]?.status ?? 0);
  }
  return { statuses, closed, longestMs, goodMs: goodMs.sort((a, b) => a - b), goodStatuses };
}

/** Large uploads to an upstream that reads slowly; what they cost in memory, and what was answered meanwhile. */
export async function slowUploads(
  rig: Rig,
  options: { uploads: number; bytes: number; readBytesPerSecond: number; seconds: number },
): Promise<{ grownBytes: number; readBytes: number; answers: string[] }> {
  let readBytes = 0;
  const upstreamSockets = new Set<Socket>();
  const reader = createServer((socket) => {
    upstreamSockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      readBytes += chunk.length;
      socket.pause();
      setTimeout(() => socket.resume(), (1000 * chunk.length) / options.readBytesPerSecond);
    });
  });
  await new Promise<void>((resolve) => reader.listen(0, '127.0.0.1', resolve));
  const upload = route('rte_upload', 'POST', '/upload', { traffic: { body_bytes: 2 * 2 ** 30 } });
  const before = rig.world.products[0]!;
  await rig.setUpstream(
    {},
    {
      upstreamUrl: `http://127.0.0.1:${(reader.address() as AddressInfo).port}/v1`,
      routes: [...before.routes, upload],
    },
  );
  const answers: string[] = [];
  const chunk = Buffer.alloc(64 * 1024, 'x');
  const startRss = process.memoryUsage.rss();
  const clients = Array.from({ length: options.uploads }, () => {
    const socket = connect(rig.gateway.port, '127.0.0.1');
    let leftBytes = options.bytes;
    const pump = () => {
      while (leftBytes > 0 && !socket.destroyed) {
        leftBytes -= chunk.length;
        if (!socket.write(chunk)) return;
      }
    };
    socket.on('error', () => undefined);
    socket.on('data', (text) => answers.push(text.toString('latin1').split('\r\n', 1)[0]!));
    socket.on('drain', pump);
    socket.write(
      requestText('POST', '/acme/items/upload', rig.keys.pro!, `Content-Length: ${options.bytes}\r\n`),
    );
    pump();
    return socket;
  });
  let mostRss = startRss;
  for (const endMs = performance.now() + options.seconds * 1000; performance.now() < endMs; ) {
    mostRss = Math.max(mostRss, process.memoryUsage.rss());
    await sleep(100);
  }
  for (const socket of [...clients, ...upstreamSockets]) socket.destroy();
  reader.close();
  await rig.setUpstream({}, { upstreamUrl: before.upstreamUrl, routes: before.routes });
  return { grownBytes: mostRss - startRss, readBytes, answers };
}

export interface Swapped {
  readonly statuses: Map<number, number>;
  /** Answers in which parts of two versions met. */
  readonly mixed: string[];
  readonly versions: Set<string>;
  readonly latenciesMs: number[];
}

/** New versions of a product, one after the other, under calls; each version shows in two places of an answer. */
export async function swapUnderLoad(
  rig: Rig,
  options: { swaps: number; everyMs: number; callsPerSecond: number },
): Promise<Swapped> {
  const server = createHttpServer((request, response) => response.end(request.url));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const before = rig.world.products[0]!;
  const swap = (version: number) =>
    rig.setUpstream(
      { response_headers: [{ op: 'set', name: 'X-Version', value: `v${version}` }] },
      { upstreamUrl: `http://127.0.0.1:${port}/v${version}` },
    );
  await swap(0);
  const seen: Swapped = { statuses: new Map(), mixed: [], versions: new Set(), latenciesMs: [] };
  const ask = async () => {
    const startedMs = performance.now();
    const { responses } = await send(
      rig.gateway.port,
      requestText('GET', '/acme/items/items', rig.keys.pro!),
    );
    const [answer] = responses;
    seen.latenciesMs.push(performance.now() - startedMs);
    const status = answer?.status ?? 0;
    seen.statuses.set(status, (seen.statuses.get(status) ?? 0) + 1);
    const version = answer?.headers['x-version'] ?? 'none';
    seen.versions.add(version);
    if (answer?.body !== `/${version}/items`) seen.mixed.push(`${version} ${answer?.body}`);
  };
  let isOver = false;
  const calls: Promise<void>[] = [];
  const load = (async () => {
    const startedMs = performance.now();
    while (!isOver) {
      const due = ((performance.now() - startedMs) / 1000) * options.callsPerSecond;
      while (calls.length < due) calls.push(ask());
      await sleep(10);
    }
    await Promise.all(calls);
  })();
  for (let version = 1; version <= options.swaps; version += 1) {
    await swap(version);
    await sleep(options.everyMs);
  }
  isOver = true;
  await load;
  await rig.setUpstream({}, { upstreamUrl: before.upstreamUrl });
  server.closeAllConnections();
  server.close();
  seen.latenciesMs.sort((a, b) => a - b);
  return seen;
}

export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
