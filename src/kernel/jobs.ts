import type { PgBoss } from 'pg-boss';
import type { z } from 'zod';
import type { Log } from './log.ts';

/** A kind of background work. Its input is small: ids and dates, never the data itself. */
export interface JobKind<T> {
  readonly name: string;
  readonly schema: z.ZodType<T>;
}

export function defineJob<T>(name: string, schema: z.ZodType<T>): JobKind<T> {
  return { name, schema };
}

export interface JobRun {
  readonly id: string;
  /** Aborted when the process stops or the job's time is over: finish the chunk and return. */
  readonly signal: AbortSignal;
}

export type JobHandler<T> = (input: T, run: JobRun) => Promise<void>;

export interface Jobs {
  define<T>(kind: JobKind<T>, handler: JobHandler<T>): void;
  /** Queues work. With a key, a second one is not queued while the first waits. */
  send<T>(kind: JobKind<T>, input: T, options?: { key?: string; startAt?: Temporal.Instant }): Promise<void>;
  /** Runs the work whenever the cron expression (UTC) says so. */
  schedule<T>(kind: JobKind<T>, cron: string, input: T): void;
  start(): Promise<void>;
  /** Lets running jobs finish their chunk. */
  stop(): Promise<void>;
}

// A chunk of work lasts at most 60 s; the heartbeat finds a dead worker long before the job would expire.
const expireInSeconds = 15 * 60;
const heartbeatSeconds = 30;

/** Jobs and cron on pg-boss in the schema `pgboss`, with a small pool of its own: it expects dates as `Date`. */
export function createJobs(connectionString: string, log: Log): Jobs {
  let opened: Promise<PgBoss> | null = null;
  const queue = () => {
    opened ??= openQueue(connectionString, log);
    return opened;
  };
  const kinds = new Map<string, { kind: JobKind<unknown>; handler: JobHandler<unknown> }>();
  const schedules: { name: string; cron: string; input: unknown }[] = [];
  const stopping = new AbortController();
  return {
    define(kind, handler) {
      if (kinds.has(kind.name)) throw new Error(`Job ${kind.name} is defined twice`);
      kinds.set(kind.name, { kind: kind as JobKind<unknown>, handler: handler as JobHandler<unknown> });
    },
    async send(kind, input, options = {}) {
      const boss = await queue();
      await boss.send(kind.name, kind.schema.parse(input) as object, {
        ...(options.key === undefined ? {} : { singletonKey: options.key }),
        ...(options.startAt === undefined ? {} : { startAfter: options.startAt.toString() }),
      });
    },
    schedule(kind, cron, input) {
      schedules.push({ name: kind.name, cron, input: kind.schema.parse(input) });
    },
    async start() {
      const boss = await queue();
      await boss.start();
      for (const { kind, handler } of kinds.values())
        await startWorker(boss, kind, handler, stopping.signal, log);
      for (const { name, cron, input } of schedules)
        await boss.schedule(name, cron, input as object, { tz: 'UTC' });
    },
    async stop() {
      stopping.abort();
      await (await opened)?.stop({ graceful: true, timeout: 20_000 });
    },
  };
}

/** Loaded where there is work: most commands have none, and neither have most tests. */
async function openQueue(connectionString: string, log: Log): Promise<PgBoss> {
  const { PgBoss } = await import('pg-boss');
  const boss = new PgBoss({
    connectionString,
    max: 4,
    schema: 'pgboss',
    schedule: true,
    cronMonitorIntervalSeconds: 10,
    cronWorkerIntervalSeconds: 5,
  });
  boss.on('error', (error) => log.error({ err: error }, 'job queue'));
  return boss;
}

async function startWorker(
  boss: PgBoss,
  kind: JobKind<unknown>,
  handler: JobHandler<unknown>,
  stopping: AbortSignal,
  log: Log,
): Promise<void> {
  await boss.createQueue(kind.name, {
    policy: 'short',
    retryLimit: 5,
    retryBackoff: true,
    expireInSeconds,
    heartbeatSeconds,
  });
  await boss.work(kind.name, { pollingIntervalSeconds: 0.5 }, async ([job]) => {
    if (!job) return;
    const signal = job.signal ? AbortSignal.any([job.signal, stopping]) : stopping;
    try {
      await handler(kind.schema.parse(job.data), { id: job.id, signal });
    } catch (error) {
      log.error({ err: error, job: kind.name, job_id: job.id }, 'job failed; it is tried again');
      throw error;
    }
  });
}
