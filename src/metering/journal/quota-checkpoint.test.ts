import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { FoldTail, restoreFold } from './fold-tail.ts';
import { readFoldPositions } from './quota-checkpoint.ts';
import { sampleRecord } from './sample-record.ts';
import { JournalWriter } from './writer.ts';

const SUBSCRIPTIONS = 30_000;

/** The disk as a SIGKILL at this moment would leave it. */
function killedNow(directory: string): string {
  const left = mkdtempSync(path.join(tmpdir(), 'turnpike-killed-'));
  for (const name of readdirSync(directory)) {
    try {
      copyFileSync(path.join(directory, name), path.join(left, name));
    } catch (error) {
      // The rename runs in another thread: what is written beside may get its name while we copy.
      if (!name.endsWith('.tmp') || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return left;
}

function unitsOf(directory: string): Map<string, string> {
  return new Map([...restoreFold(directory).entries].map((use) => [use.subscriptionId, use.units]));
}

test('counters of many subscriptions are exact, whenever the process is killed', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'turnpike-checkpoint-'));
  const writer = new JournalWriter({ directory, worker: 'w0', atMs: 1, fsync: 'off', diskReserveBytes: 0 });
  const expected = new Map<string, number>();
  const use = (subscription: number) => {
    const subscriptionId = `sub_${subscription}`;
    writer.append(sampleRecord({ id: `req_${expected.size}`, subscriptionId }));
    expected.set(subscriptionId, (expected.get(subscriptionId) ?? 0) + 1);
  };
  for (let i = 0; i < SUBSCRIPTIONS; i += 1) use(i);
  writer.flush();
  const tail = FoldTail.open(directory);
  const killed: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    for (let i = 0; i < 100; i += 1) use(i * round);
    writer.flush();
    let over = false;
    const pass = tail.poll().then(() => tail.checkpoint());
    void pass.then(() => {
      over = true;
    });
    for (let turns = 0; !over; turns += 1) {
      if (turns % 40 === 10) {
        use(round);
        writer.flush();
      }
      if (turns % 40 === 20 && killed.length < 6 * (round + 1)) {
        killed.push(killedNow(directory));
        const left = unitsOf(killed.at(-1)!);
        for (const [id, count] of expected) assert.equal(left.get(id), String(count), id);
      }
      await turn();
    }
    await pass;
  }
  assert.ok(killed.length > 3, 'the passes took several turns');
  assert.ok(
    killed.some((one) => readdirSync(one).includes('quota-checkpoint.ndjson.tmp')),
    'some were killed while a checkpoint was being written',
  );
  const positions = readFoldPositions(directory)!;
  assert.deepEqual(Object.keys(positions), ['w0.1']);
  writer.close();
  for (const one of [directory, ...killed]) rmSync(one, { recursive: true });
});
