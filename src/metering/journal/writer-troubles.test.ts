import assert from 'node:assert/strict';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { readSegment } from './read-segment.ts';
import { isUsage } from './record.ts';
import { sampleRecord } from './sample-record.ts';
import { listSegments } from './segment.ts';
import { JournalWriter, type JournalWriterOptions } from './writer.ts';

const { fdatasync, statfs, writeSync } = fs;
let directory: string;
let told: (string | null)[];
let writers: JournalWriter[];

beforeEach(() => {
  directory = fs.mkdtempSync(path.join(tmpdir(), 'turnpike-journal-'));
  told = [];
  writers = [];
});

afterEach(() => {
  disk({});
  for (const writer of writers) writer.close();
  fs.rmSync(directory, { recursive: true });
});

/** Puts a disk in place that fails in what is given, or works again. */
function disk(failing: { fdatasync?: unknown; statfs?: unknown; writeSync?: unknown }): void {
  Object.assign(fs, { fdatasync, statfs, writeSync, ...failing });
  syncBuiltinESMExports();
}

function open(options: Partial<JournalWriterOptions>): JournalWriter {
  const onTrouble = (error: Error | null) => told.push(error?.message ?? null);
  const place = { directory, worker: 'w0', atMs: 1, fsync: 'off' as const, diskReserveBytes: 0 };
  const writer = new JournalWriter({ ...place, onTrouble, ...options });
  writers.push(writer);
  return writer;
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await turn();
}

function idsOnDisk(): string[] {
  return listSegments(directory).flatMap(({ name }) =>
    readSegment(fs.readFileSync(path.join(directory, name)))
      .events.filter(isUsage)
      .map(({ id }) => id),
  );
}

test('below the disk reserve no new call is accepted, those in flight are recorded, and it is told', async () => {
  const writer = open({ diskReserveBytes: Number.MAX_SAFE_INTEGER });
  await until(() => !writer.canAccept());
  await new Promise<void>((resolve) => writer.append(sampleRecord({ id: 'in flight' }), resolve));
  assert.deepEqual(idsOnDisk(), ['in flight']);
  assert.deepEqual(told, ['the disk has less room than its reserve']);
});

test('a full disk holds releases back, refuses new calls, and loses nothing once there is room', async () => {
  const writer = open({});
  const full = Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
  disk({
    // Half a record gets onto the disk before it is full.
    writeSync: (descriptor: number, bytes: Buffer, at: number, _length: number, position: number) => {
      if (position === 0) return writeSync(descriptor, bytes, at, 10, position);
      throw full;
    },
  });
  let released = false;
  writer.append(sampleRecord({ id: 'a' }), () => {
    released = true;
  });
  await until(() => told.length > 0);
  assert.equal(writer.canAccept(), false);
  assert.equal(released, false);
  disk({});
  await until(() => released);
  assert.equal(writer.canAccept(), true);
  assert.deepEqual(told, ['ENOSPC: no space left', null]);
  assert.deepEqual(idsOnDisk(), ['a']);
});

const failedSync = (_descriptor: number, callback: (error: Error) => void) => {
  setImmediate(callback, Object.assign(new Error('EIO: i/o error'), { code: 'EIO' }));
};

test('fsync=always after a failed fdatasync: nothing is released ever again, and the writer says so', async () => {
  const writer = open({ fsync: 'always' });
  disk({ fdatasync: failedSync });
  let released = 0;
  const release = () => {
    released += 1;
  };
  writer.append(sampleRecord(), release);
  await until(() => writer.isBroken);
  disk({});
  writer.append(sampleRecord(), release);
  writer.flush();
  for (let i = 0; i < 20; i += 1) await turn();
  writer.close();
  assert.equal(released, 0);
  assert.equal(writer.canAccept(), false);
  assert.deepEqual(told, ['EIO: i/o error']);
});

test('fsync=interval after a failed fdatasync: calls go on, it is told, and again when the disk works', async () => {
  const writer = open({ fsync: 'interval' });
  disk({ fdatasync: failedSync });
  await new Promise<void>((resolve) => writer.append(sampleRecord(), resolve));
  await until(() => told.length === 1);
  assert.equal(writer.canAccept(), true);
  assert.equal(writer.isBroken, false);
  disk({});
  await new Promise<void>((resolve) => writer.append(sampleRecord(), resolve));
  await until(() => told.length === 2);
  assert.deepEqual(told, ['EIO: i/o error', null]);
});
