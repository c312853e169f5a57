// The process of `key-memory.ts`, and its worker threads.
import { once } from 'node:events';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import {
  type KeyTableMemory,
  KeyTableReader,
  KeyTableWriter,
  type SubscriptionMemory,
  SubscriptionMemoryOwner,
  SubscriptionTable,
  UNLIMITED_KIND,
} from '#enforcement/admission';

export interface KeyMemory {
  readonly keysBytes: number;
  readonly allBytes: number;
  readonly peakBytes: number;
  readonly sharedBytes: number;
  readonly lookupNanoseconds: number;
}

interface ToWorker {
  readonly keys: KeyTableMemory;
  readonly subscriptions: SubscriptionMemory;
  /** Look up as many of the keys; 0: only take the memory in. */
  readonly lookups: number;
  readonly keyCount: number;
}

const PAGE = 5000;
const LOOKUPS = 1_000_000;

type Words = [number, number, number, number];

/** Four words that look like those of an HMAC, by key number; into an array of the caller, to leave no garbage. */
function writeHash(number: number, into: Words): Words {
  const word = (salt: number) => {
    let value = Math.imul(number ^ salt, 0x9e3779b1);
    value = Math.imul(value ^ (value >>> 15), 0x85ebca77);
    return (value ^ (value >>> 13)) | 0;
  };
  into[0] = word(0x1234567);
  into[1] = word(0x2345678);
  into[2] = word(0x3456789);
  into[3] = word(0x456789a);
  return into;
}

function idOf(prefix: string, number: number): string {
  return `${prefix}_${String(number).padStart(26, '0')}`;
}

async function measure(keyCount: number, workerCount: number): Promise<KeyMemory> {
  const hash: Words = [0, 0, 0, 0];
  const keys = new KeyTableWriter();
  const owner = new SubscriptionMemoryOwner(workerCount);
  const workers = Array.from({ length: workerCount }, () => {
    return new Worker(new URL(import.meta.url));
  });
  const tell = async (lookups: number): Promise<number[]> => {
    const message: ToWorker = { keys: keys.memory, subscriptions: owner.memory, lookups, keyCount };
    return Promise.all(
      workers.map(async (worker) => {
        worker.postMessage(message);
        return (await once(worker, 'message'))[0] as number;
      }),
    );
  };
  await tell(0);
  const before = resident();
  for (let first = 0; first < keyCount; first += PAGE) {
    if (keys.makeRoom(PAGE)) await tell(0);
    for (let number = first; number < first + PAGE; number += 1) {
      const entry = {
        id: idOf('key', number),
        hash: writeHash(number, hash),
        slot: number,
        test: false,
        revoked: false,
      };
      keys.put({ ...entry, expiresAtMs: null });
    }
  }
  const nanoseconds = await tell(LOOKUPS);
  const peakBytes = process.resourceUsage().maxRSS * 1024 - before;
  const withKeys = resident();
  owner.reserve(keyCount, keyCount);
  for (let slot = 0; slot < keyCount; slot += 1) {
    owner.name(slot, { subscriptionId: idOf('sub', slot), consumerId: idOf('org', slot) });
  }
  describeAll(owner, keyCount);
  await tell(0);
  const withAll = resident();
  await Promise.all(workers.map((worker) => worker.terminate()));
  const { records, ids } = keys.memory;
  return {
    keysBytes: withKeys - before,
    allBytes: withAll - before,
    peakBytes,
    sharedBytes: records.byteLength + ids.chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0),
    lookupNanoseconds: Math.max(...nanoseconds),
  };
}

function describeAll(owner: SubscriptionMemoryOwner, count: number): void {
  const table = new SubscriptionTable(owner.memory, null);
  const quota = {
    ...{ kind: UNLIMITED_KIND, calendar: { startMs: 0, endMs: 1, nextEndMs: 2 }, epoch: 0 },
    freeCell: () => owner.takeCell(),
    countedMicros: () => 0,
  };
  for (let slot = 0; slot < count; slot += 1) {
    table.describe(slot, {
      state: 'active',
      product: 0,
      plan: 0,
      quotas: [quota],
      endsAtMs: Number.POSITIVE_INFINITY,
      standsAtMs: null,
    });
  }
}

function resident(): number {
  global.gc!();
  return process.memoryUsage.rss();
}

function work(): void {
  const hash: Words = [0, 0, 0, 0];
  let reader: KeyTableReader | null = null;
  parentPort!.on('message', ({ keys, lookups, keyCount }: ToWorker) => {
    if (reader === null) reader = new KeyTableReader(keys);
    else reader.replace(keys);
    const startMs = performance.now();
    for (let i = 0; i < lookups; i += 1) {
      if (reader.find(writeHash((i * 7919) % keyCount, hash)) === null) throw new Error('A key is missing');
    }
    const tookMs = performance.now() - startMs;
    global.gc!();
    parentPort!.postMessage(lookups === 0 ? 0 : (tookMs * 1e6) / lookups);
  });
}

if (!isMainThread) work();
else process.send!(await measure(Number(process.argv[2]), Number(process.argv[3])));
