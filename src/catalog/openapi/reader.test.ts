import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createOpenApiReader, ReaderBusy } from './reader.ts';
import { about, ok } from './test-document.ts';
import { UnreadableDocument } from './unreadable.ts';

const text = JSON.stringify(about({ '/x': { get: { responses: ok } } }));

test('documents are read one after the other, and the next is told to wait when too many do', async () => {
  const reader = createOpenApiReader(10);
  const answers = await Promise.allSettled(Array.from({ length: 6 }, () => reader.read(text)));
  const read = answers.filter((one) => one.status === 'fulfilled');
  const refused = answers.filter((one) => one.status === 'rejected');
  assert.equal(read.length, 4);
  for (const { value } of read) assert.equal(value.operations.length, 1);
  for (const { reason } of refused) assert.ok(reason instanceof ReaderBusy);
  assert.equal((await reader.read(text)).operations.length, 1, 'there is room again');
});

test('a document that cannot be read keeps no other from being read', async () => {
  const reader = createOpenApiReader(10);
  const [wrong, right] = await Promise.allSettled([reader.read('{'), reader.read(text)]);
  assert.ok(wrong!.status === 'rejected' && wrong!.reason instanceof UnreadableDocument);
  assert.equal(right!.status, 'fulfilled');
});

test('what stands very deep is told by a pointer of bounded length', async () => {
  const levels = 400;
  const deep = `${'{"allOf":['.repeat(levels)}{"type":"file"}${']}'.repeat(levels)}`;
  const document = `{"openapi":"3.1.0","paths":{"/x":{"get":{"responses":{"200":{"description":"d","content":{"a/b":{"schema":${deep}}}}}}}}}`;
  const { report, operations } = await createOpenApiReader(10).read(document);
  assert.equal(operations.length, 1);
  for (const { pointer } of report.items) assert.ok(pointer.length <= 500);
});
