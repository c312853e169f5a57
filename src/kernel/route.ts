import type { IncomingHttpHeaders } from 'node:http';
import type { z } from 'zod';
import type { Access, Actor } from './actor.ts';
import type { Db } from './db.ts';
import type { Log } from './log.ts';
import type { ProblemKind } from './problem.ts';

/** What a handler may do to the response beside returning its body. */
export interface Reply {
  status(code: number): void;
  header(name: string, value: string): void;
  type(contentType: string): void;
}

/** One request to a route: validated, authenticated and allowed. */
export interface Call<P, Q, B> {
  /** A transaction for writes (the request commits when the handler returns); the pool for reads. */
  readonly db: Db;
  /** The clock's now for the actor's organization. */
  readonly at: Temporal.Instant;
  /** The clock's now for another organization: what is done to a sandbox consumer happens in its time. */
  atOf(organizationId: string): Temporal.Instant;
  readonly actor: Actor;
  /** The organization that the actor acts for. Reading it refuses (403) when there is none. */
  readonly organizationId: string;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly headers: IncomingHttpHeaders;
  /** The client's address; forwarded addresses are believed only from configured proxies. */
  readonly ip: string;
  readonly requestId: string;
  readonly log: Log;
  readonly reply: Reply;
}

type Output<T> = T extends z.ZodType ? z.output<T> : Record<string, never>;
type Body<T> = T extends z.ZodType ? z.output<T> : undefined;
type Answer<R> = R extends { schema: infer S extends z.ZodType }
  ? z.input<S>
  : R extends { content: string }
    ? Uint8Array | string
    : undefined;

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface ResponseDeclaration {
  readonly status: 200 | 201 | 202 | 204;
  readonly schema?: z.ZodType;
  /** Content type of a body that is not JSON, e.g. `application/pdf`. */
  readonly content?: string;
}

interface Declaration<P, Q, B, R extends ResponseDeclaration> {
  readonly method: Method;
  /** Below `/api/v1`, with `{names}` for parameters. */
  readonly path: string;
  /** Serve at exactly this path instead of below the base. */
  readonly absolute?: boolean;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly access: Access;
  readonly params?: P;
  readonly query?: Q;
  /** A schema; bodies are JSON. */
  readonly body?: B;
  /** The handler gets the bytes as a Buffer (webhooks, compressed or foreign formats). */
  readonly rawBody?: boolean;
  readonly bodyLimitBytes?: number;
  readonly response: R;
  readonly problems?: readonly ProblemKind[];
  /** Takes an `Idempotency-Key`: a repeated request gets the first answer. */
  readonly idempotent?: boolean;
  /** Run the handler in a transaction. Default: true for writes, false for GET. */
  readonly transaction?: boolean;
  handler(call: Call<Output<P>, Output<Q>, B extends z.ZodType ? Body<B> : Buffer>): Promise<Answer<R>>;
  /**
   * Runs once what the handler wrote is committed, and may answer more: for callers who want to wait for work
   * that starts with the commit, and for what this process remembers. Writes nothing.
   */
  afterCommit?(
    call: Call<Output<P>, Output<Q>, B extends z.ZodType ? Body<B> : Buffer>,
    answer: Answer<R>,
  ): Promise<Answer<R>>;
}

/** A route as the server and the OpenAPI document see it. */
export interface Route
  extends Omit<Declaration<unknown, unknown, unknown, ResponseDeclaration>, 'handler' | 'afterCommit'> {
  readonly params?: z.ZodType | undefined;
  readonly query?: z.ZodType | undefined;
  readonly body?: z.ZodType | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: the types were checked where the route was declared
  handler(call: Call<any, any, any>): Promise<unknown>;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  afterCommit?(call: Call<any, any, any>, answer: any): Promise<unknown>;
}

/** Declares a route: type, validator and OpenAPI entry at once. */
export function route<
  const R extends ResponseDeclaration,
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(declaration: Declaration<P, Q, B, R>): Route {
  return declaration as unknown as Route;
}

/** The full path of a route, `{names}` for parameters. */
export function routePath(of: Pick<Route, 'path' | 'absolute'>): string {
  return of.absolute ? of.path : `/api/v1${of.path}`;
}
