import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type pg from 'pg';
import {
  type Config,
  dumpTable,
  dumpUsageTable,
  END_OF_RESTORE,
  isEmptyDatabase,
  type Log,
  listUsageTables,
  loadRootKeys,
  loadTable,
  markRestore,
  migrate,
  migrateTo,
  openDumpConnection,
  parseRootKeys,
  privateDirectory,
  type Stores,
  setSequences,
  startStores,
  withoutConstraints,
} from '#kernel';
import { BackupRefused, Digest, readParts } from './archive.ts';
import { unpackKeys } from './key-parcel.ts';
import { type Head, type Manifest, sameDigest, verifyArchive } from './manifest.ts';
import { RowSet } from './row-set.ts';

export interface RestoreOptions {
  readonly config: Config;
  readonly log: Log;
  readonly rootKeyPath: string;
  readonly file: string;
  readonly passphrase: string | null;
  readonly onProgress: (what: string, rows: number) => void;
  /** For crash tests. */
  readonly failpoint?: (name: string) => void;
}

export interface RestoreSummary {
  readonly file: string;
  readonly created_at: string;
  readonly version: string;
  readonly rows: number;
  readonly usage_rows: number;
  /** Migrations that are newer than the backup. */
  readonly migrated: readonly string[];
}

// What a backup may put into the data directory, and nothing else.
const FILE_PATH =
  /^(node-id|journal\/(gateway|api)\/(boot|quota-checkpoint\.ndjson|[a-z0-9-]{1,40}\.\d{1,16}\.\d{6}\.journal))$/;

interface Restore extends RestoreOptions {
  readonly head: Head;
  readonly manifest: Manifest;
}

/**
 * Fills empty stores and an empty data directory from a backup. Until its last write everything is marked as unfinished,
 * and the relational rows come with that last write, in one transaction. Throws BackupRefused before anything is changed
 * when the file is not whole, the place is not empty, or the root key is not the one that the backup needs.
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreSummary> {
  const { config, file, log } = options;
  const { head, manifest } = await verifyArchive(file);
  refuseUsedDirectory(config.dataDirectory, options.rootKeyPath);
  const keys = await readKeys(options, head);
  const stores = await startStores(config, log);
  try {
    const client = await openDumpConnection(stores.listenConnectionString);
    try {
      await refuseUsedStores(client, stores);
      await migrateTo(stores, log, head.migrations);
      await markRestore(stores.db, file);
      if (keys !== null) saveKeys(options.rootKeyPath, keys);
      await fill({ ...options, head, manifest }, client, stores);
    } finally {
      await client.end();
    }
    const migrated = await migrate(stores, log);
    const sum = (prefix: string) =>
      manifest.parts
        .filter(({ path }) => path.startsWith(prefix))
        .reduce((total, { rows }) => total + rows, 0);
    return {
      file,
      created_at: head.created_at,
      version: head.version,
      rows: sum('postgres/'),
      usage_rows: sum('usage/'),
      migrated,
    };
  } finally {
    await stores.stop();
  }
}

function refuseUsedDirectory(directory: string, rootKeyPath: string): void {
  if (!existsSync(directory)) return;
  const [found] = readdirSync(directory).filter((name) => join(directory, name) !== rootKeyPath);
  if (found !== undefined)
    throw new BackupRefused(
      `DATA_DIR: ${directory} is not empty (it holds ${found}); restore into a new directory`,
    );
}

async function refuseUsedStores(client: pg.Client, { usageDb }: Stores): Promise<void> {
  if (!(await isEmptyDatabase(client)))
    throw new BackupRefused('DATABASE_URL: the database is not empty; restore into a new one');
  const [found] = await usageDb.query<{ name: string }>(
    'SELECT name FROM system.tables WHERE database = currentDatabase() LIMIT 1',
  );
  if (found)
    throw new BackupRefused(
      `CLICKHOUSE_URL: the usage store is not empty (it holds ${found.name}); restore into a new one`,
    );
}

/** The root key file to write, or null when the right one is in its place already. */
async function readKeys(options: RestoreOptions, head: Head): Promise<Buffer | null> {
  const { file, rootKeyPath, passphrase } = options;
  if (existsSync(rootKeyPath)) {
    if (loadRootKeys(rootKeyPath).some(({ id }) => id === head.root_key_id)) return null;
    throw new BackupRefused(
      `ROOT_KEY_FILE: ${rootKeyPath} holds another key than the one that ${file} was sealed with (${head.root_key_id})`,
    );
  }
  if (head.keys === 'apart')
    throw new BackupRefused(
      `${file} was made without its keys: put the root key file of the installation (key ${head.root_key_id}) ` +
        `to ${rootKeyPath} first`,
    );
  for await (const { path, pieces } of readParts(file)) {
    if (path !== 'keys') continue;
    const parcel = Buffer.concat(await Array.fromAsync(pieces));
    const keys = unpackKeys(parcel, head.keys === 'locked', passphrase);
    if (parseRootKeys(keys.toString('utf8')).some(({ id }) => id === head.root_key_id)) return keys;
  }
  throw new BackupRefused(`${file} does not hold the key that it was sealed with (${head.root_key_id})`);
}

function saveKeys(path: string, keys: Buffer): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, keys, { mode: 0o600, flag: 'wx' });
}

async function fill(restore: Restore, client: pg.Client, stores: Stores): Promise<void> {
  const { usageDb } = stores;
  // Rows that are past their time stay until they are compared; afterwards they go as they would have.
  await usageDb.command('SYSTEM STOP TTL MERGES');
  try {
    await client.query('begin');
    await withoutConstraints(client, async () => {
      for await (const { path, pieces } of readParts(restore.file)) {
        await fillPart(restore, client, stores, path, pieces);
        restore.failpoint?.('restore.part');
      }
      await verifyDatabase(restore, client);
      await verifyUsage(restore, stores);
      await setSequences(client, restore.manifest.sequences);
    });
    await client.query(END_OF_RESTORE);
    restore.failpoint?.('restore.before_commit');
    await client.query('commit');
  } finally {
    await usageDb.command('SYSTEM START TTL MERGES');
  }
}

async function fillPart(
  { head, config, onProgress }: Restore,
  client: pg.Client,
  { usageDb }: Stores,
  path: string,
  pieces: AsyncIterable<Buffer>,
): Promise<void> {
  const [kind, ...rest] = path.split('/');
  const name = rest.join('/');
  if (kind === 'files') await writeFile(config.dataDirectory, name, pieces);
  if (kind === 'postgres') {
    const table = head.tables.find((one) => one.name === name);
    if (!table) throw new BackupRefused(`The backup has rows of ${name}, which it does not describe`);
    await loadTable(client, table, pieces);
    onProgress(name, 0);
  }
  if (kind !== 'usage') return;
  const table = head.usage_tables.find((one) => one.name === name);
  if (!table) throw new BackupRefused(`The backup has usage of ${name}, which it does not describe`);
  let page = 0;
  for await (const bytes of pieces) {
    page += 1;
    // The token makes the view's roll-ups part of the insertion, as when the shipper inserts.
    await usageDb.insertText(name, table.columns, bytes.toString('utf8'), {
      token: `restore-${head.created_at}-${name}-${page}`,
    });
    onProgress(name, page);
  }
}

async function writeFile(directory: string, name: string, pieces: AsyncIterable<Buffer>): Promise<void> {
  if (!FILE_PATH.test(name)) throw new BackupRefused(`The backup has a file ${name}, which is none of ours`);
  const path = join(directory, name);
  for (let above = dirname(path); above !== directory; above = dirname(above)) privateDirectory(above);
  const handle = await open(path, 'wx', 0o600);
  try {
    for await (const bytes of pieces) await handle.appendFile(bytes);
    await handle.datasync();
  } finally {
    await handle.close();
  }
  chmodSync(path, 0o600);
}

async function verifyDatabase({ head, manifest, file }: Restore, client: pg.Client): Promise<void> {
  for (const table of head.tables) {
    const path = `postgres/${table.name}`;
    const digest = new Digest();
    for await (const bytes of dumpTable(client, table)) digest.add(bytes);
    const wanted = manifest.parts.find((part) => part.path === path);
    const found = digest.of(path);
    if (!wanted || !sameDigest(found, wanted))
      throw new BackupRefused(
        `${file}: ${table.name} has ${found.rows} rows after the restore and is not as it was (${wanted?.rows} rows)`,
      );
  }
}

async function verifyUsage({ manifest, file }: Restore, { usageDb }: Stores): Promise<void> {
  for (const table of await listUsageTables(usageDb)) {
    const set = new RowSet();
    for await (const { lines } of dumpUsageTable(usageDb, table, null)) set.add(lines);
    const wanted = manifest.usage_rows[table.name];
    if (wanted && (wanted.rows !== set.value.rows || wanted.digest !== set.value.digest))
      throw new BackupRefused(
        `${file}: ${table.name} has ${set.value.rows} rows after the restore, the backup ${wanted.rows}, or other values`,
      );
  }
}
