import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFrameMessage } from './reference-message.ts';

test('the three messages of the frame are understood', () => {
  assert.deepEqual(readFrameMessage({ kind: 'drawn', more: 1 }), { kind: 'drawn' });
  assert.deepEqual(readFrameMessage({ kind: 'failed' }), { kind: 'failed' });
  const link = { kind: 'link', href: 'https://example.com/a%20b' };
  assert.deepEqual(readFrameMessage(link), link);
  const mail = { kind: 'link', href: 'mailto:help@example.com' };
  assert.deepEqual(readFrameMessage(mail), mail);
});

test('nothing else of it is, and no link that would run or be unreadable', () => {
  const strange = [null, undefined, 'drawn', 7, [], {}, { kind: 'document' }, { kind: 'link' }];
  const links = ['javascript:alert(1)', 'data:text/html,x', 'blob:x', 'file:///etc/passwd', '/relative', 7];
  for (const data of [...strange, ...links.map((href) => ({ kind: 'link', href }))])
    assert.equal(readFrameMessage(data), null, JSON.stringify(data));
  assert.equal(readFrameMessage({ kind: 'link', href: `https://example.com/${'a'.repeat(2000)}` }), null);
});
