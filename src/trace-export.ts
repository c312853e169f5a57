import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { SpanFact, SpanReport } from '#gateway';
import { type Loop, startLoop } from '#kernel';
import type { Ground } from './ground.ts';
import { VERSION } from './version.ts';

/** Takes the spans of gateway workers to a collector, as fast as that takes them. */
export interface TraceExport {
  take(report: SpanReport): void;
  /** For want of room, or because the collector did not take them. */
  readonly dropped: number;
  readonly exported: number;
}

const MOST_QUEUED = 8192;
const BATCH = 512;
const EVERY_MS = 1000;
const TIMEOUT_MS = 5000;

/** What of OpenTelemetry's interface is a number, so that the packages are loaded only where they are used. */
const KIND = { server: 1, client: 2 } as const;
const STATUS = { unset: 0, error: 2 } as const;
const SAMPLED = 1;

/** Null, and nothing is loaded, while no collector is configured. Stopping sends what is left, once. */
export async function startTraceExport({ config, log, closing }: Ground): Promise<TraceExport | null> {
  const { tracesEndpoint, telemetryEndpoint, telemetryHeaders, serviceName } = config;
  const url = tracesEndpoint ?? (telemetryEndpoint && `${telemetryEndpoint.replace(/\/$/, '')}/v1/traces`);
  if (!url) return null;
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  const exporter = new OTLPTraceExporter({
    url,
    headers: headersOf(telemetryHeaders),
    timeoutMillis: TIMEOUT_MS,
  });
  const send = (spans: ReadableSpan[]) =>
    new Promise<Error | null>((resolve) =>
      exporter.export(spans, ({ code, error }) =>
        resolve(code === 0 ? null : (error ?? new Error('The collector refused spans'))),
      ),
    );
  const queue = new SpanQueue((spans) => spans.map((fact) => spanOf(fact, serviceName)), send);
  let loop: Loop | null = startLoop('traces', EVERY_MS, log, () => queue.drain());
  closing.add('traces', async () => {
    await loop?.stop();
    loop = null;
    await queue.drain().catch((error: unknown) => log.warn({ err: error }, 'the last spans were not taken'));
    await exporter.shutdown();
  });
  return queue;
}

class SpanQueue implements TraceExport {
  readonly #waiting: SpanFact[] = [];
  readonly #convert: (facts: readonly SpanFact[]) => ReadableSpan[];
  readonly #send: (spans: ReadableSpan[]) => Promise<Error | null>;
  dropped = 0;
  exported = 0;

  constructor(
    convert: (facts: readonly SpanFact[]) => ReadableSpan[],
    send: (spans: ReadableSpan[]) => Promise<Error | null>,
  ) {
    this.#convert = convert;
    this.#send = send;
  }

  take({ spans, dropped }: SpanReport): void {
    const room = MOST_QUEUED - this.#waiting.length;
    this.#waiting.push(...spans.slice(0, room));
    this.dropped += dropped + Math.max(0, spans.length - room);
  }

  /** Sends until nothing waits. What the collector does not take, also when asked again, is lost and counted. */
  async drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, BATCH);
      const error = await this.#send(this.#convert(batch));
      if (error === null) this.exported += batch.length;
      else {
        this.dropped += batch.length;
        throw error;
      }
    }
  }
}

function headersOf(entries: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    entries.map((entry) => {
      const at = entry.indexOf('=');
      return [entry.slice(0, at), decodeURIComponent(entry.slice(at + 1))];
    }),
  );
}

function spanOf(fact: SpanFact, serviceName: string): ReadableSpan {
  const context = (spanId: string) => ({ traceId: fact.traceId, spanId, traceFlags: SAMPLED });
  return {
    name: fact.name,
    kind: KIND[fact.kind],
    spanContext: () => context(fact.spanId),
    ...(fact.parentSpanId === null ? {} : { parentSpanContext: context(fact.parentSpanId) }),
    startTime: timeOf(fact.startMs),
    endTime: timeOf(fact.endMs),
    duration: timeOf(fact.endMs - fact.startMs),
    status: { code: fact.failed ? STATUS.error : STATUS.unset },
    attributes: fact.attributes,
    links: [],
    events: [],
    ended: true,
    resource: { attributes: { 'service.name': serviceName, 'service.version': VERSION } },
    instrumentationScope: { name: 'turnpike', version: VERSION },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  } as unknown as ReadableSpan;
}

/** Seconds and nanoseconds. */
function timeOf(milliseconds: number): [number, number] {
  const seconds = Math.trunc(milliseconds / 1000);
  return [seconds, Math.round((milliseconds - seconds * 1000) * 1_000_000)];
}
