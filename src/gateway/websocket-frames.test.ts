import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closeFrame, FrameCounter } from './websocket-frames.ts';

const LENGTHS = [0, 1, 125, 126, 65_535, 65_536, 200_000];

/** Binary messages of these lengths, each in the shortest of the three forms of a length. */
function frames(masked: boolean): Buffer {
  const bit = masked ? 0x80 : 0;
  const all = LENGTHS.map((length) => {
    const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
    head[0] = 0x82;
    if (head.length === 2) head[1] = bit | length;
    else if (head.length === 4) head.writeUInt16BE(length, 2);
    else head.writeBigUInt64BE(BigInt(length), 2);
    if (head.length > 2) head[1] = bit | (head.length === 4 ? 126 : 127);
    return Buffer.concat([head, Buffer.alloc(masked ? 4 : 0, 0x88), Buffer.alloc(length, 0x88)]);
  });
  return Buffer.concat(all);
}

function frame(first: number, text: string): Buffer {
  return Buffer.from([first, text.length, ...Buffer.from(text)]);
}

test('messages are counted whatever their length, masked or not, however they are cut', () => {
  for (const masked of [true, false]) {
    const bytes = frames(masked);
    for (const size of [1, 7, 1000, bytes.length]) {
      const counter = new FrameCounter();
      for (let at = 0; at < bytes.length; at += size) counter.pass(bytes.subarray(at, at + size));
      assert.deepEqual([counter.messages, counter.isBetween, counter.closed], [LENGTHS.length, true, false]);
    }
  }
});

test('fragments are one message, control frames between them are none', () => {
  const counter = new FrameCounter();
  counter.pass(frame(0x01, 'one'));
  counter.pass(frame(0x89, 'ping'));
  counter.pass(frame(0x00, 'two'));
  assert.equal(counter.messages, 0);
  counter.pass(frame(0x80, 'three'));
  assert.equal(counter.messages, 1);
});

test('within a frame, or its header, nothing of ours may be said', () => {
  const counter = new FrameCounter();
  counter.pass(Buffer.from([0x82]));
  assert.equal(counter.isBetween, false);
  counter.pass(Buffer.from([0x02, 1]));
  assert.equal(counter.isBetween, false);
  counter.pass(Buffer.from([2]));
  assert.equal(counter.isBetween, true);
});

test('a Close frame of ours is one', () => {
  for (const masked of [true, false]) {
    const counter = new FrameCounter();
    counter.pass(closeFrame(1008, masked));
    assert.deepEqual([counter.closed, counter.isBetween, counter.messages], [true, true, 0]);
  }
});
