import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import pg from 'pg';
import { isAlive, isRoot, openDataDirectory } from './data-directory.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { silentLog } from './testing.ts';

const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder for one test; its path may be made long. */
function folder(name = 'data'): string {
  const parent = mkdtempSync(join(tmpdir(), 'turnpike-kernel-'));
  folders.push(parent);
  chmodSync(parent, 0o755);
  return openDataDirectory(join(parent, name));
}

async function ask(server: EmbeddedPostgres, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: server.connectionString('postgres') });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

function serverPid(cluster: string): number {
  return Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]);
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** A process of its own that starts the server, runs `script` with it, says `ready` and waits. */
async function elsewhere(dataDirectory: string, script: string): Promise<ChildProcess> {
  const source = `
    import pg from 'pg';
    import { startEmbeddedPostgres } from '${new URL('./embedded-postgres.ts', import.meta.url)}';
    import { createLog } from '${new URL('./log.ts', import.meta.url)}';
    const dataDirectory = ${JSON.stringify(dataDirectory)};
    const server = await startEmbeddedPostgres({ dataDirectory, log: createLog('silent') });
    const client = new pg.Client({ connectionString: server.connectionString('postgres') });
    client.on('error', () => {});
    await client.connect();
    await client.query(${JSON.stringify(script)});
    process.stdout.write('ready');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [first] = await Promise.race([once(child.stdout!, 'data'), once(child, 'exit')]);
  assert.equal(String(first), 'ready');
  return child;
}

test('a stopped server leaves no process, keeps its data and opens to nobody else', async () => {
  const dataDirectory = folder();
  const server = await startEmbeddedPostgres({ dataDirectory, log: silentLog });
  const pid = serverPid(join(dataDirectory, 'postgres'));
  const settings = await ask(
    server,
    `
    select current_setting('listen_addresses') as tcp, current_setting('fsync') as fsync,
      current_setting('synchronous_commit') as commit, datlocprovider as provider, datlocale as locale,
      pg_encoding_to_char(encoding) as encoding
    from pg_database where datname = 'postgres'`,
  );
  assert.deepEqual(settings, [
    { tcp: '', fsync: 'on', commit: 'on', provider: 'b', locale: 'C.UTF-8', encoding: 'UTF8' },
  ]);
  await ask(server, 'create table kept as select 42 as answer');
  for (const name of ['postgres', 'run'])
    assert.equal(lstatSync(join(dataDirectory, name)).mode & 0o777, 0o700);
  assert.equal(lstatSync(join(dataDirectory, 'postgres/turnpike.password')).mode & 0o777, 0o600);
  await server.stop();
  assert.equal(isAlive(pid), false);
  assert.equal(existsSync(join(dataDirectory, 'run/.s.PGSQL.5432')), false);

  const again = await startEmbeddedPostgres({ dataDirectory, log: silentLog });
  assert.deepEqual(await ask(again, 'select answer from kept'), [{ answer: 42 }]);
  await again.stop();
});

test('a wrong password is refused', async () => {
  const server = await startEmbeddedPostgres({ dataDirectory: folder(), log: silentLog });
  const connectionString = server.connectionString('postgres').replace(/:[0-9a-f]{48}@/, ':guess@');
  const client = new pg.Client({ connectionString });
  await assert.rejects(client.connect(), { code: '28P01' });
  await server.stop();
});

test('a second instance on the same data directory refuses and names the first', async () => {
  const dataDirectory = folder();
  const owner = await elsewhere(dataDirectory, 'select 1');
  await assert.rejects(startEmbeddedPostgres({ dataDirectory, log: silentLog }), (error: Error) => {
    assert.equal(error.name, 'DataDirectoryInUse');
    assert.match(error.message, new RegExp(`${dataDirectory} is in use by process ${owner.pid}`));
    return true;
  });
  const pid = serverPid(join(dataDirectory, 'postgres'));
  assert.equal(isAlive(pid), true, 'the refused one left the server of the first alone');
  owner.kill('SIGKILL');
  await until(() => !isAlive(pid));
});

test('of two that start at once on a new data directory, one gets it', async () => {
  const dataDirectory = folder();
  const started = await Promise.allSettled([
    startEmbeddedPostgres({ dataDirectory, log: silentLog }),
    elsewhere(dataDirectory, 'select 1'),
  ]);
  const winners = started.filter((each) => each.status === 'fulfilled').map((each) => each.value);
  assert.equal(winners.length, 1);
  const winner = winners[0]!;
  if ('stop' in winner) await winner.stop();
  else winner.kill('SIGKILL');
  await until(() => !existsSync(join(dataDirectory, 'postgres/postmaster.pid')));
});

test('after a SIGKILL of its parent the server stops, and a new start has the data', async () => {
  const dataDirectory = folder();
  const killed = await elsewhere(dataDirectory, 'create table kept as select generate_series(1, 1000) as id');
  const former = serverPid(join(dataDirectory, 'postgres'));
  killed.kill('SIGKILL');
  const server = await startEmbeddedPostgres({ dataDirectory, log: silentLog });
  assert.equal(isAlive(former), false);
  assert.deepEqual(await ask(server, 'select count(*)::int4 as rows from kept'), [{ rows: 1000 }]);
  await server.stop();
});

test('an orphan whose shim was killed too is replaced', async () => {
  const dataDirectory = folder();
  const killed = await elsewhere(dataDirectory, 'create table kept as select 1 as id');
  const former = serverPid(join(dataDirectory, 'postgres'));
  const group = Number(readFileSync(`/proc/${former}/stat`, 'utf8').split(') ')[1]!.split(' ')[2]);
  killShims(group, former);
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  assert.equal(isAlive(former), true, 'nobody was left to stop it');
  const server = await startEmbeddedPostgres({ dataDirectory, log: silentLog });
  assert.equal(isAlive(former), false);
  assert.deepEqual(await ask(server, 'select id from kept'), [{ id: 1 }]);
  await server.stop();
});

/** The shim and its watcher are the shells of the server's process group. */
function killShims(group: number, server: number): void {
  for (let pid = group; pid < server + 20; pid++) {
    const stat = `/proc/${pid}/stat`;
    if (!existsSync(stat)) continue;
    const [, name, rest] = /\((.*)\) (.*)/s.exec(readFileSync(stat, 'utf8'))!;
    if (name === 'sh' && Number(rest!.split(' ')[2]) === group) process.kill(pid, 'SIGKILL');
  }
}

test('after a SIGKILL of everything, a lock file that names some other program is no obstacle', async () => {
  const dataDirectory = folder();
  const killed = await elsewhere(dataDirectory, 'create table kept as select 1 as id');
  const cluster = join(dataDirectory, 'postgres');
  const former = serverPid(cluster);
  process.kill(former, 'SIGKILL');
  killed.kill('SIGKILL');
  await until(() => !isAlive(former));
  const lock = join(cluster, 'postmaster.pid');
  assert.equal(existsSync(lock), true);
  // As after a restart of a container: the number is taken, by a process of the same user.
  const { uid, gid } = lstatSync(cluster);
  const other = spawn('sleep', ['60'], isRoot() ? { uid, gid } : {});
  writeFileSync(lock, readFileSync(lock, 'utf8').replace(/^\d+/, String(other.pid)));
  const server = await startEmbeddedPostgres({ dataDirectory, log: silentLog });
  assert.deepEqual(await ask(server, 'select id from kept'), [{ id: 1 }]);
  await server.stop();
  assert.equal(other.exitCode, null, 'the other program was left alone');
  other.kill();
});

test('a database of another major version is refused before anything is started', async () => {
  const dataDirectory = folder();
  await (await startEmbeddedPostgres({ dataDirectory, log: silentLog })).stop();
  writeFileSync(join(dataDirectory, 'postgres/PG_VERSION'), '15\n');
  await assert.rejects(
    startEmbeddedPostgres({ dataDirectory, log: silentLog }),
    /is of PostgreSQL 15, this program brings 18/,
  );
});

test('a long path has its socket elsewhere', async () => {
  const server = await startEmbeddedPostgres({ dataDirectory: folder('d'.repeat(120)), log: silentLog });
  assert.deepEqual(await ask(server, 'select 1 as one'), [{ one: 1 }]);
  const socket = decodeURIComponent(server.connectionString('postgres').split('host=')[1]!);
  folders.push(socket);
  assert.equal(lstatSync(socket).mode & 0o777, 0o700);
  await server.stop();
});

test("as root, a folder that only root may enter has its data where PostgreSQL's user can go", {
  skip: !isRoot(),
}, async () => {
  const parent = mkdtempSync(join(tmpdir(), 'turnpike-root-'));
  const reachable = mkdtempSync(join(tmpdir(), 'turnpike-machine-'));
  folders.push(parent, reachable);
  chmodSync(parent, 0o700);
  const dataDirectory = openDataDirectory(join(parent, 'data'));
  const options = { dataDirectory, log: silentLog, elsewhere: join(reachable, 'turnpike') };
  chmodSync(reachable, 0o755);
  const server = await startEmbeddedPostgres(options);
  await ask(server, 'create table kept as select 1 as id');
  await server.stop();
  const base = readFileSync(join(dataDirectory, 'postgres.location'), 'utf8').trim();
  assert.ok(base.startsWith(options.elsewhere));
  assert.notEqual(lstatSync(join(base, 'postgres')).uid, 0);

  const again = await startEmbeddedPostgres(options);
  assert.deepEqual(await ask(again, 'select id from kept'), [{ id: 1 }]);
  await again.stop();

  rmSync(dataDirectory, { recursive: true });
  mkdirSync(dataDirectory);
  const fresh = await startEmbeddedPostgres(options);
  assert.deepEqual(await ask(fresh, `select to_regclass('kept')::text as found`), [{ found: null }]);
  await fresh.stop();
  assert.equal(existsSync(`${base}.former-1/postgres`), true, 'what was there is set aside, not deleted');
});
