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
 * Serves a single-page application: its files as they are, and its page for every address that a browser opens.
 * Files below `assets/` carry a hash in their name and may be kept forever.
 */
export async function serveWebSite(server: FastifyInstance, folder: string): Promise<void> {
  const { default: fastifyStatic } = await import('@fastify/static');
  await server.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    index: false,
    cacheControl: false,
    globIgnore: ['.*'],
    setHeaders(reply, path) {
      const kept = path.includes('/assets/');
      reply.header('cache-control', kept ? 'public, max-age=31536000, immutable' : 'no-cache');
      reply.header('content-security-policy', contentSecurityPolicy);
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
