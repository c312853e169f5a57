import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { ConfigError } from './config.ts';
import { isDatabaseUnavailable } from './db.ts';

/** A user of the machine that a store's process runs as, when we are root. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** Another process works with the same data directory. */
export class DataDirectoryInUse extends Error {
  override name = 'DataDirectoryInUse';
}

const longestSocketPath = 100;

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * Makes the data directory, for us alone. As root it may be passed through (0711), because PostgreSQL
 * refuses to run as root and its own user must get to its folder in it; everything inside stays 0700 or 0600.
 * Returns the real path, so that one folder has one name.
 */
export function openDataDirectory(path: string): string {
  try {
    mkdirSync(resolve(path), { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new ConfigError(`DATA_DIR: ${path} cannot be used: ${(cause as Error).message}`, { cause });
  }
  const real = realpathSync(path);
  const isOwn = lstatSync(real).uid === process.getuid?.();
  if (isOwn && isForUs(real)) chmodSync(real, isRoot() ? 0o711 : 0o700);
  return real;
}

/** Empty, or with what we keep in it: a folder that serves others as well (`/tmp`) keeps its permissions. */
function isForUs(path: string): boolean {
  const names = readdirSync(path);
  return names.length === 0 || names.some((name) => /^(postgres|usage|journal|root\.key)/.test(name));
}

/** Makes a folder that only its owner may enter. */
export function privateDirectory(path: string, owner?: Owner): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (owner) chownSync(path, owner.uid, owner.gid);
  chmodSync(path, 0o700);
  return path;
}

/** A short name of a path, for folders elsewhere that belong to it. */
export function pathHash(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 16);
}

/**
 * A private folder for a Unix socket of this name: within `base` where the path is short enough for the
 * operating system (about 100 bytes), else in the machine's folder for temporary files.
 */
export function socketDirectory(base: string, socketName: string, owner?: Owner): string {
  const near = join(base, 'run');
  if (Buffer.byteLength(join(near, socketName)) <= longestSocketPath) return privateDirectory(near, owner);
  const temporary = Buffer.byteLength(tmpdir()) <= 50 ? tmpdir() : '/tmp';
  const far = join(temporary, `turnpike-${pathHash(near)}`);
  const { uid } = owner ?? { uid: process.getuid?.() };
  if (!existsSync(far)) return privateDirectory(far, owner);
  const found = lstatSync(far);
  // Anyone may have put something of that name into /tmp: use it only if it is ours and closed to others.
  const ours = found.isDirectory() && found.uid === uid && (found.mode & 0o077) === 0;
  return ours ? far : privateDirectory(mkdtempSync(join(temporary, 'turnpike-')), owner);
}

/** True while a process of this id lives (it may be another's). One that only waits to be reaped does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const stat = `/proc/${pid}/stat`;
  return !(existsSync(stat) && /\) Z /.test(readFileSync(stat, 'utf8')));
}

/** Ownership of a data directory; it ends with this process, however that ends. */
export interface Ownership {
  /** Settles when the connection that holds it broke (the server went away). */
  readonly lost: Promise<void>;
  release(): Promise<void>;
  /** Lets this process end, which frees the directory. */
  unref(): void;
}

const holderName = /^turnpike owner (\d+)@(.*)$/;

/**
 * Takes a data directory for this process: a session advisory lock in its database, which the server frees
 * when we die. Throws DataDirectoryInUse, naming the process that has it.
 */
export async function takeOwnership(connectionString: string, dataDirectory: string): Promise<Ownership> {
  const machine = hostname();
  // The name of the machine counts: with a database server, two machines may both say ./data.
  const key = createHash('sha256').update(`${machine}\n${dataDirectory}`).digest().readBigInt64BE();
  const client = new pg.Client({
    connectionString,
    keepAlive: true,
    connectionTimeoutMillis: 5000,
    application_name: `turnpike owner ${process.pid}@${machine}`.slice(0, 63),
  });
  const lost = new Promise<void>((settle) => client.on('error', () => settle()).on('end', () => settle()));
  await client.connect();
  try {
    await waitForLock(client, key, dataDirectory, machine);
  } catch (error) {
    await client.end();
    throw error;
  }
  return {
    lost,
    release: () => client.end().catch(ignoreLoss),
    unref: () => (client as unknown as { unref(): void }).unref(),
  };
}

function ignoreLoss(error: unknown): void {
  if (!isDatabaseUnavailable(error)) throw error;
}

async function waitForLock(
  client: pg.Client,
  key: bigint,
  dataDirectory: string,
  machine: string,
): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const tried = await client.query('select pg_try_advisory_lock($1) as taken', [key.toString()]);
    if (tried.rows[0].taken) return;
    const held = await client.query(
      `select a.application_name as name from pg_locks l join pg_stat_activity a on a.pid = l.pid
       where l.locktype = 'advisory' and l.granted and l.objsubid = 1
         and l.classid::int8 = ($1::int8 >> 32) & 4294967295 and l.objid::int8 = $1::int8 & 4294967295`,
      [key.toString()],
    );
    const holder = holderName.exec(held.rows[0]?.name ?? '');
    const pid = Number(holder?.[1]);
    // A process that was just killed: the server is about to notice.
    const dying = holder !== null && machine.startsWith(holder[2]!) && !isAlive(pid);
    if (attempt > 40 || (!dying && attempt > 2)) {
      const by = holder ? `process ${pid}` : 'another process';
      throw new DataDirectoryInUse(
        `The data directory ${dataDirectory} is in use by ${by}. ` +
          'Stop it first, or choose another one with DATA_DIR.',
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
