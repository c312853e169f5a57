import fastifyCookie from '@fastify/cookie';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { z } from 'zod';
import { type Actor, anonymous } from './actor.ts';
import type { Clock } from './clock.ts';
import { type Db, inTransaction, isDatabaseUnavailable } from './db.ts';
import { replayOrRun } from './idempotency.ts';
import { newId } from './ids.ts';
import { pointerToken, readJson, unstorablePlaces } from './json-body.ts';
import type { Log } from './log.ts';
import { kernelProblems, type PointedError, Problem } from './problem.ts';
import { type Call, type Reply, type Route, routePath } from './route.ts';
import { StoreUnavailable } from './supervision.ts';

/** What authentication may look at. */
export interface Credentials {
  readonly method: string;
  readonly headers: FastifyRequest['headers'];
  readonly cookies: Readonly<Record<string, string | undefined>>;
  readonly ip: string;
}

export interface HttpServerOptions {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly routes: readonly Route[];
  /** Injected by the roof: who calls. Throws a Problem when credentials are given and wrong. */
  authenticate(credentials: Credentials): Promise<Actor>;
  readonly trustedProxies: readonly string[];
  /** Check every answer against its schema: on in tests, off in production. */
  readonly checkResponses?: boolean;
}

const defaultBodyLimitBytes = 1024 * 1024;

/** The server's own messages at level info say nothing that the program does not say better. */
function quieter(level: string): string {
  return level === 'info' ? 'warn' : level;
}

/** A Fastify server for these routes. Not listening yet; more (static files) can be registered by the roof. */
export async function createHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const server: FastifyInstance = Fastify({
    loggerInstance: options.log.child(
      { part: 'http' },
      { level: quieter(options.log.level) },
    ) as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    bodyLimit: defaultBodyLimitBytes,
    requestTimeout: 30_000,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 300 },
    // Addresses that cannot be read come to no route and no hook.
    frameworkErrors: (error, request, reply) => {
      addCommonHeaders(request, reply as unknown as FastifyReply);
      sendError(error, request, reply as unknown as FastifyReply);
    },
    genReqId: (request) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && /^[A-Za-z0-9._-]{1,128}$/.test(given) ? given : newId('req');
    },
  });
  await server.register(fastifyCookie);
  server.removeAllContentTypeParsers();
  // Bodies arrive as bytes; a route that declares a schema gets them parsed, one with rawBody as they are.
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  server.setErrorHandler((error, request, reply) => sendError(error, request, reply));
  server.setNotFoundHandler((request, reply) =>
    sendError(
      new Problem(kernelProblems.notFound, { detail: 'There is nothing at this address.' }),
      request,
      reply,
    ),
  );
  server.addHook('onSend', async (request, reply) => addCommonHeaders(request, reply));
  for (const declared of options.routes) addRoute(server, declared, options);
  return server;
}

function addCommonHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('x-request-id', request.id);
  reply.header('x-content-type-options', 'nosniff');
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
}

function addRoute(server: FastifyInstance, declared: Route, options: HttpServerOptions): void {
  server.route({
    method: declared.method,
    url: routePath(declared).replaceAll(/\{(\w+)\}/g, ':$1'),
    bodyLimit: declared.bodyLimitBytes ?? defaultBodyLimitBytes,
    handler: async (request, reply) => {
      const actor = await authenticateFor(declared, request, options);
      const call = makeCall(declared, request, reply, actor, options);
      const body = await run(declared, call, request, options);
      reply.status(reply.statusCode === 200 ? declared.response.status : reply.statusCode);
      if (declared.response.content) {
        // A handler that knows better which of several it is has said so.
        if (!reply.hasHeader('content-type')) reply.type(declared.response.content);
        return reply.send(body);
      }
      if (declared.response.status === 204 && body === undefined) return reply.send();
      if (options.checkResponses && declared.response.schema) declared.response.schema.parse(body);
      return reply.type('application/json; charset=utf-8').send(JSON.stringify(body, writeBigint));
    },
  });
}

function writeBigint(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

async function authenticateFor(
  declared: Route,
  request: FastifyRequest,
  options: HttpServerOptions,
): Promise<Actor> {
  const credentials = {
    method: request.method,
    headers: request.headers,
    cookies: request.cookies,
    ip: request.ip,
  };
  if (declared.access === 'public') {
    // A public route serves anyone; stale credentials must not lock people out of signing in again.
    return options.authenticate(credentials).catch((error: unknown) => {
      if (error instanceof Problem) return anonymous;
      throw error;
    });
  }
  const actor = await options.authenticate(credentials);
  if (actor.kind === 'anonymous') throw unauthenticated();
  if (declared.access === 'signed-in' || actor.operator) return actor;
  if (declared.access === 'operator')
    throw new Problem(kernelProblems.forbidden, { detail: 'Only the operator may do this.' });
  if (!actor.permissions.has(declared.access)) {
    throw new Problem(kernelProblems.forbidden, {
      detail: `This needs the permission ${declared.access}.`,
      extensions: { permission: declared.access },
    });
  }
  return actor;
}

function unauthenticated(): Problem {
  return new Problem(kernelProblems.unauthenticated, { headers: { 'www-authenticate': 'Bearer' } });
}

type AnyCall = Call<unknown, unknown, unknown>;

function makeCall(
  declared: Route,
  request: FastifyRequest,
  response: FastifyReply,
  actor: Actor,
  options: HttpServerOptions,
): AnyCall {
  const errors: PointedError[] = [];
  const params = check(declared.params, request.params, '/params', errors);
  const query = check(declared.query, request.query, '/query', errors);
  const body = readBody(declared, request, errors);
  if (errors.length > 0) throw invalidRequest(errors);
  const reply: Reply = {
    status: (code) => void response.status(code),
    header: (name, value) => void response.header(name, value),
    type: (contentType) => void response.type(contentType),
  };
  return {
    db: options.db,
    at: options.clock.now(actor.organizationId ?? undefined),
    atOf: (organizationId) => options.clock.now(organizationId),
    actor,
    get organizationId(): string {
      if (actor.organizationId) return actor.organizationId;
      throw new Problem(kernelProblems.forbidden, {
        detail: 'Choose an organization (Turnpike-Organization).',
      });
    },
    params,
    query,
    body,
    headers: request.headers,
    ip: request.ip,
    requestId: request.id,
    log: request.log as unknown as Log,
    reply,
  };
}

function invalidRequest(errors: PointedError[]): Problem {
  const [first] = errors;
  return new Problem(kernelProblems.invalidRequest, {
    detail: `${first?.pointer || '/'} ${first?.detail}`,
    errors: errors.slice(0, 50),
  });
}

function readBody(declared: Route, request: FastifyRequest, errors: PointedError[]): unknown {
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  if (declared.rawBody) return bytes;
  if (!declared.body) return undefined;
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();
  if (bytes.length > 0 && type !== 'application/json' && !type.endsWith('+json')) {
    throw new Problem(kernelProblems.unsupportedMediaType, { detail: 'Send application/json.' });
  }
  return check(declared.body, bytes.length > 0 ? readJson(bytes) : undefined, '', errors);
}

function check(schema: z.ZodType | undefined, value: unknown, root: string, errors: PointedError[]): unknown {
  if (!schema) return {};
  const unstorable = unstorablePlaces(value, root);
  if (unstorable.length > 0) {
    errors.push(...unstorable.map((pointer) => ({ pointer, detail: 'holds NUL or half of a character' })));
    return undefined;
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) errors.push(...pointedErrors(issue, root));
  return undefined;
}

/** A zod issue as errors with JSON pointers (RFC 6901) below `root`. */
export function pointedErrors(issue: z.core.$ZodIssue, root = ''): PointedError[] {
  const at = (path: readonly PropertyKey[]) => root + path.map((part) => `/${pointerToken(part)}`).join('');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ pointer: at([...issue.path, key]), detail: 'is not known here' }));
  }
  return [{ pointer: at(issue.path), detail: issue.message }];
}

async function run(
  declared: Route,
  call: AnyCall,
  request: FastifyRequest,
  options: HttpServerOptions,
): Promise<unknown> {
  const transactional = declared.transaction ?? declared.method !== 'GET';
  if (!transactional) return declared.handler(call);
  const key = declared.idempotent ? request.headers['idempotency-key'] : undefined;
  const answer = await inTransaction(options.db, (tx) => {
    const inside = Object.create(call, { db: { value: tx } }) as AnyCall;
    if (key === undefined) return declared.handler(inside);
    return replayOrRun(tx, String(key), declared, inside, request);
  });
  return declared.afterCommit ? declared.afterCommit(call, answer) : answer;
}

function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = asProblem(error);
  if (problem.status >= 500)
    request.log.error({ err: error, request_id: request.id, route: request.routeOptions?.url }, 'failed');
  for (const [name, value] of Object.entries(problem.headers)) reply.header(name, value);
  reply
    .status(problem.status)
    .type('application/problem+json')
    .send(JSON.stringify(problem.toJSON(request.id)));
}

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof StoreUnavailable || isDatabaseUnavailable(error)) {
    return new Problem(kernelProblems.unavailable, { headers: { 'retry-after': '2' }, cause: error });
  }
  const { statusCode, code } = error as { statusCode?: number; code?: string };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Problem(kernelProblems.bodyTooLarge);
  if (statusCode === 415) return new Problem(kernelProblems.unsupportedMediaType);
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new Problem(kernelProblems.badRequest, { detail: (error as Error).message });
  }
  return new Problem(kernelProblems.internal);
}
