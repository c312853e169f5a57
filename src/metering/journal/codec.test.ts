import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeRecord, encodedBound, encodeRecord, UnreadableRecord } from './codec.ts';
import { crc32c } from './crc32c.ts';
import { containsFrame, frameBound, parseFrames, writeFrame } from './frame.ts';
import { type JournalRecord, UNTOLD_QUOTA_KIND } from './record.ts';
import { sampleRecord } from './sample-record.ts';

function frames(...records: JournalRecord[]): Buffer {
  const bytes = Buffer.alloc(records.reduce((sum, record) => sum + frameBound(record), 0));
  let at = 0;
  for (const record of records) at = writeFrame(record, bytes, at);
  return bytes.subarray(0, at);
}

test('the checksum is the CRC-32C of RFC 3720', () => {
  assert.equal(crc32c(Buffer.from('123456789')), 0xe3069283);
  assert.equal(crc32c(Buffer.alloc(32)), 0x8a9136aa);
  assert.equal(crc32c(Buffer.alloc(32, 0xff)), 0x62a8ab43);
  assert.equal(crc32c(Buffer.from(Array.from({ length: 32 }, (_, index) => index))), 0x46dd794e);
});

test('every field survives the journal, none invented and none lost', () => {
  const records: JournalRecord[] = [
    sampleRecord(),
    sampleRecord({
      kind: 'start',
      environment: 'test',
      units: '0.000000000001',
      status: null,
      latencyMs: null,
    }),
    sampleRecord({ kind: 'progress', interrupted: true, requestBytes: null, responseBytes: 2 ** 40 }),
    sampleRecord({ kind: 'end', connection: 'api:org_1', routeId: null, keyId: null, planVersionId: null }),
    sampleRecord({ path: '/größe/日本', userAgent: '', error: 'x'.repeat(60), properties: '{"a":"ü"}' }),
    sampleRecord({ quotas: [], method: null, ip: null, path: null, userAgent: null }),
    { kind: 'mark', lowWaterMs: 1_793_000_000_123 },
    { kind: 'close' },
  ];
  const parsed = parseFrames(frames(...records), 0, 100);
  assert.equal(parsed.end, 'tail');
  assert.deepEqual(
    parsed.records.map(({ record }) => record),
    records,
  );
});

test('a long path or agent is cut, a long id is refused', () => {
  const [cut] = parseFrames(frames(sampleRecord({ path: '/'.repeat(9000) })), 0, 1).records;
  assert.equal(cut?.record.kind === 'complete' && cut.record.path?.length, 2048);
  assert.throws(() => frames(sampleRecord({ id: 'x'.repeat(70_000) })), RangeError);
});

test('every quota that a call counted against is written, with its reset', () => {
  const quotas = [
    { kind: 2, epoch: 3, periodStartMs: Date.UTC(2026, 10, 1) },
    { kind: 4, epoch: 0, periodStartMs: Date.UTC(2026, 10, 3, 10, 15, 0, 250) },
    { kind: 7, epoch: 4_000_000_000, periodStartMs: -1 },
  ];
  const [only] = parseFrames(frames(sampleRecord({ quotas })), 0, 1).records;
  assert.deepEqual(only?.record, sampleRecord({ quotas }));
});

test('a record of the first version is read, its quota being of an untold kind', () => {
  const record = sampleRecord();
  const now = Buffer.alloc(encodedBound(record));
  const end = encodeRecord(record, now, 0);
  // The layout then: one period start after the timestamp, and no list of quotas.
  const first = Buffer.concat([
    now.subarray(0, 13),
    Buffer.alloc(8),
    now.subarray(13, 45),
    now.subarray(59, end),
  ]);
  first[0] = 1;
  first.writeDoubleLE(1234, 13);
  const quotas = [{ kind: UNTOLD_QUOTA_KIND, epoch: 0, periodStartMs: 1234 }];
  assert.deepEqual(decodeRecord(first, 0, first.length), { ...record, quotas });
  first.writeDoubleLE(Number.NaN, 13);
  assert.deepEqual(decodeRecord(first, 0, first.length), { ...record, quotas: [] });
});

test('a flipped bit anywhere in a frame ends the reading before it', () => {
  const sound = frames(sampleRecord({ id: 'a' }), sampleRecord({ id: 'b' }), sampleRecord({ id: 'c' }));
  const second = parseFrames(sound, 0, 1).nextOffset;
  const third = parseFrames(sound, 0, 2).nextOffset;
  for (let at = second; at < third; at += 1) {
    const broken = Buffer.from(sound);
    broken[at] = (broken[at] as number) ^ 0x10;
    const parsed = parseFrames(broken, 0, 100);
    assert.equal(parsed.records.length, 1, `byte ${at}`);
    assert.equal(parsed.nextOffset, second);
  }
});

test('a record cut anywhere is a tail, not damage', () => {
  const sound = frames(sampleRecord({ id: 'a' }), sampleRecord({ id: 'b' }));
  const second = parseFrames(sound, 0, 1).nextOffset;
  for (let length = second; length < sound.length; length += 1) {
    const parsed = parseFrames(sound.subarray(0, length), 0, 100);
    assert.deepEqual([parsed.records.length, parsed.nextOffset, parsed.end], [1, second, 'tail']);
  }
});

test('zeros after the end, as power loss leaves them, are damage and hold no frame', () => {
  const bytes = Buffer.concat([frames(sampleRecord()), Buffer.alloc(4096)]);
  const parsed = parseFrames(bytes, 0, 100);
  assert.deepEqual([parsed.records.length, parsed.end], [1, 'damaged']);
  assert.equal(containsFrame(bytes.subarray(parsed.nextOffset + 1)), false);
  assert.equal(containsFrame(Buffer.concat([Buffer.alloc(33), frames(sampleRecord())])), true);
});

test('a record of a later version is reported and the ones behind it are read', () => {
  const first = frames(sampleRecord({ id: 'a' }));
  first[8] = 9;
  first.writeUInt32LE(crc32c(first, 8), 4);
  const parsed = parseFrames(Buffer.concat([first, frames(sampleRecord({ id: 'b' }))]), 100, 10);
  assert.equal(parsed.records.length, 1);
  assert.deepEqual(parsed.unreadable, [
    { offset: 100, reason: 'record has version 9, this program reads up to 2' },
  ]);
  assert.throws(() => decodeRecord(Buffer.from([1, 77]), 0, 2), UnreadableRecord);
});
