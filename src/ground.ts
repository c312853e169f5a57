import { join } from 'node:path';
import {
  type Clock,
  type Config,
  createLog,
  createSecrets,
  type Log,
  loadRootKey,
  type Secrets,
  systemClock,
} from '#kernel';
import { Closing } from './closing.ts';
import { type MigratedStores, openStores } from './open-stores.ts';

/** What the parts of a running instance are made of. */
export interface Ground {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly stores: MigratedStores;
  readonly secrets: Secrets;
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
    const secrets = createSecrets(loadRootKey(rootKeyPath(config)));
    return { config, clock: options.clock ?? systemClock(), log, stores, secrets, closing };
  } catch (error) {
    await closing.close();
    throw error;
  }
}

export function rootKeyPath(config: Config): string {
  return config.rootKeyFile ?? join(config.dataDirectory, 'root.key');
}
