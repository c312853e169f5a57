import assert from 'node:assert/strict';
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { restoreFold } from './fold-tail.ts';
import type { UsageRecord } from './record.ts';
import { listRuns, RunCursor, type RunSlice } from './run-cursor.ts';
import { sampleRecord } from './sample-record.ts';
import { beginBoot, listSegments } from './segment.ts';
import { type FsyncMode, JournalWriter } from './writer.ts';

const directories: string[] = [];
const writers: JournalWriter[] = [];

afterEach(() => {
  for (const writer of writers.splice(0)) writer.close();
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true });
});

function freshDirectory(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'turnpike-journal-'));
  directories.push(directory);
  return directory;
}

function openWriter(
  directory: string,
  options: { worker?: string; fsync?: FsyncMode; segmentBytes?: number } = {},
) {
  const writer = new JournalWriter({ directory, worker: 'w0', atMs: 1000, fsync: 'off', ...options });
  writers.push(writer);
  return writer;
}

/** A writer that goes away without a word, as SIGKILL would have it. */
function abandon(writer: JournalWriter): void {
  writer.flush();
  writers.splice(writers.indexOf(writer), 1);
}

interface Reading {
  ids: string[];
  events: UsageRecord[];
  slices: RunSlice[];
  cursors: Map<string, RunCursor>;
}

function readAll(directory: string, cursors = new Map<string, RunCursor>(), limit = 1000): Reading {
  const reading: Reading = { ids: [], events: [], slices: [], cursors };
  for (let progress = true; progress; ) {
    progress = false;
    for (const run of listRuns(directory)) {
      const key = `${run.worker}.${run.run}`;
      const cursor = cursors.get(key) ?? new RunCursor(directory, run, { index: run.firstIndex, offset: 0 });
      cursors.set(key, cursor);
      const slice = cursor.read(run, limit);
      reading.slices.push(slice);
      reading.events.push(...slice.events);
      progress ||= slice.state === 'more';
    }
  }
  reading.ids = reading.events.map((event) => event.id);
  return reading;
}

test('one turn is one write, and nobody is released before it', async () => {
  const directory = freshDirectory();
  const writer = openWriter(directory);
  const released: string[] = [];
  writer.append(sampleRecord({ id: 'a' }), () => released.push('a'));
  writer.append(sampleRecord({ id: 'b' }), () => {
    assert.deepEqual(readAll(directory).ids, ['a', 'b'], 'the records are readable when the release comes');
    released.push('b');
  });
  assert.deepEqual(released, []);
  assert.deepEqual(readAll(directory).ids, []);
  await turn();
  await turn();
  assert.deepEqual(released, ['a', 'b']);
});

test('fsync=always releases after the sync, all of a group, in order', async () => {
  const directory = freshDirectory();
  const writer = openWriter(directory, { fsync: 'always' });
  const released: number[] = [];
  await new Promise<void>((resolve) => {
    for (let index = 0; index < 50; index += 1) writer.append(sampleRecord(), () => released.push(index));
    writer.append(sampleRecord(), resolve);
    writer.flush();
    assert.deepEqual(released, [], 'written is not yet synced');
  });
  assert.deepEqual(
    released,
    Array.from({ length: 50 }, (_, index) => index),
  );
});

test('segments rotate, and a call may end in another segment than it began in', () => {
  const directory = freshDirectory();
  const writer = openWriter(directory, { segmentBytes: 4000 });
  writer.append(sampleRecord({ kind: 'start', id: 'stream' }));
  for (let index = 0; index < 40; index += 1) {
    writer.append(sampleRecord({ id: `r${index}` }));
    writer.flush();
  }
  writer.append(sampleRecord({ kind: 'end', id: 'stream' }));
  writer.flush();
  assert.ok(listSegments(directory).length > 2);
  for (const { name } of listSegments(directory)) {
    assert.ok(statSync(path.join(directory, name)).size <= 4000);
  }
  assert.deepEqual(readAll(directory).ids, [
    ...Array.from({ length: 40 }, (_, index) => `r${index}`),
    'stream',
  ]);
});

test('a reader follows a growing journal and waits at half a record', () => {
  const directory = freshDirectory();
  const writer = openWriter(directory);
  const { cursors } = readAll(directory);
  writer.append(sampleRecord({ id: 'a' }));
  writer.flush();
  assert.deepEqual(readAll(directory, cursors).ids, ['a']);
  const file = path.join(directory, listSegments(directory)[0]?.name as string);
  const whole = readFileSync(file);
  appendFileSync(file, whole.subarray(0, 50));
  const half = readAll(directory, cursors);
  assert.deepEqual([half.ids, half.slices.at(-1)?.state], [[], 'waiting']);
  appendFileSync(file, whole.subarray(50));
  assert.deepEqual(readAll(directory, cursors).ids, ['a']);
});

test('the torn tail of a dead writer is cut at every length, and a restart opens a new run', () => {
  const directory = freshDirectory();
  const first = openWriter(directory);
  first.append(sampleRecord({ id: 'a' }));
  first.append(sampleRecord({ id: 'b' }));
  abandon(first);
  const file = path.join(directory, listSegments(directory)[0]?.name as string);
  const whole = readFileSync(file);
  const second = openWriter(directory);
  assert.ok(second.run > first.run);
  second.append(sampleRecord({ id: 'c' }));
  second.flush();
  for (let length = whole.length - 1; length > whole.length / 2; length -= 7) {
    truncateSync(file, length);
    const reading = readAll(directory);
    assert.deepEqual(reading.ids, ['a', 'c']);
    const damage = reading.slices.flatMap((slice) => slice.damage ?? []);
    assert.equal(damage.length, 1);
    assert.equal(damage[0]?.kind, 'torn');
  }
});

test('a corrupt middle is told from a torn tail', () => {
  const directory = freshDirectory();
  const first = openWriter(directory);
  for (const id of ['a', 'b', 'c']) first.append(sampleRecord({ id }));
  abandon(first);
  beginBoot(directory, 2000);
  const file = path.join(directory, listSegments(directory)[0]?.name as string);
  const bytes = readFileSync(file);
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = (bytes[middle] as number) ^ 1;
  writeFileSync(file, bytes);
  const reading = readAll(directory);
  assert.deepEqual(reading.ids, ['a']);
  assert.deepEqual(
    reading.slices.flatMap((slice) => slice.damage?.kind ?? []),
    ['corrupt'],
  );
});

test('a lone start of a dead writer becomes one interrupted event with its latest progress', () => {
  const directory = freshDirectory();
  const writer = openWriter(directory);
  writer.append(sampleRecord({ kind: 'start', id: 'lost', units: '10' }));
  writer.append(sampleRecord({ kind: 'start', id: 'done', units: '10' }));
  writer.append(sampleRecord({ kind: 'progress', id: 'lost', units: '25', responseBytes: 4096 }));
  writer.append(sampleRecord({ kind: 'end', id: 'done', units: '3' }));
  abandon(writer);
  const alive = readAll(directory);
  assert.deepEqual(alive.ids, ['done'], 'while the writer may be alive its open calls are waited for');
  beginBoot(directory, 5000);
  const dead = readAll(directory, alive.cursors);
  assert.deepEqual(
    dead.events.map(({ id, kind, units, responseBytes, interrupted }) => ({
      id,
      kind,
      units,
      responseBytes,
      interrupted,
    })),
    [{ id: 'lost', kind: 'end', units: '25', responseBytes: 4096, interrupted: true }],
  );
  assert.deepEqual(readAll(directory, alive.cursors).ids, [], 'once');
});

test('a restored cursor knows the open calls without reading from the beginning', () => {
  const directory = freshDirectory();
  const writer = openWriter(directory, { segmentBytes: 3000 });
  writer.append(sampleRecord({ kind: 'start', id: 'long', timestampMs: 1111 }));
  for (let index = 0; index < 30; index += 1) {
    writer.append(sampleRecord({ id: `r${index}` }));
    writer.flush();
  }
  writer.append(sampleRecord({ kind: 'progress', id: 'long', timestampMs: 1111, units: '7' }));
  writer.mark(2222);
  writer.append(sampleRecord({ id: 'after' }));
  abandon(writer);
  const before = [...readAll(directory).cursors.values()][0] as RunCursor;
  assert.ok(before.replayFrom.index > 0, 'the progress stands for the call, the start is not needed');
  const restored = RunCursor.restore(directory, before, before.replayFrom, before.position);
  assert.equal(restored.lowWaterMs(), 1111);
  assert.equal(before.lowWaterMs(), 1111);
  beginBoot(directory, 9000);
  const [run] = listRuns(directory);
  const slice = restored.read(run as NonNullable<typeof run>, 100);
  assert.deepEqual(
    slice.events.map(({ id, units, interrupted }) => [id, units, interrupted]),
    [['long', '7', true]],
  );
});

test('marks move the low water on, open calls hold it back, a closed run does not hold it at all', () => {
  const directory = freshDirectory();
  const writer = openWriter(directory);
  writer.mark(5000);
  writer.append(sampleRecord({ kind: 'start', id: 's', timestampMs: 4000 }));
  // Of a sandbox consumer, whose time holds up nobody else's.
  writer.append(sampleRecord({ kind: 'start', id: 't', timestampMs: 7, organizationId: 'org_test_1' }));
  writer.mark(9000);
  writer.flush();
  const { cursors } = readAll(directory);
  const cursor = [...cursors.values()][0] as RunCursor;
  assert.equal(cursor.lowWaterMs(), 4000);
  writer.append(sampleRecord({ kind: 'end', id: 's', timestampMs: 4000 }));
  writer.flush();
  readAll(directory, cursors);
  assert.equal(cursor.lowWaterMs(), 9000);
  writer.close();
  readAll(directory, cursors);
  assert.equal(cursor.lowWaterMs(), Number.POSITIVE_INFINITY);
});

test('quota counters come back from the disk alone, checkpoint or not', async () => {
  const directory = freshDirectory();
  const writer = openWriter(directory);
  const other = openWriter(directory, { worker: 'w1' });
  const period = Date.UTC(2026, 10, 1);
  const use = () =>
    [...restoreFold(directory).entries]
      .map(({ subscriptionId, units }) => `${subscriptionId}=${units}`)
      .sort();
  writer.append(sampleRecord({ subscriptionId: 'sub_a', units: '0.1' }));
  other.append(sampleRecord({ subscriptionId: 'sub_a', units: '0.2' }));
  writer.append(sampleRecord({ subscriptionId: 'sub_b', units: '5', kind: 'start', id: 'open' }));
  writer.append(sampleRecord({ subscriptionId: 'sub_c', quotas: [] }));
  writer.flush();
  other.flush();
  assert.deepEqual(use(), ['sub_a=0.3', 'sub_b=5']);
  const tail = restoreFold(directory);
  await tail.checkpoint();
  writer.append(sampleRecord({ subscriptionId: 'sub_a', units: '1' }));
  writer.append(sampleRecord({ subscriptionId: 'sub_b', units: '2', kind: 'end', id: 'open' }));
  writer.append(sampleRecord({ subscriptionId: 'sub_b', units: '9', kind: 'start', id: 'second' }));
  writer.append(sampleRecord({ subscriptionId: 'sub_b', units: '11', kind: 'progress', id: 'second' }));
  abandon(writer);
  abandon(other);
  beginBoot(directory, 3000);
  assert.deepEqual(use(), ['sub_a=1.3', 'sub_b=13']);
  for (const entry of restoreFold(directory).entries) assert.equal(entry.periodStartMs, period);
  const again = restoreFold(directory);
  again.fold.forget((_kind, startMs) => startMs <= period);
  assert.equal(again.fold.size, 0);
});
