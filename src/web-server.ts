import { existsSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { authenticate } from '#identity';
import { createHttpServer, openApiPage, serveWebSite } from '#kernel';
import type { Ground } from './ground.ts';
import { allRoutes, type RouteDeps } from './routes.ts';
import { StartError } from './start-error.ts';

const portalFolder = fileURLToPath(new URL('../portal/dist', import.meta.url));

/** The HTTP API, its description, and the portal. Resolves with the address it listens on. */
export async function startWebServer(ground: Ground, deps: RouteDeps): Promise<string> {
  const { config, clock, log, stores, closing } = ground;
  const routes = allRoutes(deps);
  const server = await createHttpServer({
    db: stores.db,
    clock,
    log,
    routes,
    authenticate: (credentials) => authenticate(deps.identity, stores.db, credentials),
    trustedProxies: config.trustedProxies,
    checkResponses: config.checkResponses,
  });
  server.get('/api/openapi.json', async (_request, reply) =>
    reply.type('application/json').send(description()),
  );
  server.get('/api/docs', async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(openApiPage(JSON.parse(description()))),
  );
  if (existsSync(`${portalFolder}/index.html`)) await serveWebSite(server, portalFolder);
  closing.add('web server', () => server.close());
  await server.listen({ host: config.host, port: config.port }).catch((error: NodeJS.ErrnoException) => {
    throw listenError(error, 'PORT', config.host, config.port);
  });
  return `http://${printable(config.host)}:${(server.server.address() as AddressInfo).port}`;
}

/**
 * The routes as OpenAPI, from the file that a test keeps equal to them: to make it anew takes a second, which every start
 * would have to wait for.
 */
function description(): string {
  return readFileSync(new URL('../openapi.json', import.meta.url), 'utf8');
}

/** A listening failure that a person can mend, named with its variable. */
export function listenError(
  error: NodeJS.ErrnoException,
  variable: string,
  host: string,
  port: number,
): Error {
  if (error.code === 'EADDRINUSE')
    return new StartError(
      `${variable}: ${host}:${port} is in use by another program; set ${variable} to a free port`,
    );
  if (error.code === 'EACCES')
    return new StartError(`${variable}: ${host}:${port} may not be used by this user`);
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN')
    return new StartError(`HOST: this machine does not have the address ${host}`);
  return error;
}

/** How a browser on this machine reaches what listens on `host`. */
export function printable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
