/**
 * The bytes of a journal record. Version 2:
 *
 *   version u8 · kind u8 · flags u8 · status u16 (0 = none)
 *   timestamp · latency · upstream latency · request bytes · response bytes   (f64, NaN = none)
 *   the number of quotas u8, then of each its kind u8 · epoch u32 · period start f64
 *   the texts, in the order of textsOf, each `length u16 | UTF-8` (0xffff = none)
 *
 * Version 1, which is still read, had one quota period start (f64) after the timestamp and no list of quotas. A mark is `version · kind · low water f64`, a close `version · kind`. Little endian. A later version
 * appends texts or takes a new number; a reader refuses numbers that it does not know rather than guess.
 */
import {
  type CallPhase,
  type JournalRecord,
  type QuotaMark,
  UNTOLD_QUOTA_KIND,
  type UsageRecord,
} from './record.ts';

export const CODEC_VERSION = 2;
const FIRST_VERSION = 1;
export const MAX_PAYLOAD_BYTES = 1024 * 1024;

const KINDS = ['complete', 'start', 'progress', 'end', 'mark', 'close'] as const;
const KIND_CODES = new Map<string, number>(KINDS.map((kind, code) => [kind, code]));
const NUMBERS_AT = 5;
const NUMBERS = 5;
const QUOTAS_AT = NUMBERS_AT + NUMBERS * 8;
const QUOTA_BYTES = 1 + 4 + 8;
const NO_TEXT = 0xffff;
const TEST = 1;
const INTERRUPTED = 2;

/** Request-log texts come from clients; longer ones are cut, because they identify nothing. */
const LOG_TEXT_CHARACTERS = { path: 2048, ip: 64, userAgent: 512, error: 512 } as const;

export class UnreadableRecord extends Error {}

/** An upper bound of the encoded size, so that the writer can make room before it encodes. */
export function encodedBound(record: JournalRecord): number {
  if (record.kind === 'mark' || record.kind === 'close') return 16;
  let characters = 0;
  for (const text of textsOf(record)) characters += text === null ? 0 : text.length;
  return QUOTAS_AT + 1 + record.quotas.length * QUOTA_BYTES + 2 * 20 + 3 * characters;
}

function textsOf(record: UsageRecord): (string | null)[] {
  return [
    record.connection,
    record.source,
    record.id,
    record.subscriptionId,
    record.units,
    record.value,
    record.overageUnits,
    record.eventType,
    record.organizationId,
    record.providerId,
    record.productId,
    record.routeId,
    record.planVersionId,
    record.keyId,
    record.method,
    cut(record.path, LOG_TEXT_CHARACTERS.path),
    cut(record.ip, LOG_TEXT_CHARACTERS.ip),
    cut(record.userAgent, LOG_TEXT_CHARACTERS.userAgent),
    cut(record.error, LOG_TEXT_CHARACTERS.error),
    record.properties,
  ];
}

function cut(text: string | null, characters: number): string | null {
  return text !== null && text.length > characters ? text.slice(0, characters) : text;
}

/** Writes the record at `start` and returns where it ends. The caller has made room (`encodedBound`). */
export function encodeRecord(record: JournalRecord, into: Buffer, start: number): number {
  into[start] = CODEC_VERSION;
  into[start + 1] = KIND_CODES.get(record.kind) as number;
  if (record.kind === 'close') return start + 2;
  if (record.kind === 'mark') return into.writeDoubleLE(record.lowWaterMs, start + 2);
  into[start + 2] = (record.environment === 'test' ? TEST : 0) | (record.interrupted ? INTERRUPTED : 0);
  into.writeUInt16LE(record.status ?? 0, start + 3);
  let at = start + NUMBERS_AT;
  at = into.writeDoubleLE(record.timestampMs, at);
  at = into.writeDoubleLE(record.latencyMs ?? Number.NaN, at);
  at = into.writeDoubleLE(record.upstreamLatencyMs ?? Number.NaN, at);
  at = into.writeDoubleLE(record.requestBytes ?? Number.NaN, at);
  at = into.writeDoubleLE(record.responseBytes ?? Number.NaN, at);
  at = into.writeUInt8(record.quotas.length, at);
  for (const { kind, epoch, periodStartMs } of record.quotas) {
    into[at] = kind;
    into.writeUInt32LE(epoch, at + 1);
    at = into.writeDoubleLE(periodStartMs, at + 5);
  }
  for (const text of textsOf(record)) at = writeText(text, into, at);
  return at;
}

/**
 * Ids are short ASCII: a loop over their characters beats the call into native code that `Buffer.write`
 * makes.
 */
function writeText(text: string | null, into: Buffer, at: number): number {
  if (text === null) return into.writeUInt16LE(NO_TEXT, at);
  const start = at + 2;
  let length = 0;
  if (text.length <= 40) {
    for (; length < text.length; length += 1) {
      const code = text.charCodeAt(length);
      if (code > 0x7f) break;
      into[start + length] = code;
    }
  }
  if (length < text.length) length = into.write(text, start, 'utf8');
  if (length >= NO_TEXT) throw new RangeError(`a journal text may have 65534 bytes, this one has ${length}`);
  into.writeUInt16LE(length, at);
  return start + length;
}

interface TextCursor {
  readonly bytes: Buffer;
  readonly end: number;
  at: number;
}

function readText(cursor: TextCursor): string | null {
  if (cursor.at + 2 > cursor.end) throw new UnreadableRecord('record ends within a text length');
  const length = cursor.bytes.readUInt16LE(cursor.at);
  const start = cursor.at + 2;
  if (length === NO_TEXT) {
    cursor.at = start;
    return null;
  }
  if (start + length > cursor.end) throw new UnreadableRecord('record ends within a text');
  cursor.at = start + length;
  return cursor.bytes.toString('utf8', start, cursor.at);
}

function requiredText(cursor: TextCursor): string {
  const text = readText(cursor);
  if (text === null) throw new UnreadableRecord('a required text is missing');
  return text;
}

function optionalNumber(bytes: Buffer, at: number): number | null {
  const value = bytes.readDoubleLE(at);
  return Number.isNaN(value) ? null : value;
}

/** @throws UnreadableRecord when the bytes are no record of a version that this program knows */
export function decodeRecord(bytes: Buffer, start: number, end: number): JournalRecord {
  if (end - start < 2) throw new UnreadableRecord('record is too short');
  const version = bytes[start] as number;
  if (version < FIRST_VERSION || version > CODEC_VERSION) {
    throw new UnreadableRecord(`record has version ${version}, this program reads up to ${CODEC_VERSION}`);
  }
  const kind = KINDS[bytes[start + 1] as number];
  if (kind === undefined) throw new UnreadableRecord(`record has the unknown kind ${bytes[start + 1]}`);
  if (kind === 'close') return { kind };
  if (kind === 'mark') {
    if (end - start < 10) throw new UnreadableRecord('mark is too short');
    return { kind, lowWaterMs: bytes.readDoubleLE(start + 2) };
  }
  if (end - start <= QUOTAS_AT) throw new UnreadableRecord('record is too short');
  return decodeUsage(kind, bytes, start, end);
}

function readQuotas(cursor: TextCursor): QuotaMark[] {
  const { bytes } = cursor;
  const count = bytes[cursor.at] as number;
  const first = cursor.at + 1;
  cursor.at = first + count * QUOTA_BYTES;
  if (cursor.at > cursor.end) throw new UnreadableRecord('record ends within its quotas');
  return Array.from({ length: count }, (_, index) => {
    const at = first + index * QUOTA_BYTES;
    return {
      kind: bytes[at] as number,
      epoch: bytes.readUInt32LE(at + 1),
      periodStartMs: bytes.readDoubleLE(at + 5),
    };
  });
}

/** The numbers of version 1 stand as those of version 2, but for the period start that comes second. */
function readFirstVersionQuotas(cursor: TextCursor, numbers: number): QuotaMark[] {
  const periodStartMs = optionalNumber(cursor.bytes, numbers + 8);
  cursor.at += 8;
  return periodStartMs === null ? [] : [{ kind: UNTOLD_QUOTA_KIND, epoch: 0, periodStartMs }];
}

function decodeUsage(kind: CallPhase, bytes: Buffer, start: number, end: number): UsageRecord {
  const flags = bytes[start + 2] as number;
  const status = bytes.readUInt16LE(start + 3);
  const numbers = start + NUMBERS_AT;
  const cursor: TextCursor = { bytes, end, at: start + QUOTAS_AT };
  const isFirst = bytes[start] === FIRST_VERSION;
  const quotas = isFirst ? readFirstVersionQuotas(cursor, numbers) : readQuotas(cursor);
  const latencies = numbers + (isFirst ? 16 : 8);
  return {
    kind,
    environment: flags & TEST ? 'test' : 'live',
    interrupted: (flags & INTERRUPTED) !== 0,
    status: status === 0 ? null : status,
    timestampMs: bytes.readDoubleLE(numbers),
    quotas,
    latencyMs: optionalNumber(bytes, latencies),
    upstreamLatencyMs: optionalNumber(bytes, latencies + 8),
    requestBytes: optionalNumber(bytes, latencies + 16),
    responseBytes: optionalNumber(bytes, latencies + 24),
    // The order of these reads is the order of textsOf: object literals evaluate top to bottom.
    connection: readText(cursor),
    source: requiredText(cursor),
    id: requiredText(cursor),
    subscriptionId: requiredText(cursor),
    units: requiredText(cursor),
    value: requiredText(cursor),
    overageUnits: requiredText(cursor),
    eventType: requiredText(cursor),
    organizationId: requiredText(cursor),
    providerId: requiredText(cursor),
    productId: requiredText(cursor),
    routeId: readText(cursor),
    planVersionId: readText(cursor),
    keyId: readText(cursor),
    method: readText(cursor),
    path: readText(cursor),
    ip: readText(cursor),
    userAgent: readText(cursor),
    error: readText(cursor),
    properties: readText(cursor),
  };
}
