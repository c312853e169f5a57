import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { silentLog, startStores, type TestDatabase, testDatabase } from '#kernel';
import { compareRollups } from './compare-rollups.ts';
import { beginBoot, JournalWriter } from './journal/index.ts';
import { sampleRecord } from './journal/sample-record.ts';
import type { ShippingReport } from './shipping-process.ts';

const program = fileURLToPath(new URL('./shipping-process.ts', import.meta.url));
const months = { october: Date.UTC(2026, 9, 20), november: Date.UTC(2026, 10, 3) };
/** Each start takes seconds, because every shipper has stores of its own: more of them in the soak. */
const thorough = process.env.TURNPIKE_TEST_THOROUGH === '1';
const KILLS = thorough ? 10 : 2;
const ENGINE_KILLS = thorough ? 6 : 2;

let database: TestDatabase;
let dataDirectory: string;
let journals: string;
let running: ChildProcess | null = null;

beforeEach(async () => {
  database = await testDatabase();
  dataDirectory = mkdtempSync(path.join(tmpdir(), 'turnpike-kill-'));
  journals = path.join(dataDirectory, 'journal');
});

afterEach(async () => {
  if (running !== null) await kill(running);
  await database.drop();
  rmSync(dataDirectory, { recursive: true, force: true });
});

/**
 * A growing journal: every tenth record repeats an earlier event, now and then with a time in another month.
 */
class Load {
  readonly writer = new JournalWriter({
    directory: journals,
    worker: 'w0',
    atMs: 1000,
    fsync: 'off',
    segmentBytes: 2 ** 20,
  });
  readonly expected = new Set<string>();
  #written = 0;

  write(count: number): void {
    for (let index = 0; index < count; index += 1) this.#writeOne();
    this.writer.flush();
  }

  #writeOne(): void {
    const n = this.#written;
    this.#written += 1;
    const repeats = n > 1000 && n % 10 === 3;
    const id = repeats ? `e${n - 7 * (1 + (n % 130))}` : `e${n}`;
    const timestampMs = (n % 3 === 0 ? months.october : months.november) + (n % 86_400) * 1000;
    const stream = !repeats && n % 17 === 0;
    const record = sampleRecord({
      id,
      timestampMs,
      subscriptionId: `sub_${n % 20}`,
      kind: stream ? 'end' : 'complete',
    });
    if (stream) this.writer.append({ ...record, kind: 'start' });
    this.writer.append(record);
    this.expected.add(id);
  }
}

function start(): ChildProcess {
  running = fork(program, [dataDirectory, database.connectionString, journals], { stdio: 'inherit' });
  return running;
}

async function kill(child: ChildProcess): Promise<void> {
  running = null;
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

async function reportsThat(child: ChildProcess, holds: (report: ShippingReport) => boolean): Promise<void> {
  for (;;) {
    const [report] = (await once(child, 'message')) as [ShippingReport];
    if (holds(report)) return;
  }
}

async function openBatches(): Promise<number> {
  const { rows } = await sql`select from metering_batches where state = 'open'`.execute(database.db);
  return rows.length;
}

/** Until the closed journal is shipped to its end, then in order. */
async function finish(child: ChildProcess, load: Load): Promise<void> {
  load.writer.close();
  const allEnded = async () => {
    const { rows } = await sql<{ ended: boolean }>`select ended from metering_runs`.execute(database.db);
    return rows.length > 0 && rows.every(({ ended }) => ended);
  };
  while (!(await allEnded())) await pause(50);
  const exited = once(child, 'exit');
  child.send('stop');
  await exited;
  running = null;
}

async function assertExactlyOnce(load: Load): Promise<void> {
  const stores = await startStores({ dataDirectory, databaseUrl: database.connectionString }, silentLog);
  try {
    const rows = await stores.usageDb.query<{ id: string }>('select id from usage_events');
    const ids = rows.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length, 'no event twice');
    assert.deepEqual(new Set(ids), load.expected, 'every event');
    const [identities] = await stores.usageDb.query<{ n: bigint }>(
      'select uniqExact(hash) as n from usage_identities',
    );
    assert.equal(identities?.n, BigInt(load.expected.size));
    for (const month of ['202610', '202611'])
      assert.deepEqual(await compareRollups(stores.usageDb, month), []);
    const [rollup] = await stores.usageDb.query<{ calls: bigint }>(
      'select sum(calls) as calls from usage_hourly',
    );
    assert.equal(rollup?.calls, BigInt(load.expected.size));
  } finally {
    await stores.stop();
  }
}

test('a shipper killed at random moments ships every event exactly once, and its roll-ups are equal', {
  timeout: 180_000,
}, async () => {
  beginBoot(journals, 1);
  const load = new Load();
  load.write(3000);
  let withOpenBatch = 0;
  for (let kills = 0; kills < KILLS || (withOpenBatch === 0 && kills < 3 * KILLS); kills += 1) {
    const child = start();
    await reportsThat(child, ({ shippedEvents }) => shippedEvents > 0);
    load.write(3000);
    await pause(Math.random() * 150);
    await kill(child);
    if ((await openBatches()) > 0) withOpenBatch += 1;
  }
  assert.ok(withOpenBatch > 0, 'at least one kill came between recording a batch and finishing it');
  await finish(start(), load);
  await assertExactlyOnce(load);
});

test('the usage engine killed while it is shipped to: the journal waits, and shipping resumes by itself', {
  timeout: 180_000,
}, async () => {
  beginBoot(journals, 1);
  const load = new Load();
  load.write(2000);
  const child = start();
  for (let kills = 0; kills < ENGINE_KILLS; kills += 1) {
    let before = 0;
    await reportsThat(child, ({ state, shippedEvents }) => {
      before = shippedEvents;
      return state === 'shipping' && shippedEvents > 0;
    });
    load.write(5000);
    await pause(Math.random() * 80);
    process.kill(await engineOf(child), 'SIGKILL');
    load.write(1000);
    await reportsThat(child, ({ shippedEvents }) => shippedEvents > before);
  }
  await finish(child, load);
  await assertExactlyOnce(load);
});

/** The process id of the child's usage engine, once there is one: after a kill its successor takes a moment. */
async function engineOf(child: ChildProcess): Promise<number> {
  for (let tries = 0; tries < 600; tries += 1) {
    const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,command='], { encoding: 'utf8' }).split('\n');
    const line = lines.find(
      (text) => text.trim().split(/\s+/)[1] === String(child.pid) && text.includes('usage-engine-child'),
    );
    if (line) return Number(line.trim().split(/\s+/)[0]);
    await pause(50);
  }
  return assert.fail('the engine does not run');
}
