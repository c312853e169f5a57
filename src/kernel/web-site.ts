import { relative, sep } from 'node:path';
import type { FastifyInstance } from 'fastify';

const contentSecurityPolicy = [
  "default-src 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * For pages that draw what strangers wrote with code that is not ours: they have our scripts and nothing else. The sandbox
 * makes them an origin that no cookie and no storage belongs to, even where somebody opens them outside of a frame.
 */
const isolatedPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-scripts',
].join('; ');

/**
 * Serves a single-page application: its files as they are, and its page for every address that a browser opens.
 * Files below `assets/` carry a hash in their name and may be kept forever; those below `reference/` are isolated.
 * A file that stands beside its `.gz` is sent compressed.
 */
export async function serveWebSite(server: FastifyInstance, folder: string): Promise<void> {
  const { default: fastifyStatic } = await import('@fastify/static');
  await server.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    index: false,
    cacheControl: false,
    globIgnore: ['.*'],
    preCompressed: true,
    setHeaders(reply, path) {
      const [place] = relative(folder, path).split(sep);
      const kept = place === 'assets';
      reply.header('cache-control', kept ? 'public, max-age=31536000, immutable' : 'no-cache');
      const isolated = place === 'reference';
      reply.header('content-security-policy', isolated ? isolatedPolicy : contentSecurityPolicy);
    },
  });
  server.get('/*', async (request, reply) => {
    const wantsPage = (request.headers.accept ?? '').includes('text/html');
    if (!wantsPage || /^\/(api|ingest|services|v1|grafana)(\/|$)/.test(request.url))
      return reply.callNotFound();
    reply.header('referrer-policy', 'same-origin').header('cross-origin-opener-policy', 'same-origin');
    return reply.sendFile('index.html');
  });
}
