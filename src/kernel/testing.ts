import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { sharedTestStores } from './config.ts';
import { openDataDirectory } from './data-directory.ts';
import { type Db, openDb } from './db.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { createLog } from './log.ts';
import { migrate, migrateUsageOnly, migrationsDirectory, readMigrations } from './migrations.ts';
import { openUsageDb, type UsageDb } from './usage-db.ts';
import { startUsageEngine } from './usage-engine.ts';

// Real stores for tests. A run of all tests starts them once (startTestStores) and tells the test files about
// them; a single test file starts its own at the first use. They end with the process that started them.

export interface TestDatabase {
  readonly db: Db;
  /** For clients that need a connection of their own (LISTEN, jobs). */
  readonly connectionString: string;
  drop(): Promise<void>;
}

export interface TestUsageDb {
  readonly usageDb: UsageDb;
  drop(): Promise<void>;
}

/** How to reach the stores of a run; `{database}` stands for the name. */
interface Shared {
  readonly postgres: string;
  readonly usageSocket: string;
}

/** Says nothing. */
export const silentLog = createLog('silent');

const databasePlace = '{database}';

/** A database of its own with every migration applied, copied from a template in a moment. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = await postgres();
  const template = await preparedTemplate(server);
  const name = `test_${randomBytes(8).toString('hex')}`;
  await administer(server, (client) => client.query(`create database ${name} template ${template}`));
  const connectionString = at(server, name);
  const db = openDb(connectionString, silentLog, { poolSize: 8, allowExitOnIdle: true });
  return {
    db,
    connectionString,
    async drop() {
      await db.destroy();
      await administer(server, (client) => client.query(`drop database ${name} with (force)`));
    },
  };
}

/** A usage store of its own with every migration applied. */
export async function testUsageDb(): Promise<TestUsageDb> {
  const socketPath = await usageSocket();
  const name = `test_${randomBytes(8).toString('hex')}`;
  const server = openUsageDb({ url: 'http://localhost/default', socketPath, log: silentLog });
  await server.command(`CREATE DATABASE ${name}`);
  const usageDb = openUsageDb({ url: `http://localhost/${name}`, socketPath, log: silentLog });
  await migrateUsageOnly(usageDb);
  return {
    usageDb,
    async drop() {
      await usageDb.close();
      await server.command(`DROP DATABASE ${name} SYNC`);
      await server.close();
    },
  };
}

/** Starts both stores for all test files of a run. `environment` is their TURNPIKE_TEST_STORES. */
export async function startTestStores(): Promise<{
  environment: string;
  stop(): Promise<void>;
}> {
  const [database, usage] = await Promise.all([startPostgres(), startUsage()]);
  const shared: Shared = {
    postgres: database.connectionString(databasePlace),
    usageSocket: usage.socketPath,
  };
  await preparedTemplate(shared.postgres);
  return {
    environment: JSON.stringify(shared),
    async stop() {
      await Promise.all([database.stop(), usage.stop()]);
    },
  };
}

function startPostgres() {
  const dataDirectory = openDataDirectory(mkdtempSync(join(tmpdir(), 'turnpike-test-')));
  // Every test file has pools of its own.
  return startEmbeddedPostgres({ dataDirectory, log: silentLog, temporary: true, maxConnections: 300 });
}

function startUsage() {
  const dataDirectory = openDataDirectory(mkdtempSync(join(tmpdir(), 'turnpike-test-')));
  return startUsageEngine({ dataDirectory, log: silentLog, temporary: true });
}

function shared(): Shared | undefined {
  const text = sharedTestStores();
  return text ? (JSON.parse(text) as Shared) : undefined;
}

let ownPostgres: Promise<string> | undefined;
function postgres(): Promise<string> {
  ownPostgres ??= (async () => {
    const known = shared();
    if (known) return known.postgres;
    const server = await startPostgres();
    server.unref();
    return server.connectionString(databasePlace);
  })();
  return ownPostgres;
}

let ownUsage: Promise<string> | undefined;
function usageSocket(): Promise<string> {
  ownUsage ??= (async () => {
    const known = shared();
    if (known) return known.usageSocket;
    const engine = await startUsage();
    engine.unref();
    return engine.socketPath;
  })();
  return ownUsage;
}

function at(server: string, database: string): string {
  return server.replace(encodeURIComponent(databasePlace), database);
}

async function administer<T>(server: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: at(server, 'postgres') });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const templates = new Map<string, Promise<string>>();
function preparedTemplate(server: string): Promise<string> {
  const known = templates.get(server) ?? makeTemplate(server);
  templates.set(server, known);
  return known;
}

/** A migrated database to copy; named after the migrations, so that all test files of a run share it. */
function makeTemplate(server: string): Promise<string> {
  const files = readMigrations(migrationsDirectory).filter((file) => file.store === 'postgres');
  const digest = createHash('sha256').update(files.map((file) => file.name + file.checksum).join());
  const template = `template_${digest.digest('hex').slice(0, 16)}`;
  return administer(server, async (client) => {
    await client.query('select pg_advisory_lock(1)');
    const found = await client.query('select 1 from pg_database where datname = $1', [template]);
    if (found.rowCount) return template;
    const building = `building_${randomBytes(8).toString('hex')}`;
    await client.query(`create database ${building}`);
    const db = openDb(at(server, building), silentLog, { poolSize: 2 });
    try {
      await migrate({ db }, silentLog);
    } finally {
      await db.destroy();
    }
    // Only a complete one gets the name.
    await client.query(`alter database ${building} rename to ${template}`);
    return template;
  });
}
