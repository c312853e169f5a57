import { join } from 'node:path';
import {
  type Clock,
  type Config,
  createLog,
  type InstallationSecrets,
  type Log,
  openSecrets,
  SealBroken,
  systemClock,
  type TravellingClock,
  travellingClock,
} from '#kernel';
import { Closing } from './closing.ts';
import { type MigratedStores, openStores } from './open-stores.ts';
import { StartError } from './start-error.ts';

/** What the parts of a running instance are made of. */
export interface Ground {
  readonly config: Config;
  readonly clock: TravellingClock;
  readonly log: Log;
  readonly stores: MigratedStores;
  readonly secrets: InstallationSecrets;
  readonly closing: Closing;
}

/** Opens the stores and reads the root key. Closing the ground stops the stores last. */
export async function openGround(
  config: Config,
  options: { clock?: Clock; log?: Log } = {},
): Promise<Ground> {
  const log = options.log ?? createLog(config.logLevel);
  const closing = new Closing(log);
  const stores = await openStores(config, log);
  closing.add('stores', () => stores.stop());
  try {
    const clock = travellingClock(options.clock ?? systemClock());
    const secrets = await openSecrets(stores.db, rootKeyPath(config), clock.now());
    return { config, clock, log, stores, secrets, closing };
  } catch (error) {
    await closing.close();
    if (!(error instanceof SealBroken)) throw error;
    throw new StartError(
      `ROOT_KEY_FILE: ${rootKeyPath(config)} does not hold the key that this installation's secrets were ` +
        'sealed with',
    );
  }
}

export function rootKeyPath(config: Config): string {
  return config.rootKeyFile ?? join(config.dataDirectory, 'root.key');
}
