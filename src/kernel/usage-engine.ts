import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { privateDirectory, socketDirectory } from './data-directory.ts';
import type { Log } from './log.ts';
import type { Service } from './supervision.ts';

export interface UsageEngineOptions {
  readonly dataDirectory: string;
  readonly log: Log;
  /** Most memory that the engine may take; by default a quarter of the machine's, within 1 and 8 GB. */
  readonly memoryBytes?: number;
  /** Throw-away stores of tests: the data directory is removed in the end. */
  readonly temporary?: boolean;
}

export interface UsageEngine extends Service {
  readonly socketPath: string;
  /** Lets this process end, which ends the engine. */
  unref(): void;
}

const child = fileURLToPath(new URL('./usage-engine-child.ts', import.meta.url));
const startTimeoutMs = 60_000;
const stopTimeoutMs = 15_000;
const GB = 1024 ** 3;

/** Starts the embedded usage store in a process of its own, which ends when we end, however we end. */
export async function startUsageEngine(options: UsageEngineOptions): Promise<UsageEngine> {
  const directory = privateDirectory(join(options.dataDirectory, 'usage'));
  const socketPath = join(socketDirectory(directory, 'usage.sock'), 'usage.sock');
  const memoryBytes = options.memoryBytes ?? Math.min(8 * GB, Math.max(GB, Math.floor(totalmem() / 4)));
  const engine = spawn(
    process.execPath,
    [
      child,
      join(directory, 'store'),
      socketPath,
      String(memoryBytes),
      options.temporary ? options.dataDirectory : '',
    ],
    {
      // Its own session: the terminal's Ctrl-C is ours to handle, and the engine stops after we have drained.
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      // One thread per session of the engine, and some for files.
      env: { TZ: 'UTC', LC_ALL: 'C', PATH: '/usr/local/bin:/usr/bin:/bin', UV_THREADPOOL_SIZE: '16' },
    },
  );
  engine.stdin.on('error', () => {}); // it ended by itself; `ended` says so
  const last: string[] = [];
  createInterface({ input: engine.stderr }).on('line', (line) => {
    last.push(line);
    if (last.length > 20) last.shift();
    options.log.debug({ engine: line }, 'usage engine');
  });
  const ended = once(engine, 'close').then(() => {
    engine.stdin.destroy();
  });
  const stop = async () => {
    engine.stdin.end();
    const tooLong = setTimeout(() => engine.kill('SIGKILL'), stopTimeoutMs);
    await ended;
    clearTimeout(tooLong);
  };
  const slow = setTimeout(() => engine.kill('SIGKILL'), startTimeoutMs);
  const ready = await Promise.race([once(engine.stdout, 'data').then(() => true), ended.then(() => false)]);
  clearTimeout(slow);
  engine.stdout.resume();
  if (!ready) throw new Error(`The usage store did not start: ${last.join('\n') || 'it said nothing'}`);
  const unref = () => {
    engine.unref();
    for (const stream of [engine.stdin, engine.stdout, engine.stderr]) (stream as Socket).unref();
  };
  return { socketPath, ended, stop, unref };
}
