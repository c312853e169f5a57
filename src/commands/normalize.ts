import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type { Command } from 'commander';
import { instantText } from '#kernel';
import { readSegment, type UsageRecord } from '#metering/journal';

/** What a record of a gateway's log comes to. What the source does not say is null, never invented. */
export interface NormalizedEvent {
  readonly kind: 'event';
  readonly source: string;
  readonly id: string;
  readonly native_id: string | null;
  readonly timestamp: string | null;
  readonly consumer: string | null;
  readonly api: string | null;
  readonly method: string | null;
  readonly path: string | null;
  readonly status: number | null;
  readonly latency_ms: number | null;
  readonly upstream_latency_ms: number | null;
  readonly request_bytes: number | null;
  readonly response_bytes: number | null;
  readonly client_ip: string | null;
  readonly user_agent: string | null;
}

export interface Normalized {
  readonly events: readonly NormalizedEvent[];
  /** One reason per record that is no event. */
  readonly rejects: readonly string[];
  /** What one should know and is no fault. */
  readonly notes: readonly string[];
}

/** Per gateway name how its bytes are read. `turnpike` is our own journal. */
const formats: Readonly<Record<string, (bytes: Buffer) => Normalized>> = { turnpike: normalizeJournal };

/** A segment file of our own journal. */
function normalizeJournal(bytes: Buffer): Normalized {
  const { events, open, unreadable, cut } = readSegment(bytes);
  const rejects = unreadable.map(({ offset, reason }) => `byte ${offset}: ${reason}`);
  rejects.push(...open.map(({ id }) => `call ${id}: began in this segment and does not end in it`));
  const notes: string[] = [];
  if (cut?.kind === 'corrupt')
    rejects.push(`byte ${cut.offset}: damaged; ${cut.bytes} bytes from here on are not read`);
  if (cut?.kind === 'torn')
    notes.push(`byte ${cut.offset}: the last ${cut.bytes} bytes are an unfinished record`);
  return { events: events.map(fromJournal), rejects, notes };
}

function fromJournal(record: UsageRecord): NormalizedEvent {
  return {
    kind: 'event',
    source: record.source,
    id: record.id,
    native_id: record.id,
    timestamp: instantText(Temporal.Instant.fromEpochMilliseconds(Math.floor(record.timestampMs))),
    consumer: record.organizationId,
    api: record.productId,
    method: record.method,
    path: record.path,
    status: record.status,
    latency_ms: record.latencyMs,
    upstream_latency_ms: record.upstreamLatencyMs,
    request_bytes: record.requestBytes,
    response_bytes: record.responseBytes,
    client_ip: record.ip,
    user_agent: record.userAgent,
  };
}

/** Null when no gateway has this name. */
export function normalize(gateway: string, bytes: Buffer): Normalized | null {
  return Object.hasOwn(formats, gateway) ? (formats[gateway]?.(bytes) ?? null) : null;
}

export function registerNormalize(program: Command): void {
  program
    .command('normalize')
    .argument('<file>', "the gateway's log, or - for standard input")
    .requiredOption('--gateway <name>', `whose format it is: ${Object.keys(formats).join(', ')}`)
    .option('--json', 'the output is JSON lines in any case')
    .description(
      'dry run of a connector: one usage event per JSON line out, rejects with reasons on standard error',
    )
    .action(async (file: string, { gateway }: { gateway: string }) => {
      let normalized: Normalized | null;
      try {
        normalized = normalize(gateway, file === '-' ? await buffer(process.stdin) : await readFile(file));
      } catch (error) {
        if (!isFileError(error)) throw error;
        console.error(`turnpike normalize: ${file}: ${error.message}`);
        process.exitCode = 1;
        return;
      }
      if (normalized === null) {
        console.error(
          `turnpike normalize: no gateway ${gateway}; known are ${Object.keys(formats).join(', ')}`,
        );
        process.exitCode = 1;
        return;
      }
      for (const event of normalized.events) process.stdout.write(`${JSON.stringify(event)}\n`);
      for (const line of [...normalized.notes, ...normalized.rejects])
        console.error(`turnpike normalize: ${line}`);
      if (normalized.rejects.length > 0) process.exitCode = 1;
    });
}

/** What the file system says of a missing or unreadable file: the caller's to mend, not ours. */
function isFileError(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error;
}
