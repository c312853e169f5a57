import pg from 'pg';
import { ConfigError } from './config.ts';
import { DataDirectoryInUse, openDataDirectory, takeOwnership } from './data-directory.ts';
import { type Db, openDb } from './db.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import type { Log } from './log.ts';
import { type Service, type StoreState, type Supervised, supervise } from './supervision.ts';
import { openUsageDb, type UsageConnection, type UsageDb } from './usage-db.ts';
import { startUsageEngine } from './usage-engine.ts';

export interface StoresConfig {
  readonly dataDirectory: string;
  /** A PostgreSQL server instead of the embedded one. */
  readonly databaseUrl?: string | undefined;
  /** A ClickHouse server instead of the embedded engine. */
  readonly clickhouseUrl?: string | undefined;
}

export interface StoreStates {
  readonly database: StoreState;
  readonly usage: StoreState;
}

export interface Stores {
  readonly db: Db;
  readonly usageDb: UsageDb;
  /** For clients that need a connection of their own (LISTEN, jobs). It stays the same over restarts. */
  readonly listenConnectionString: string;
  state(): StoreStates;
  /** Calls back whenever a store comes or goes; returns how to end that. */
  onChange(listener: (states: StoreStates) => void): () => void;
  /** Closes the pools, then stops what was started. End what uses the stores first. */
  stop(): Promise<void>;
}

interface Opened {
  readonly supervised: Supervised<Service>;
  readonly url: string;
}

export const databaseName = 'turnpike';
const pingEveryMs = 5000;

/**
 * Opens both stores: the servers that the configuration names, else the embedded engines, which are kept
 * running. Takes ownership of the data directory; throws DataDirectoryInUse when another process has it.
 */
export async function startStores(config: StoresConfig, log: Log): Promise<Stores> {
  const dataDirectory = openDataDirectory(config.dataDirectory);
  // Ownership comes with the database, so the usage engine's folder is ours once that stands.
  const database = await openDatabase(config, dataDirectory, log);
  const db = openDb(database.url, log, {
    poolSize: 24,
    ready: async () => void (await database.supervised.ready()),
  });
  try {
    const usage = await openUsage(config, dataDirectory, log);
    return assemble(db, database, usage);
  } catch (error) {
    await db.destroy();
    await database.supervised.stop();
    throw error;
  }
}

function assemble(db: Db, database: Opened, usage: OpenedUsage): Stores {
  const state = () => ({ database: database.supervised.state(), usage: usage.supervised.state() });
  return {
    db,
    usageDb: usage.usageDb,
    listenConnectionString: database.url,
    state,
    onChange(listener) {
      const ends = [database, usage].map(({ supervised }) => supervised.onChange(() => listener(state())));
      return () => {
        for (const end of ends) end();
      };
    },
    async stop() {
      await db.destroy();
      await usage.usageDb.close();
      await usage.supervised.stop();
      await database.supervised.stop();
    },
  };
}

async function openDatabase(config: StoresConfig, dataDirectory: string, log: Log): Promise<Opened> {
  const { databaseUrl } = config;
  if (databaseUrl) {
    const supervised = await supervise('database', () => own(databaseUrl, dataDirectory), log).catch(
      unusable('DATABASE_URL', databaseUrl),
    );
    return { supervised, url: databaseUrl };
  }
  const start = () => startEmbeddedPostgres({ dataDirectory, log });
  const supervised = await supervise('database', start, log);
  const server = await supervised.ready();
  try {
    await createDatabase(server.connectionString('postgres'));
  } catch (error) {
    await supervised.stop();
    throw error;
  }
  return { supervised, url: server.connectionString(databaseName) };
}

/** A server of someone else's that refuses us at the start is a matter of configuration. Shows no password. */
function unusable(variable: string, url: string): (error: unknown) => never {
  return (error) => {
    if (error instanceof DataDirectoryInUse) throw error;
    const { message, cause, errors } = error as AggregateError;
    const why = [message, (cause as Error | undefined)?.message, errors?.[0]?.message]
      .filter(Boolean)
      .join(': ');
    throw new ConfigError(`${variable}: ${new URL(url).host} cannot be used: ${why}`, { cause: error });
  };
}

/** A server of someone else's is "running" while the connection that holds our ownership stands. */
async function own(databaseUrl: string, dataDirectory: string): Promise<Service> {
  const ownership = await takeOwnership(databaseUrl, dataDirectory);
  return { ended: ownership.lost, stop: () => ownership.release() };
}

async function createDatabase(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [databaseName]);
    if (found.rowCount === 0) await client.query(`create database ${databaseName}`);
  } finally {
    await client.end();
  }
}

interface OpenedUsage {
  readonly supervised: Supervised<Service>;
  readonly usageDb: UsageDb & { close(): Promise<void> };
}

async function openUsage(config: StoresConfig, dataDirectory: string, log: Log): Promise<OpenedUsage> {
  const { clickhouseUrl } = config;
  if (clickhouseUrl) {
    const connection = { url: withDatabase(clickhouseUrl), log };
    await createUsageDatabase(connection).catch(unusable('CLICKHOUSE_URL', clickhouseUrl));
    const supervised = await supervise('usage store', () => watch(connection), log);
    return { supervised, usageDb: openUsageDb({ ...connection, ready: () => supervised.ready() }) };
  }
  const supervised = await supervise('usage store', () => startUsageEngine({ dataDirectory, log }), log);
  try {
    const { socketPath } = await supervised.ready();
    const connection = { url: `http://localhost/${databaseName}`, socketPath, log };
    await createUsageDatabase(connection);
    return { supervised, usageDb: openUsageDb({ ...connection, ready: () => supervised.ready() }) };
  } catch (error) {
    await supervised.stop();
    throw error;
  }
}

export function withDatabase(clickhouseUrl: string): string {
  const url = new URL(clickhouseUrl);
  if (url.pathname === '/') url.pathname = `/${databaseName}`;
  return url.href;
}

async function createUsageDatabase(connection: UsageConnection): Promise<void> {
  const name = decodeURIComponent(new URL(connection.url).pathname.slice(1));
  const usageDb = openUsageDb({ ...connection, database: 'default' });
  try {
    const found = await usageDb.query('SELECT 1 FROM system.databases WHERE name = {name:String}', { name });
    if (found.length === 0)
      await usageDb.command('CREATE DATABASE IF NOT EXISTS {name:Identifier}', { name });
  } finally {
    await usageDb.close();
  }
}

/** A server of someone else's is "running" while it answers. */
async function watch(connection: UsageConnection): Promise<Service> {
  const usageDb = openUsageDb(connection);
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const stop = async () => {
    clearInterval(timer);
    await usageDb.close();
    end();
  };
  const timer = setInterval(() => void usageDb.ping().catch(stop), pingEveryMs);
  timer.unref();
  try {
    await usageDb.ping();
  } catch (error) {
    await stop();
    throw error;
  }
  return { ended, stop };
}
