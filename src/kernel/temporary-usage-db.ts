import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataDirectory } from './data-directory.ts';
import type { Log } from './log.ts';
import { migrateUsageOnly } from './migrations.ts';
import { openUsageDb, type UsageDb } from './usage-db.ts';
import { startUsageEngine } from './usage-engine.ts';

export interface TemporaryUsageDb {
  readonly usageDb: UsageDb;
  /** Ends its engine and removes its folder; both also happen when this process ends. */
  close(): Promise<void>;
}

/** An empty usage store of its own, for a calculation. */
export async function openTemporaryUsageDb(log: Log): Promise<TemporaryUsageDb> {
  const dataDirectory = openDataDirectory(mkdtempSync(join(tmpdir(), 'turnpike-usage-')));
  const engine = await startUsageEngine({ dataDirectory, log, temporary: true });
  const usageDb = openUsageDb({ url: 'http://localhost/default', socketPath: engine.socketPath, log });
  const close = async () => {
    await usageDb.close();
    await engine.stop();
  };
  try {
    await migrateUsageOnly(usageDb);
  } catch (error) {
    await close();
    throw error;
  }
  return { usageDb, close };
}
