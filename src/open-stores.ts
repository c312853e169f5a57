import {
  type Config,
  DataDirectoryInUse,
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
    return { ...stores, applied: await migrate(stores, log) };
  } catch (error) {
    await stores.stop();
    if (error instanceof MigrationError) throw new StartError(error.message);
    throw error;
  }
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
