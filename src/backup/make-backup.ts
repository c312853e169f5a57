import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import type pg from 'pg';
import {
  type BatchCut,
  type Clock,
  type Config,
  type Db,
  dumpTable,
  dumpUsageTable,
  instantText,
  listDataKeys,
  listDumpedTables,
  listSequences,
  listUsageTables,
  migrationState,
  openDumpConnection,
  type Stores,
  type UsageTable,
} from '#kernel';
import { API_CONNECTION, neededSegments, shippedBatches } from '#metering';
import { VERSION } from '../version.ts';
import { ArchiveWriter, BackupRefused, HEAD, inPieces } from './archive.ts';
import { packKeys } from './key-parcel.ts';
import { FORMAT } from './manifest.ts';
import { RowSet } from './row-set.ts';

export interface BackupOptions {
  readonly config: Pick<Config, 'dataDirectory'>;
  readonly stores: Pick<Stores, 'db' | 'usageDb' | 'listenConnectionString'>;
  readonly clock: Clock;
  readonly rootKeyPath: string;
  readonly file: string;
  readonly keys: { readonly passphrase: string | null } | null;
  /** Called with what is being written, for a person. */
  readonly onProgress: (what: string, rows: number) => void;
}

export interface BackupSummary {
  readonly file: string;
  readonly created_at: string;
  readonly tables: number;
  readonly rows: number;
  readonly usage_rows: number;
  readonly files: number;
  readonly keys: 'apart' | 'included' | 'locked';
}

/** The journals of this node: `files/<path>` in the archive. */
export const JOURNALS = [
  { folder: 'journal/gateway', kind: 'gateway' },
  { folder: 'journal/api', kind: 'api' },
] as const;

/**
 * Writes an installation into one file, while it runs or not. The relational rows are one snapshot; the usage rows are
 * those of the batches which that snapshot knows as finished, and the journals, read last, have everything that came
 * after: so what was accepted is in exactly one of them.
 */
export async function makeBackup(options: BackupOptions): Promise<BackupSummary> {
  const { stores, file } = options;
  if (existsSync(file)) throw new BackupRefused(`${file} is there already; a backup never overwrites`);
  const client = await openDumpConnection(stores.listenConnectionString);
  const archive = new ArchiveWriter(file);
  try {
    await client.query('begin isolation level repeatable read read only');
    const { rows } = await client.query<{ snapshot: string }>('select pg_export_snapshot() as snapshot');
    return await stores.db.connection().execute(async (connection) => {
      await sql`begin isolation level repeatable read read only`.execute(connection);
      await sql.raw(`set transaction snapshot '${rows[0]!.snapshot}'`).execute(connection);
      try {
        return await write(options, archive, client, connection);
      } finally {
        await sql`rollback`.execute(connection);
      }
    });
  } catch (error) {
    await archive.abandon();
    throw error;
  } finally {
    await client.end();
  }
}

async function write(
  options: BackupOptions,
  archive: ArchiveWriter,
  client: pg.Client,
  snapshot: Db,
): Promise<BackupSummary> {
  const { stores, clock, file, onProgress } = options;
  const keys = options.keys === null ? 'apart' : options.keys.passphrase === null ? 'included' : 'locked';
  const createdAt = instantText(clock.now());
  const tables = await listDumpedTables(client);
  const usageTables = await listUsageTables(stores.usageDb);
  await archive.json(HEAD, {
    format: FORMAT,
    version: VERSION,
    created_at: createdAt,
    migrations: await migrationState(snapshot),
    tables,
    usage_tables: usageTables.map(({ name, columns }) => ({ name, columns })),
    root_key_id: await rootKeyIdOf(snapshot),
    keys,
  });
  if (options.keys !== null) {
    const parcel = packKeys(readFileSync(options.rootKeyPath), options.keys.passphrase);
    await archive.part('keys', one(parcel));
  }
  const files = await writeJournals(options, archive, snapshot);
  for (const table of tables) {
    const part = await archive.part(`postgres/${table.name}`, inPieces(dumpTable(client, table)));
    onProgress(table.name, part.rows);
  }
  const cut = await shippedBatches(snapshot);
  const usageRows: Record<string, { rows: number; digest: string }> = {};
  for (const table of usageTables) usageRows[table.name] = await writeUsage(options, archive, table, cut);
  await archive.finish({ sequences: await listSequences(client), usage_rows: usageRows });
  const sum = (prefix: string) =>
    archive.parts.filter(({ path }) => path.startsWith(prefix)).reduce((total, { rows }) => total + rows, 0);
  return {
    file,
    created_at: createdAt,
    tables: tables.length,
    rows: sum('postgres/'),
    usage_rows: sum('usage/'),
    files,
    keys,
  };
}

async function rootKeyIdOf(db: Db): Promise<string> {
  const [key] = await listDataKeys(db);
  if (!key) throw new BackupRefused('There is no installation here yet: it was never started');
  return key.rootKeyId;
}

async function writeUsage(
  { stores, onProgress }: BackupOptions,
  archive: ArchiveWriter,
  table: UsageTable,
  cut: BatchCut,
): Promise<{ rows: number; digest: string }> {
  const set = new RowSet();
  async function* pages(): AsyncGenerator<Buffer> {
    for await (const { lines } of dumpUsageTable(stores.usageDb, table, cut)) {
      set.add(lines);
      onProgress(table.name, set.value.rows);
      yield Buffer.from(lines);
    }
  }
  await archive.part(`usage/${table.name}`, pages());
  return set.value;
}

/** The checkpoint of the quotas before the segments that go on from it, and everything after the snapshot was taken. */
async function writeJournals(
  { config, onProgress }: BackupOptions,
  archive: ArchiveWriter,
  snapshot: Db,
): Promise<number> {
  const nodeId = join(config.dataDirectory, 'node-id');
  const written: string[] = [];
  const put = async (path: string) => {
    const full = join(config.dataDirectory, path);
    if (!existsSync(full)) return;
    await archive.part(`files/${path}`, createReadStream(full, { highWaterMark: 1024 * 1024 }));
    written.push(path);
    onProgress(path, written.length);
  };
  await put('node-id');
  for (const { folder, kind } of JOURNALS) {
    const directory = join(config.dataDirectory, folder);
    if (!existsSync(directory)) continue;
    for (const name of ['boot', 'quota-checkpoint.ndjson']) await put(`${folder}/${name}`);
    const connection = kind === 'api' ? API_CONNECTION : readFileSync(nodeId, 'utf8').trim();
    for (const name of await neededSegments(snapshot, { connection, kind, directory }))
      await put(`${folder}/${name}`);
  }
  return written.length;
}

async function* one(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
