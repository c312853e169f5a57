import { Agent } from 'node:http';
import {
  type ClickHouseClient,
  ClickHouseError,
  type ClickHouseSettings,
  createClient,
} from '@clickhouse/client';
import Big from 'big.js';
import { decimal } from './decimal.ts';
import type { Log } from './log.ts';
import { StoreUnavailable } from './supervision.ts';

/** Whose work a call is: each has connections and limits of its own, so that none holds up another. */
export type UsageSession = 'write' | 'billing' | 'dashboard';

export interface UsageOptions {
  /** Default: `dashboard` for queries, `write` for commands. */
  readonly session?: UsageSession;
  /** Longest run in the store. Default: 10 s for dashboards, 300 s for billing, 120 s for writing. */
  readonly maxSeconds?: number;
}

export interface InsertOptions {
  /** Inserting the same rows under the same token again changes nothing. */
  readonly token?: string;
  /** The columns that the rows have; default: all of the table's. */
  readonly columns?: readonly string[];
}

/**
 * The usage store: ClickHouse over HTTP, embedded or a server. Parameters are bound by name: `{id:String}`.
 * Values, both ways: 64-bit and wider integers are bigint, Decimal columns `Decimal`, DateTime and DateTime64
 * `Temporal.Instant`, Date `Temporal.PlainDate`, also within Nullable and Array; smaller numbers are number.
 * A call made while the store is away waits a little, then throws StoreUnavailable (retryable), as does one
 * whose answer was lost; any other failure is a ClickHouseError.
 */
export interface UsageDb {
  query<T>(sql: string, params?: Record<string, unknown>, options?: UsageOptions): Promise<T[]>;
  /** The answer as `insertText` takes it: a JSON array a row. For what moves a lot and reads none of it. */
  queryText(sql: string, params?: Record<string, unknown>, options?: UsageOptions): Promise<string>;
  command(sql: string, params?: Record<string, unknown>, options?: UsageOptions): Promise<void>;
  /** All rows in one statement. Values are written as text, so none loses digits. */
  insert(table: string, rows: readonly object[], options?: InsertOptions): Promise<void>;
  /**
   * Rows that the caller has written as text, for what inserts a lot: one JSON array a line in the order of
   * `columns`, integers beyond 53 bits and decimals as text, times in ISO 8601. Nothing is copied row by row.
   */
  insertText(
    table: string,
    columns: readonly string[],
    lines: string,
    options?: Pick<InsertOptions, 'token'>,
  ): Promise<void>;
  ping(): Promise<void>;
}

export interface UsageConnection {
  /** `http://user:password@host:8123/database` */
  readonly url: string;
  /** A Unix socket to connect to instead of the URL's host. */
  readonly socketPath?: string;
  /** Instead of the URL's. */
  readonly database?: string;
  /** Awaited before each call, so that calls made during a restart of the engine wait for it. */
  readonly ready?: () => Promise<unknown>;
  readonly log: Log;
}

const limits: Record<UsageSession, { seconds: number; connections: number }> = {
  write: { seconds: 120, connections: 8 },
  billing: { seconds: 300, connections: 4 },
  dashboard: { seconds: 10, connections: 16 },
};
const longestSeconds = 3600;
const connectTimeoutMs = 10_000;
/** A server refuses longer ones by default (http_max_field_value_size): split the list. */
export const longestParameterBytes = 120_000;

const settings: ClickHouseSettings = {
  async_insert: 0,
  session_timezone: 'UTC',
  date_time_input_format: 'best_effort',
  date_time_output_format: 'iso',
  output_format_json_quote_64bit_integers: 1,
  output_format_json_quote_decimals: 1,
  input_format_skip_unknown_fields: 0,
};

/** Opens the usage store. `close` waits for nothing: end what uses it first. */
export function openUsageDb(connection: UsageConnection): UsageDb & { close(): Promise<void> } {
  const clients = new Map(
    (Object.keys(limits) as UsageSession[]).map((name) => [name, open(connection, name)]),
  );
  const client = (name: UsageSession) => clients.get(name)!;
  const call = async <T>(work: () => Promise<T>): Promise<T> => {
    const deadline = performance.now() + connectTimeoutMs;
    for (;;) {
      await connection.ready?.();
      try {
        return await work();
      } catch (error) {
        if (!isConnectionFailure(error)) throw error;
        // Refused: nothing was sent, so an engine that is just starting again may be awaited.
        const again = connection.ready && wasRefused(error) && performance.now() < deadline;
        if (!again) throw new StoreUnavailable('The usage store is not available', { cause: error });
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const ask = (
    format: 'JSONCompactEachRow' | 'JSONCompactEachRowWithNamesAndTypes',
    sql: string,
    params: Record<string, unknown> | undefined,
    { session = 'dashboard', maxSeconds }: UsageOptions = {},
  ) =>
    client(session).query({
      query: sql,
      format,
      query_params: toParameters(params),
      clickhouse_settings: { max_execution_time: maxSeconds ?? limits[session].seconds },
    });
  return {
    query: (sql, params, options) =>
      call(async () => {
        const result = await ask('JSONCompactEachRowWithNamesAndTypes', sql, params, options);
        return fromRows(await result.json<unknown[]>());
      }),
    queryText: (sql, params, options) =>
      call(async () => (await ask('JSONCompactEachRow', sql, params, options)).text()),
    command: (sql, params, { session = 'write', maxSeconds } = {}) =>
      call(async () => {
        await client(session).command({
          query: sql,
          query_params: toParameters(params),
          clickhouse_settings: {
            wait_end_of_query: 1,
            max_execution_time: maxSeconds ?? limits[session].seconds,
          },
        });
      }),
    insert: (table, rows, options = {}) => call(() => insert(client('write'), table, rows, options)),
    insertText: (table, columns, lines, { token } = {}) =>
      call(async () => {
        if (lines === '') return;
        await send(client('write'), table, [lines], 'JSONCompactEachRow', {
          columns,
          ...(token ? { token } : {}),
        });
      }),
    ping: () =>
      call(async () => {
        const answer = await client('dashboard').ping({ select: true });
        if (!answer.success) throw answer.error;
      }),
    async close() {
      await Promise.all([...clients.values()].map((each) => each.close()));
    },
  };
}

function open(connection: UsageConnection, session: UsageSession): ClickHouseClient {
  const agent = connection.socketPath
    ? new Agent({
        keepAlive: true,
        maxSockets: limits[session].connections,
        ...unixSocket(connection.socketPath),
      })
    : undefined;
  const url = new URL(connection.url);
  if (connection.database) url.pathname = `/${connection.database}`;
  return createClient({
    url,
    ...(agent ? { http_agent: agent } : {}),
    max_open_connections: limits[session].connections,
    request_timeout: (longestSeconds + 10) * 1000,
    use_multipart_params_auto: true,
    // How the embedded engine knows whose call it is; a server ignores it.
    http_headers: { 'x-turnpike-session': session },
    application: 'turnpike',
    clickhouse_settings: settings,
    compression: { request: false, response: false },
    // A text is rows that were written already (`insertText`).
    json: {
      parse: JSON.parse,
      stringify: (value) => (typeof value === 'string' ? value : JSON.stringify(value)),
    },
    log: { level: 127 }, // failures are thrown; the caller logs them with what it was doing
  });
}

// An option of net.connect, which the agent's sockets are made with; its declared type leaves it out.
function unixSocket(path: string): object {
  return { socketPath: path };
}

async function insert(
  client: ClickHouseClient,
  table: string,
  rows: readonly object[],
  options: InsertOptions,
): Promise<void> {
  if (rows.length === 0) return;
  const values = rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, toJsonValue(value)])),
  );
  await send(client, table, values, 'JSONEachRow', options);
}

async function send(
  client: ClickHouseClient,
  table: string,
  values: readonly unknown[],
  format: 'JSONEachRow' | 'JSONCompactEachRow',
  { token, columns }: InsertOptions,
): Promise<void> {
  await client.insert({
    table,
    values,
    format,
    ...(columns ? { columns: [...columns] as [string, ...string[]] } : {}),
    clickhouse_settings: {
      max_execution_time: limits.write.seconds,
      // Roll-ups by materialized view are part of the insertion: both happen once.
      ...(token
        ? { insert_deduplication_token: token, deduplicate_blocks_in_dependent_materialized_views: 1 }
        : {}),
    },
  });
}

/** A value of a JSON row: exact numbers and times as text, which the store parses without loss. */
function toJsonValue(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Big) return value.toFixed();
  if (value instanceof Temporal.Instant || value instanceof Temporal.PlainDate) return value.toString();
  if (Array.isArray(value)) return value.map(toJsonValue);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, toJsonValue(item)]));
}

function toParameters(params: Record<string, unknown> = {}): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      const parameter = toParameter(value);
      if (Array.isArray(parameter) && parameter.join("','").length > longestParameterBytes) {
        throw new RangeError(
          `Parameter ${name} of a usage query is longer than ${longestParameterBytes} bytes`,
        );
      }
      return [name, parameter];
    }),
  );
}

function toParameter(value: unknown): unknown {
  if (value instanceof Big) return value.toFixed();
  // The type DateTime64 of a placeholder reads this form whatever its precision; the session is in UTC.
  if (value instanceof Temporal.Instant) return value.toString().replace('T', ' ').replace('Z', '');
  if (value instanceof Temporal.PlainDate) return value.toString();
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return value.map((item) => (typeof item === 'bigint' ? item : toParameter(item)));
  return value;
}

type Reader = (value: unknown) => unknown;

function fromRows<T>([names = [], types = [], ...rows]: unknown[][]): T[] {
  const readers = (types as string[]).map(readerOf);
  return rows.map((row) => {
    const object: Record<string, unknown> = {};
    for (const [index, name] of (names as string[]).entries()) object[name] = readers[index]!(row[index]);
    return object as T;
  });
}

const wrappers = /^(?:Nullable|LowCardinality|SimpleAggregateFunction\(\w+,\s*)\(?(.*)\)$/;

function readerOf(type: string): Reader {
  if (type.startsWith('Array(')) {
    const item = readerOf(type.slice(6, -1));
    return (value) => (value as unknown[]).map(item);
  }
  const inner = wrappers.exec(type)?.[1];
  if (inner !== undefined) return readerOf(inner);
  const read = scalarReader(type);
  return (value) => (value === null ? null : read(value));
}

function scalarReader(type: string): Reader {
  if (/^U?Int(64|128|256)$/.test(type)) return (value) => BigInt(value as string);
  if (type.startsWith('Decimal')) return (value) => decimal(value as string);
  if (type.startsWith('DateTime')) return (value) => Temporal.Instant.from(value as string);
  if (/^Date(32)?$/.test(type)) return (value) => Temporal.PlainDate.from(value as string);
  return (value) => value;
}

const lost = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
// Too many queries, memory limit of the whole store, replicas or network of a cluster.
const busy = new Set(['202', '209', '210', '242', '279', '319']);

function wasRefused(error: unknown): boolean {
  return ['ECONNREFUSED', 'ENOENT'].includes((error as { code?: string }).code ?? '');
}

function isConnectionFailure(error: unknown): boolean {
  if (error instanceof ClickHouseError) return busy.has(error.code);
  const { code, message } = (error ?? {}) as { code?: string; message?: string };
  return (code !== undefined && lost.has(code)) || /socket hang up|Timeout error/.test(message ?? '');
}
