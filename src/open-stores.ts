import { existsSync } from 'node:fs';
import {
  attachStores,
  type Config,
  DataDirectoryInUse,
  findUnfinishedRestore,
  type Log,
  MigrationError,
  migrate,
  type Stores,
  startStores,
} from '#kernel';
import { StartError } from './start-error.ts';

export interface MigratedStores extends Stores {
  /** The migrations that were applied now. */
  readonly applied: readonly string[];
}

/** Opens and migrates the stores; what a person can mend becomes a StartError. */
export async function openStores(config: Config, log: Log): Promise<MigratedStores> {
  const stores = await startStores(config, log).catch((error: unknown) => {
    if (error instanceof DataDirectoryInUse) throw new StartError(error.message);
    throw error;
  });
  try {
    return { ...stores, applied: await migrateOrRefuse(stores, log) };
  } catch (error) {
    await stores.stop();
    throw error;
  }
}

async function migrateOrRefuse(stores: Stores, log: Log): Promise<string[]> {
  const applied = await migrate(stores, log).catch((error: unknown) => {
    throw error instanceof MigrationError ? new StartError(error.message) : error;
  });
  await refuseHalfRestored(stores);
  return applied;
}

async function refuseHalfRestored({ db }: Stores): Promise<void> {
  const unfinished = await findUnfinishedRestore(db);
  if (unfinished === null) return;
  throw new StartError(
    `The restore of ${unfinished.file} that began at ${unfinished.beganAt} did not come to its end, so these stores hold ` +
      'half an installation. Empty the data directory (and the database and usage store, if they are servers) and ' +
      'restore again.',
  );
}

/** Opens and migrates the stores for one command, and closes them whatever happens. */
export async function withStores<T>(
  config: Config,
  log: Log,
  work: (stores: MigratedStores) => Promise<T>,
): Promise<T> {
  const stores = await openStores(config, log);
  try {
    return await work(stores);
  } finally {
    await stores.stop();
  }
}

/**
 * The stores for a command that works beside a running instance as well as without one: those of the instance that has
 * the data directory, else opened and migrated for this command. Never makes an installation where there is none.
 */
export async function withPresentStores<T>(
  config: Config,
  log: Log,
  work: (stores: Stores) => Promise<T>,
): Promise<T> {
  if (!existsSync(config.dataDirectory))
    throw new StartError(`DATA_DIR: ${config.dataDirectory} does not exist`);
  const stores = await startStores(config, log).catch((error: unknown) => {
    if (error instanceof DataDirectoryInUse) return null;
    throw error;
  });
  if (stores !== null) {
    try {
      await migrateOrRefuse(stores, log);
      return await work(stores);
    } finally {
      await stores.stop();
    }
  }
  const attached = await attachStores(config, log);
  try {
    return await work(attached);
  } finally {
    await attached.stop();
  }
}
