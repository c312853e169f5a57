import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { isAlive } from './data-directory.ts';
import { migrate } from './migrations.ts';
import { type Stores, startStores } from './stores.ts';
import { silentLog } from './testing.ts';

const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function folder(): string {
  const parent = mkdtempSync(join(tmpdir(), 'turnpike-stores-'));
  folders.push(parent);
  chmodSync(parent, 0o755);
  return join(parent, 'data');
}

function processesOf(dataDirectory: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => {
      const file = `/proc/${name}/cmdline`;
      const command = existsSync(file) ? readFileSync(file, 'utf8') : '';
      return command.includes(`${dataDirectory}/`);
    })
    .map(Number)
    .filter(isAlive);
}

function processOf(dataDirectory: string, name: string): number {
  const found = processesOf(dataDirectory).find((pid) => {
    const [program, script] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return program!.endsWith(name) || (script ?? '').endsWith(name);
  });
  assert.ok(found, `no process ${name}`);
  return found;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}

async function fill(stores: Stores): Promise<void> {
  await migrate({ db: stores.db }, silentLog);
  await sql`create table kept as select 42 as answer`.execute(stores.db);
  await stores.usageDb.command('CREATE TABLE kept (answer UInt64) ENGINE = MergeTree ORDER BY answer');
  await stores.usageDb.insert('kept', [{ answer: 42n }]);
}

async function assertKept(stores: Stores): Promise<void> {
  assert.deepEqual((await sql`select answer from kept`.execute(stores.db)).rows, [{ answer: 42 }]);
  assert.deepEqual(await stores.usageDb.query('SELECT answer FROM kept'), [{ answer: 42n }]);
}

test('both stores start, keep what is in them over a restart, and leave no process', async () => {
  const dataDirectory = folder();
  const first = await startStores({ dataDirectory }, silentLog);
  await fill(first);
  assert.deepEqual(first.state(), { database: 'up', usage: 'up' });
  await first.stop();
  assert.deepEqual(first.state(), { database: 'stopped', usage: 'stopped' });
  assert.deepEqual(processesOf(dataDirectory), []);
  const second = await startStores({ dataDirectory }, silentLog);
  await assertKept(second);
  await assert.rejects(startStores({ dataDirectory }, silentLog), { name: 'DataDirectoryInUse' });
  await assertKept(second);
  await second.stop();
});

/** A process of its own that starts the stores, runs `script` with them, says `ready` and waits. */
async function elsewhere(dataDirectory: string, script: string): Promise<ChildProcess> {
  const source = `
    import { startStores } from '${new URL('./stores.ts', import.meta.url)}';
    import { createLog } from '${new URL('./log.ts', import.meta.url)}';
    const dataDirectory = ${JSON.stringify(dataDirectory)};
    const { db, usageDb } = await startStores({ dataDirectory }, createLog('silent'));
    ${script}
    process.stdout.write('ready');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [first] = await Promise.race([once(child.stdout!, 'data'), once(child, 'exit')]);
  assert.equal(String(first), 'ready');
  return child;
}

test('after a SIGKILL everything ends by itself, and what was acknowledged is there', async () => {
  const dataDirectory = folder();
  const killed = await elsewhere(
    dataDirectory,
    `
    await usageDb.command('CREATE TABLE kept (answer UInt64) ENGINE = MergeTree ORDER BY answer');
    for (let answer = 0; answer < 20; answer++) await usageDb.insert('kept', [{ answer }]);
    const long = 'SELECT sleepEachRow(1) FROM numbers(600) SETTINGS max_block_size = 1';
    usageDb.query(long, {}, { session: 'billing' }).catch(() => {});`,
  );
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  const stores = await startStores({ dataDirectory }, silentLog);
  const [found] = await stores.usageDb.query<{ count: bigint }>('SELECT count() AS count FROM kept');
  assert.equal(found!.count, 20n);
  await stores.stop();
  assert.deepEqual(processesOf(dataDirectory), []);
});

test('a SIGKILL of all processes at once is recovered from', async () => {
  const dataDirectory = folder();
  const killed = await elsewhere(
    dataDirectory,
    `
    await usageDb.command('CREATE TABLE kept (answer UInt64) ENGINE = MergeTree ORDER BY answer');
    await usageDb.insert('kept', [{ answer: 42n }]);
    const { sql } = await import('kysely');
    await sql\`create table kept as select 42 as answer\`.execute(db);`.replace(
      "'kysely'",
      `'${import.meta.resolve('kysely')}'`,
    ),
  );
  killed.kill('SIGKILL');
  for (const pid of processesOf(dataDirectory)) process.kill(pid, 'SIGKILL');
  await until(() => processesOf(dataDirectory).length === 0);
  const stores = await startStores({ dataDirectory }, silentLog);
  await assertKept(stores);
  await stores.stop();
});

test('a database server that is killed under use comes back, and calls meanwhile wait', async () => {
  const dataDirectory = folder();
  const stores = await startStores({ dataDirectory }, silentLog);
  await fill(stores);
  const seen: string[] = [];
  stores.onChange((states) => seen.push(states.database));
  const cut = sql`select pg_sleep(60)`.execute(stores.db);
  const lost = assert.rejects(cut);
  await new Promise((resolve) => setTimeout(resolve, 50));
  process.kill(processOf(dataDirectory, 'bin/postgres'), 'SIGKILL');
  await lost;
  await assertKept(stores);
  await until(() => stores.state().database === 'up' && seen.length >= 3);
  assert.deepEqual(seen, ['down', 'starting', 'up']);
  await assert.rejects(startStores({ dataDirectory }, silentLog), { name: 'DataDirectoryInUse' });
  await stores.stop();
  assert.deepEqual(processesOf(dataDirectory), []);
});

test('a usage engine that is killed under use comes back, and only the calls in it fail', async () => {
  const dataDirectory = folder();
  const stores = await startStores({ dataDirectory }, silentLog);
  await fill(stores);
  const inside = stores.usageDb.query('SELECT sleepEachRow(1) FROM numbers(60) SETTINGS max_block_size = 1');
  const lost = assert.rejects(inside, { name: 'StoreUnavailable', retryable: true });
  await new Promise((resolve) => setTimeout(resolve, 50));
  process.kill(processOf(dataDirectory, 'usage-engine-child.ts'), 'SIGKILL');
  await lost;
  await assertKept(stores);
  assert.deepEqual(stores.state(), { database: 'up', usage: 'up' });
  await stores.stop();
  assert.deepEqual(processesOf(dataDirectory), []);
});

test('servers of a configuration are used instead, and own their data directory all the same', async () => {
  const dataDirectory = folder();
  const host = await startStores({ dataDirectory: folder() }, silentLog);
  const config = { dataDirectory, databaseUrl: host.listenConnectionString };
  const guest = await startStores(config, silentLog);
  assert.deepEqual((await sql`select 1 as one`.execute(guest.db)).rows, [{ one: 1 }]);
  assert.equal(existsSync(join(dataDirectory, 'postgres')), false);
  await assert.rejects(startStores(config, silentLog), { name: 'DataDirectoryInUse' });
  const neighbour = await startStores({ ...config, dataDirectory: folder() }, silentLog);
  await neighbour.stop();
  await guest.stop();
  await host.stop();
});

test('a server that does not answer is named when starting', async () => {
  const databaseUrl = 'postgres://nobody@127.0.0.1:9/none';
  await assert.rejects(startStores({ dataDirectory: folder(), databaseUrl }, silentLog), /127\.0\.0\.1:9/);
  const clickhouseUrl = 'http://127.0.0.1:9';
  await assert.rejects(
    startStores({ dataDirectory: folder(), clickhouseUrl }, silentLog),
    /usage store is not available/,
  );
});
