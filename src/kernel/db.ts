import Big from 'big.js';
import {
  Kysely,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  type RawBuilder,
  sql,
} from 'kysely';
import pg from 'pg';
import { decimal } from './decimal.ts';
import type { Log } from './log.ts';

/**
 * PostgreSQL, as every room gets it; a transaction is one too. A room states its own tables:
 * `const tables = (db: Db) => db.withTables<CatalogTables>()`.
 */
export type Db = Kysely<Record<never, never>>;

export interface DbOptions {
  /** Most connections at once. */
  readonly poolSize?: number;
  /** Idle connections do not keep the process alive (tests). */
  readonly allowExitOnIdle?: boolean;
  /** Shown in pg_stat_activity. */
  readonly applicationName?: string;
  /** Awaited before a connection is taken, so that calls made during a restart of the server wait for it. */
  readonly ready?: () => Promise<void>;
}

const connectTimeoutMs = 10_000;

const types = pg.types.builtins;
const instant = (text: string) => Temporal.Instant.from(text);
const day = (text: string) => Temporal.PlainDate.from(text);
// Element types and their array types (the driver has no names for the latter).
const parsers: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [types.INT8, BigInt],
  [types.NUMERIC, decimal],
  [types.TIMESTAMPTZ, instant],
  [types.DATE, day],
  [types.TIMESTAMP, (text: string) => text],
  [types.INTERVAL, (text: string) => text],
  [1016, arrayOf(BigInt)],
  [1231, arrayOf(decimal)],
  [1185, arrayOf(instant)],
  [1182, arrayOf(day)],
]);

function arrayOf<T>(parse: (text: string) => T): (text: string) => (T | null)[] {
  const texts = pg.types.getTypeParser(1009 as number, 'text') as (text: string) => (string | null)[];
  return (text) => texts(text).map((item) => (item === null ? null : parse(item)));
}

const typeParsers = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    const ours = format === 'binary' ? undefined : parsers.get(oid);
    return ours ?? pg.types.getTypeParser(oid, format ?? 'text');
  },
} as pg.CustomTypesConfig;

/**
 * A parameter as the driver may have it: decimals and times as text, arrays as PostgreSQL arrays, other
 * objects as JSON. A JavaScript array for a jsonb column needs `jsonb()`.
 */
export function toParameter(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value;
  if (value instanceof Big) return value.toFixed();
  if (value instanceof Temporal.Instant || value instanceof Temporal.PlainDate) return value.toString();
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (Array.isArray(value)) return value.map(toParameter);
  if (value instanceof Date) throw new TypeError('Times are Temporal, not Date');
  return toJson(value);
}

/** JSON text in which exact numbers are texts: a bigint or decimal must not become a float on the way. */
function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, item) => (typeof item === 'bigint' ? item.toString() : item));
}

/** A value (array, string, null, object) for a jsonb column or parameter. */
export function jsonb<T>(value: T): RawBuilder<T> {
  return sql<T>`${toJson(value)}::jsonb`;
}

/** Opens a pool on a PostgreSQL. `destroy()` of the answer closes it. */
export function openDb(connectionString: string, log: Log, options: DbOptions = {}): Db {
  const pool = new pg.Pool({
    connectionString,
    max: options.poolSize ?? 16,
    types: typeParsers,
    allowExitOnIdle: options.allowExitOnIdle ?? false,
    application_name: options.applicationName ?? `turnpike ${process.pid}`,
    connectionTimeoutMillis: connectTimeoutMs,
    idleTimeoutMillis: 30_000,
  });
  // An idle connection whose server went away. The pool drops it; the next call opens another.
  pool.on('error', (error) => log.debug({ err: error }, 'lost an idle database connection'));
  return new Kysely<Record<never, never>>({
    dialect: new PostgresDialect({ pool: withParameters(pool, options.ready) }),
  });
}

function withParameters(pool: pg.Pool, ready?: () => Promise<void>): PostgresPool {
  const wrapped = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await connectWhenReady(pool, ready);
      const known = wrapped.get(client) ?? withClientParameters(client);
      wrapped.set(client, known);
      return known;
    },
  };
}

/** Nothing has been sent before a connection stands, so a server that is just starting may be awaited. */
async function connectWhenReady(pool: pg.Pool, ready?: () => Promise<void>): Promise<pg.PoolClient> {
  if (!ready) return await pool.connect();
  const deadline = performance.now() + connectTimeoutMs;
  for (;;) {
    await ready();
    try {
      return await pool.connect();
    } catch (error) {
      if (!isDatabaseUnavailable(error) || performance.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function withClientParameters(client: pg.PoolClient): PostgresPoolClient {
  const query = (text: string, parameters: readonly unknown[] = []) =>
    client.query(text, parameters.map(toParameter));
  const lost = () => {};
  // A connection that breaks while it is checked out announces that here too; its query rejects as well.
  client.on('error', lost);
  return {
    query: query as unknown as PostgresPoolClient['query'],
    release: (destroy) => client.release(destroy ?? false),
    ...('processID' in client ? { processID: client.processID as number } : {}),
  };
}

/** SQLSTATE of a database error, if it is one. */
export function sqlState(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

/** True for a violated unique key, optionally of one constraint. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (sqlState(error) !== '23505') return false;
  return constraint === undefined || (error as { constraint?: string }).constraint === constraint;
}

const lostConnection = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND']);
const lostState = new Set(['57P01', '57P02', '57P03', '08000', '08001', '08003', '08004', '08006', '53300']);

// What the driver says without a code.
const lostMessage =
  /^Connection terminated|timeout exceeded when trying|Client has encountered a connection error/;

/** True when the database could not be reached or went away: the same call may succeed later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  const { code, syscall } = (error ?? {}) as { code?: string; syscall?: string };
  if (code !== undefined && (lostState.has(code) || (syscall !== undefined && lostConnection.has(code))))
    return true;
  const message = error instanceof Error ? error.message : '';
  return lostMessage.test(message);
}

const attempts = 8;

/**
 * Runs `work` in a transaction: joins when `db` already is one, otherwise begins one and commits it. The
 * outermost repeats work that lost against a concurrent transaction (serialization failure, deadlock), so
 * `work` must have no effects besides the transaction's.
 */
export async function inTransaction<T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> {
  if (db.isTransaction) return await work(db);
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      const state = sqlState(error);
      if ((state !== '40001' && state !== '40P01') || attempt === attempts) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** attempt));
  }
}
