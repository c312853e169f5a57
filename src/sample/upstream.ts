import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SampleUpstream {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** The path below which it serves: by it the sample's product is told from a real one of the same name. */
export const samplePath = '/turnpike-sample';

const skies = ['clear', 'cloudy', 'rain', 'showers', 'windy', 'snow'];

/**
 * The upstream of the sample Weather API: made-up weather that depends only on the city and the day. Listens on
 * the loopback address, on the port that it had before where that is free.
 */
export async function startSampleUpstream(preferredPort: number): Promise<SampleUpstream> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://sample');
    const city = (url.searchParams.get('city') ?? 'Lisbon').slice(0, 80);
    const answer = answers[url.pathname.slice(samplePath.length)]?.(city, url);
    const body = JSON.stringify(answer ?? { error: 'There is nothing at this address.' });
    response.writeHead(answer ? 200 : 404, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  });
  server.keepAliveTimeout = 65_000;
  await listen(server, preferredPort).catch(() => listen(server, 0));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}${samplePath}`, port, stop: () => close(server) };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

const answers: Record<string, (city: string, url: URL) => unknown> = {
  '/current-weather': (city) => ({ city, ...weather(city, 0) }),
  '/forecast': (city) => ({
    city,
    days: Array.from({ length: 5 }, (_, day) => ({ day: day + 1, ...weather(city, day + 1) })),
  }),
  '/historical': (city, url) => {
    const year = Number(url.searchParams.get('year') ?? 2020) || 2020;
    const months = Array.from({ length: 12 }, (_, month) => ({
      month: month + 1,
      ...weather(city, year * 12 + month),
    }));
    return { city, year, months };
  },
};

function weather(city: string, day: number) {
  let hash = Math.imul(day + 1, 2654435761) >>> 0;
  for (const character of city) hash = Math.imul(hash ^ character.charCodeAt(0), 16777619) >>> 0;
  return {
    sky: skies[hash % skies.length],
    temperature_celsius: ((hash % 350) - 50) / 10,
    humidity_percent: 30 + (hash % 60),
  };
}
