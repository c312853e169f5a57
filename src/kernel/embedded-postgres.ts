import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { DataDirectoryInUse, isAlive, type Ownership, takeOwnership } from './data-directory.ts';
import { isDatabaseUnavailable, sqlState } from './db.ts';
import type { Log } from './log.ts';
import { type Cluster, connectionString, openCluster, serverEnvironment } from './postgres-cluster.ts';
import { findPlace, type PostgresPlace } from './postgres-place.ts';

export interface EmbeddedPostgresOptions {
  readonly dataDirectory: string;
  readonly log: Log;
  /** Most connections at once (default 60). */
  readonly maxConnections?: number;
  /** Throw-away databases of tests: no fsync, and the data directory is removed in the end. */
  readonly temporary?: boolean;
  /** Where data goes that PostgreSQL's user cannot reach in the data directory. */
  readonly elsewhere?: string;
}

export interface EmbeddedPostgres {
  /** For any client of this machine; the password is in it. */
  connectionString(database: string): string;
  /** Settles when the server has ended, by `stop` or by itself. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
  /** Lets this process end while the server runs; it is then stopped by its shim. */
  unref(): void;
}

const shim = fileURLToPath(new URL('./embedded-postgres.sh', import.meta.url));
const startTimeoutMs = 60_000;
const stopTimeoutMs = 30_000;

/**
 * Starts the packaged PostgreSQL on this data directory and takes ownership of it. The server listens on a
 * Unix socket only and stops when we end, however we end. Throws DataDirectoryInUse when another process has
 * the directory.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const place = findPlace(options.dataDirectory, options.log, options.elsewhere);
  const cluster = await openCluster(place, options.temporary ?? false);
  for (let attempt = 1; ; attempt++) {
    await settleFormerServer(cluster, options);
    const server = launch(place, cluster, options);
    try {
      await waitUntilReady(server, cluster);
      const ownership = await takeOwnership(connectionString(cluster, 'postgres'), options.dataDirectory);
      return running(server, cluster, ownership, options);
    } catch (error) {
      await server.stop();
      // Someone else's server came first, or processes of a killed one are still going: look again.
      if (!/postmaster.pid|shared memory block/.test(server.lastLines()) || attempt === 20) throw error;
      await pause(100);
    }
  }
}

function running(
  server: Server,
  cluster: Cluster,
  first: Ownership,
  options: EmbeddedPostgresOptions,
): EmbeddedPostgres {
  let ownership = first;
  let over = false;
  const keepOwnership = async () => {
    await ownership.lost;
    // The server has the time to end, if that was why.
    await Promise.race([server.ended, pause(1000)]);
    if (over) return;
    try {
      ownership = await takeOwnership(connectionString(cluster, 'postgres'), options.dataDirectory);
      void keepOwnership();
    } catch (error) {
      options.log.error({ err: error }, 'lost the ownership of the data directory');
      await server.stop();
    }
  };
  void keepOwnership();
  const ended = server.ended.then(async () => {
    over = true;
    await ownership.release();
  });
  return {
    connectionString: (database) => connectionString(cluster, database),
    ended,
    async stop() {
      over = true;
      await ownership.release();
      await server.stop();
      await ended;
    },
    unref() {
      server.unref();
      ownership.unref();
    },
  };
}

/**
 * Deals with a server that an earlier process of ours left: one that is stopping is waited for, one whose
 * owner is gone is stopped (its successor gets a shim of our own), one that is owned is left alone.
 */
async function settleFormerServer(cluster: Cluster, options: EmbeddedPostgresOptions): Promise<void> {
  const deadline = performance.now() + stopTimeoutMs;
  let asked = false;
  for (;;) {
    const former = readFormer(cluster);
    if (!former) return;
    if (performance.now() > deadline) {
      throw new DataDirectoryInUse(
        `Process ${former.pid} holds the database in ${cluster.directory} and does not stop.`,
      );
    }
    const found = await whose({ ...cluster, socket: former.socket }, options.dataDirectory);
    if (found === 'orphan' && !asked) {
      options.log.warn({ pid: former.pid }, 'stopping the database server that a killed process left behind');
      process.kill(former.pid, 'SIGINT');
      asked = true;
    }
    await pause(30);
  }
}

/** The server that the cluster's lock file names, if it lives; a lock that means nothing is removed. */
function readFormer(cluster: Cluster): { pid: number; socket: string } | undefined {
  const file = join(cluster.directory, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  const pid = Number(lines[0]);
  const socket = lines[4]?.trim() || cluster.socket;
  if (pid > 0 && isAlive(pid) && isServerOf(pid, cluster)) return { pid, socket };
  // Killed, and its number may be another program's by now, which PostgreSQL would take for a server.
  for (const lock of [file, join(socket, '.s.PGSQL.5432.lock')]) rmSync(lock, { force: true });
  return undefined;
}

function isServerOf(pid: number, cluster: Cluster): boolean {
  let command: string[];
  try {
    command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return existsSync('/proc/self') ? isAlive(pid) : true; // without /proc: assume that it is one
  }
  return command[0]!.includes('postgres') && command.includes(cluster.directory);
}

/** Whose the live server is. Throws DataDirectoryInUse when it has an owner. */
async function whose(cluster: Cluster, dataDirectory: string): Promise<'orphan' | 'stopping' | 'no'> {
  try {
    const ownership = await takeOwnership(connectionString(cluster, 'postgres'), dataDirectory);
    await ownership.release();
    return 'orphan';
  } catch (error) {
    if (sqlState(error)?.startsWith('57P')) return 'stopping';
    if (isDatabaseUnavailable(error)) return 'no';
    throw error;
  }
}

interface Server {
  readonly ended: Promise<void>;
  /** The last that the server said. */
  lastLines(): string;
  stop(): Promise<void>;
  unref(): void;
}

function launch(place: PostgresPlace, cluster: Cluster, options: EmbeddedPostgresOptions): Server {
  const settings = Object.entries(serverSettings(options)).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const child = spawn(
    '/bin/sh',
    [
      '-c',
      readFileSync(shim, 'utf8'),
      'turnpike-postgres',
      options.temporary ? place.base : '',
      join(place.binaries, 'postgres'),
      '-D',
      cluster.directory,
      '-k',
      cluster.socket,
      ...settings,
    ],
    // Its own session: the terminal's Ctrl-C is ours to handle, and the server stops after we have drained.
    {
      ...place.owner,
      detached: true,
      cwd: cluster.directory,
      env: serverEnvironment,
      stdio: ['pipe', 'ignore', 'pipe'],
    },
  );
  const last: string[] = [];
  createInterface({ input: child.stderr! }).on('line', (line) => {
    last.push(line);
    if (last.length > 20) last.shift();
    // What clients are told while it starts or stops is no news.
    const isNews =
      / (FATAL|PANIC): /.test(line) && !/the database system is|due to administrator command/.test(line);
    if (isNews) options.log.warn({ postgres: line }, 'database server');
    else options.log.debug({ postgres: line }, 'database server');
  });
  child.stdin!.on('error', () => {}); // it ended by itself; `ended` says so
  const ended = once(child, 'close').then(() => {
    child.stdin!.destroy();
  });
  return {
    ended,
    lastLines: () => last.join('\n'),
    stop: () => stopServer(child, ended, cluster),
    unref() {
      child.unref();
      for (const stream of [child.stdin, child.stderr]) (stream as Socket).unref();
    },
  };
}

async function stopServer(child: ChildProcess, ended: Promise<void>, cluster: Cluster): Promise<void> {
  child.stdin!.end();
  const tooLong = setTimeout(() => {
    const server = readFormer(cluster);
    if (server) process.kill(server.pid, 'SIGQUIT');
  }, stopTimeoutMs);
  await ended;
  clearTimeout(tooLong);
}

function serverSettings(options: EmbeddedPostgresOptions): Record<string, string | number> {
  const durability = options.temporary ? 'off' : 'on';
  return {
    listen_addresses: '',
    unix_socket_permissions: '0700',
    max_connections: options.maxConnections ?? 60,
    shared_buffers: '128MB',
    work_mem: '8MB',
    maintenance_work_mem: '64MB',
    effective_cache_size: '1GB',
    random_page_cost: 1.1,
    // Nobody replicates from an embedded server; it is backed up by COPY.
    wal_level: 'minimal',
    max_wal_senders: 0,
    max_wal_size: '1GB',
    fsync: durability,
    full_page_writes: durability,
    synchronous_commit: durability,
    jit: 'off',
    // Containers often have 64 MB of shared memory, which parallel plans outgrow.
    max_parallel_workers_per_gather: 0,
    max_parallel_maintenance_workers: 0,
    huge_pages: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_min_messages: 'warning',
    logging_collector: 'off',
  };
}

async function waitUntilReady(server: Server, cluster: Cluster): Promise<void> {
  const deadline = performance.now() + startTimeoutMs;
  let over = false;
  void server.ended.then(() => {
    over = true;
  });
  for (;;) {
    const client = new pg.Client({
      connectionString: connectionString(cluster, 'postgres'),
      connectionTimeoutMillis: 5000,
    });
    client.on('error', () => {}); // the failed call below reports it
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (over) throw new Error(`PostgreSQL did not start: ${server.lastLines() || 'it said nothing'}`);
      if (!isDatabaseUnavailable(error) || performance.now() > deadline) throw error;
    }
    await pause(10);
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
