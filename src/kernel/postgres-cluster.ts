import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { isAlive, type Owner, privateDirectory, socketDirectory } from './data-directory.ts';
import type { PostgresPlace } from './postgres-place.ts';

/** A cluster of the embedded server: its folder, the password of its only user, the folder of its socket. */
export interface Cluster {
  readonly directory: string;
  readonly password: string;
  readonly socket: string;
}

const user = 'turnpike';
const passwordFile = 'turnpike.password';
/** What the server's programs find in their environment: nothing of ours. */
export const serverEnvironment = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

export function connectionString(cluster: Cluster, database: string): string {
  const host = encodeURIComponent(cluster.socket);
  return `postgres://${user}:${cluster.password}@/${encodeURIComponent(database)}?host=${host}`;
}

/** Opens the cluster, or makes it: beside its place first, so that what stands there is always complete. */
export async function openCluster(place: PostgresPlace, temporary: boolean): Promise<Cluster> {
  const directory = join(place.base, 'postgres');
  if (!existsSync(directory)) await makeCluster(place, directory, temporary);
  let version: string;
  let password: string;
  try {
    version = readFileSync(join(directory, 'PG_VERSION'), 'utf8').trim();
    password = readFileSync(join(directory, passwordFile), 'utf8').trim();
  } catch (cause) {
    throw new Error(
      `${directory} is not a database of ours, or not ours to read: ${(cause as Error).message}`,
      { cause },
    );
  }
  if (version !== place.majorVersion) {
    throw new Error(
      `The database in ${directory} is of PostgreSQL ${version}, ` +
        `this program brings ${place.majorVersion}. ` +
        'Make a backup with the version of Turnpike that wrote it (turnpike backup) and restore it here.',
    );
  }
  return { directory, password, socket: socketDirectory(place.base, '.s.PGSQL.5432', place.owner) };
}

async function makeCluster(place: PostgresPlace, target: string, temporary: boolean): Promise<void> {
  removeAbandoned(place.base);
  // The shim removes it as the server's user.
  if (temporary && place.owner) chownSync(place.base, place.owner.uid, place.owner.gid);
  const staging = privateDirectory(join(place.base, `postgres.init-${process.pid}`), place.owner);
  const password = randomBytes(24).toString('hex');
  const file = join(staging, passwordFile);
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
  own(file, place.owner);
  const cluster = join(staging, 'cluster');
  const how = [
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--encoding=UTF8',
    '--auth=scram-sha-256',
  ];
  const sync = temporary ? ['--no-sync'] : [];
  const initdb = spawn(
    join(place.binaries, 'initdb'),
    [`--pgdata=${cluster}`, `--username=${user}`, `--pwfile=${file}`, '--no-instructions', ...how, ...sync],
    { ...place.owner, cwd: staging, env: serverEnvironment, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let complaints = '';
  initdb.stderr.on('data', (chunk) => {
    complaints += chunk;
  });
  const [status] = await once(initdb, 'close');
  if (status !== 0) throw new Error(`PostgreSQL could not make its data directory: ${complaints.trim()}`);
  renameSync(file, join(cluster, passwordFile));
  try {
    renameSync(cluster, target);
  } catch (error) {
    if (!existsSync(target)) throw error; // otherwise another process was quicker
  }
  rmSync(staging, { recursive: true, force: true });
}

function removeAbandoned(base: string): void {
  for (const name of readdirSync(base)) {
    const pid = /^postgres\.init-(\d+)$/.exec(name)?.[1];
    if (pid && !isAlive(Number(pid))) rmSync(join(base, name), { recursive: true, force: true });
  }
}

function own(path: string, owner: Owner | undefined): void {
  chmodSync(path, 0o600);
  if (owner) chownSync(path, owner.uid, owner.gid);
}
