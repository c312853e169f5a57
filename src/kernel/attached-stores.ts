import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from './config.ts';
import { socketDirectory } from './data-directory.ts';
import { openDb } from './db.ts';
import type { Log } from './log.ts';
import { connectionString, openCluster } from './postgres-cluster.ts';
import { findPlace } from './postgres-place.ts';
import { databaseName, type Stores, type StoresConfig, withDatabase } from './stores.ts';
import { openUsageDb } from './usage-db.ts';

/**
 * Opens the stores of an instance that runs on this data directory, beside it: for commands that look, or that write as
 * any request would. Owns nothing, starts nothing and stops nothing; a store that is away rejects the call.
 */
export async function attachStores(config: StoresConfig, log: Log): Promise<Stores> {
  if (!existsSync(config.dataDirectory))
    throw new ConfigError(`DATA_DIR: ${config.dataDirectory} does not exist`);
  const dataDirectory = realpathSync(config.dataDirectory);
  const database = config.databaseUrl ?? (await embeddedDatabase(dataDirectory, log));
  const db = openDb(database, log, { poolSize: 4 });
  const usageDb = openUsageDb(usageConnection({ ...config, dataDirectory }, log));
  return {
    db,
    usageDb,
    listenConnectionString: database,
    state: () => ({ database: 'up', usage: 'up' }),
    onChange: () => () => {},
    async stop() {
      await db.destroy();
      await usageDb.close();
    },
  };
}

async function embeddedDatabase(dataDirectory: string, log: Log): Promise<string> {
  const place = findPlace(dataDirectory, log);
  if (!existsSync(join(place.base, 'postgres')))
    throw new ConfigError(`DATA_DIR: ${dataDirectory} holds no database`);
  return connectionString(await openCluster(place, false), databaseName);
}

function usageConnection({ dataDirectory, clickhouseUrl }: StoresConfig, log: Log) {
  if (clickhouseUrl) return { url: withDatabase(clickhouseUrl), log };
  const directory = socketDirectory(join(dataDirectory, 'usage'), 'usage.sock');
  return { url: `http://localhost/${databaseName}`, socketPath: join(directory, 'usage.sock'), log };
}
