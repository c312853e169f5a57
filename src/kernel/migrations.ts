import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Kysely, sql } from 'kysely';
import { type Db, inTransaction } from './db.ts';
import type { Log } from './log.ts';
import type { UsageDb } from './usage-db.ts';

export type MigratedStore = 'postgres' | 'clickhouse';

export interface Migration {
  readonly store: MigratedStore;
  /** The file's name without `.sql`. */
  readonly name: string;
  readonly text: string;
  readonly checksum: string;
}

/** The files and the stores do not fit together; the message says which and what to do. */
export class MigrationError extends Error {
  override name = 'MigrationError';
}

type MigrationTables = { kernel_migrations: { store: string; name: string; checksum: string } };

/** Where the repository keeps them: `postgres/NNNN_<room>_<what>.sql` and `clickhouse/NNNN_<what>.sql`. */
export const migrationsDirectory = fileURLToPath(new URL('../../migrations', import.meta.url));

// Any number that nobody else takes; the lock is the whole database's.
const migrationLock = 7_283_401_177n;

/** All migration files, by number. Throws a MigrationError for a wrong or repeated number. */
export function readMigrations(directory = migrationsDirectory): Migration[] {
  return [...readStore(directory, 'postgres'), ...readStore(directory, 'clickhouse')];
}

function readStore(directory: string, store: MigratedStore): Migration[] {
  const folder = join(directory, store);
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort();
  const numbers = new Map<string, string>();
  return files.map((file) => {
    const number = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(file)?.[1];
    if (!number) throw new MigrationError(`${store}/${file} is not named like 0001_room_what.sql`);
    const other = numbers.get(number);
    if (other) throw new MigrationError(`${store}/${file} and ${store}/${other} have the same number`);
    numbers.set(number, file);
    const text = readFileSync(join(folder, file), 'utf8');
    return {
      store,
      name: file.slice(0, -4),
      text,
      checksum: createHash('sha256').update(text).digest('hex'),
    };
  });
}

/**
 * Brings both stores up to date and returns the names of what it applied. Only one process at a time does
 * (an advisory lock); each file of PostgreSQL is a transaction with its record, each of the usage store one
 * idempotent statement. Rooms number in ranges of their own, so a file may come after a higher number.
 */
export async function migrate(
  stores: { db: Db; usageDb?: UsageDb },
  log: Log,
  directory = migrationsDirectory,
): Promise<string[]> {
  return applyMigrations(stores, log, readMigrations(directory));
}

/** What an installation stands at: each migration with its checksum, `store/name`. */
export interface MigrationState {
  readonly key: string;
  readonly checksum: string;
}

export async function migrationState(db: Db): Promise<MigrationState[]> {
  return [...(await readRecorded(db))].map(([key, checksum]) => ({ key, checksum })).sort(byKey);
}

function byKey(a: MigrationState, b: MigrationState): number {
  return a.key < b.key ? -1 : 1;
}

/** Brings empty stores to exactly this state, which may be one of an older version of the program. */
export async function migrateTo(
  stores: { db: Db; usageDb: UsageDb },
  log: Log,
  state: readonly MigrationState[],
): Promise<void> {
  const files = readMigrations();
  refuseDifferences(files, new Map(state.map(({ key, checksum }) => [key, checksum])));
  const wanted = new Set(state.map((one) => one.key));
  await applyMigrations(
    stores,
    log,
    files.filter((file) => wanted.has(key(file))),
  );
}

async function applyMigrations(
  stores: { db: Db; usageDb?: UsageDb },
  log: Log,
  files: readonly Migration[],
): Promise<string[]> {
  return await stores.db.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${migrationLock})`.execute(connection);
    try {
      const recorded = await readRecorded(connection);
      refuseDifferences(files, recorded);
      const applied = await migrateDatabase(connection, files, recorded, log);
      if (stores.usageDb)
        applied.push(...(await migrateUsage(connection, stores.usageDb, files, recorded, log)));
      return applied;
    } finally {
      // A connection that broke has freed the lock, and the error that says so is on its way.
      const unlock = sql`select pg_advisory_unlock(${migrationLock})`.execute(connection);
      await unlock.catch((error) => log.debug({ err: error }, 'the migration lock went with its connection'));
    }
  });
}

/** Applies the usage store's files without recording them: for stores that do not outlive the process. */
export async function migrateUsageOnly(usageDb: UsageDb, directory = migrationsDirectory): Promise<void> {
  for (const file of readMigrations(directory))
    if (file.store === 'clickhouse') await applyUsage(usageDb, file);
}

type Recorded = ReadonlyMap<string, string>;

async function readRecorded(db: Kysely<Record<never, never>>): Promise<Recorded> {
  const { rows } = await sql<{
    found: string | null;
  }>`select to_regclass('kernel_migrations')::text as found`.execute(db);
  if (rows[0]?.found == null) return new Map();
  const records = await db
    .withTables<MigrationTables>()
    .selectFrom('kernel_migrations')
    .selectAll()
    .execute();
  return new Map(records.map((record) => [`${record.store}/${record.name}`, record.checksum]));
}

function key(file: Migration): string {
  return `${file.store}/${file.name}`;
}

function refuseDifferences(files: readonly Migration[], recorded: Recorded): void {
  const known = new Set(files.map(key));
  const unknown = [...recorded.keys()].filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new MigrationError(
      `The database was migrated by a newer version of Turnpike: this one lacks ${unknown.join(', ')}.`,
    );
  }
  const changed = files
    .filter((file) => (recorded.get(key(file)) ?? file.checksum) !== file.checksum)
    .map(key);
  if (changed.length > 0) {
    throw new MigrationError(
      `Migrations only go forward, but ${changed.join(', ')} was changed after it had been applied. ` +
        'Put the file back as it was and write a new one.',
    );
  }
}

async function migrateDatabase(
  db: Db,
  files: readonly Migration[],
  recorded: Recorded,
  log: Log,
): Promise<string[]> {
  const missing = files.filter((file) => file.store === 'postgres' && !recorded.has(key(file)));
  for (const file of missing) {
    try {
      await inTransaction(db, async (tx) => {
        await sql.raw(file.text).execute(tx);
        await record(tx, file);
      });
    } catch (cause) {
      const { position } = cause as { position?: string };
      const line = position ? ` (line ${file.text.slice(0, Number(position)).split('\n').length})` : '';
      throw new MigrationError(`Migration ${key(file)} failed: ${(cause as Error).message}${line}`, {
        cause,
      });
    }
    log.debug({ migration: key(file) }, 'migrated');
  }
  return missing.map(key);
}

async function migrateUsage(
  db: Db,
  usageDb: UsageDb,
  files: readonly Migration[],
  recorded: Recorded,
  log: Log,
): Promise<string[]> {
  const ours = files.filter((file) => file.store === 'clickhouse');
  // Another usage store than the one that was recorded (a new server): everything is missing there.
  const tables = await usageDb.query<{ count: bigint }>(
    'SELECT count() AS count FROM system.tables WHERE database = currentDatabase()',
  );
  const isNew = tables[0]!.count === 0n;
  const missing = ours.filter((file) => isNew || !recorded.has(key(file)));
  for (const file of missing) {
    await applyUsage(usageDb, file);
    await record(db, file);
    log.debug({ migration: key(file) }, 'migrated');
  }
  return missing.map(key);
}

async function applyUsage(usageDb: UsageDb, file: Migration): Promise<void> {
  try {
    await usageDb.command(file.text.trim().replace(/;$/, ''));
  } catch (cause) {
    throw new MigrationError(`Migration ${key(file)} failed: ${(cause as Error).message}`, { cause });
  }
}

async function record(db: Db, file: Migration): Promise<void> {
  await db
    .withTables<MigrationTables>()
    .insertInto('kernel_migrations')
    .values({ store: file.store, name: file.name, checksum: file.checksum })
    .onConflict((conflict) => conflict.columns(['store', 'name']).doNothing())
    .execute();
}
