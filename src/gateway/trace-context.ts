/** W3C trace context: a valid parent keeps its trace, anything else starts a new one and loses its state. */
import { randomFillSync } from 'node:crypto';

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;
const ZERO_TRACE = '0'.repeat(32);
const ZERO_PARENT = '0'.repeat(16);
const MAX_STATE_CHARACTERS = 512;
const POOL_BYTES = 4096;
const pool = Buffer.alloc(POOL_BYTES);
let taken = POOL_BYTES;

export interface TraceContext {
  readonly traceparent: string;
  readonly tracestate: string | null;
}

/** Null for what is no valid parent. */
export function parseTraceparent(
  text: string | null,
): { traceId: string; spanId: string; sampled: boolean } | null {
  const parts = text === null ? null : TRACEPARENT.exec(text);
  if (parts === null || parts[1] === ZERO_TRACE || parts[2] === ZERO_PARENT) return null;
  return { traceId: parts[1]!, spanId: parts[2]!, sampled: (Number.parseInt(parts[3]!, 16) & 1) === 1 };
}

export function nextTrace(traceparent: string | null, tracestate: string | null): TraceContext {
  const parent = parseTraceparent(traceparent);
  if (parent === null) {
    return { traceparent: `00-${randomHex(16)}-${randomHex(8)}-01`, tracestate: null };
  }
  // Version 00 has two flags of which only "sampled" is passed on.
  const flags = parent.sampled ? '01' : '00';
  const state = tracestate !== null && tracestate.length <= MAX_STATE_CHARACTERS ? tracestate : null;
  return { traceparent: `00-${parent.traceId}-${randomHex(8)}-${flags}`, tracestate: state };
}

export function randomHex(bytes: number): string {
  if (taken + bytes > POOL_BYTES) {
    randomFillSync(pool);
    taken = 0;
  }
  taken += bytes;
  return pool.toString('hex', taken - bytes, taken);
}
