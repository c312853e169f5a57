// What a million active keys cost in memory, all workers together: the key table, and with it a subscription for each.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { ended } from './cores.ts';
import type { KeyMemory } from './key-memory-process.ts';
import { report, rounded } from './report.ts';

const KEYS = 1_000_000;
const WORKERS = 2;

export async function keyMemory(): Promise<void> {
  // A fresh process, so that its resident memory tells what the table takes and nothing else.
  const child = fork(new URL('key-memory-process.ts', import.meta.url), [String(KEYS), String(WORKERS)], {
    stdio: 'inherit',
    execArgv: ['--expose-gc'],
  });
  const [measured] = (await once(child, 'message')) as [KeyMemory];
  await ended(child);
  const megabytes = (bytes: number) => rounded(bytes / 1_000_000);
  report('key_memory', {
    keys: KEYS,
    workers: WORKERS,
    keys_mb: megabytes(measured.keysBytes),
    keys_and_subscriptions_mb: megabytes(measured.allBytes),
    peak_while_growing_mb: megabytes(measured.peakBytes),
    shared_key_table_mb: megabytes(measured.sharedBytes),
    lookup_ns: rounded(measured.lookupNanoseconds),
    reach_mb: 250,
  });
}
