import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { readJournal } from './test-rig.ts';

interface Seen {
  /** Request ids of responses that arrived whole. */
  readonly completed: Set<string>;
  inFlight: number;
}

/**
 * A keep-alive connection that asks again and again until it breaks, which ends the promise. Alternates between a length and a
 * stream.
 */
function keepAsking(port: number, key: string, seen: Seen): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  let turn = 0;
  const ask = () => {
    turn += 1;
    const path = turn % 2 === 0 ? '/x/chunked' : '/items';
    socket.write(`GET /acme/items${path} HTTP/1.1\r\nHost: a\r\nX-Api-Key: ${key}\r\n\r\n`);
    seen.inFlight += 1;
  };
  socket.on('error', () => undefined);
  socket.on('connect', ask);
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
    const whole = received.includes('chunked') ? received.endsWith('0\r\n\r\n') : received.endsWith('echo:');
    if (!whole) return;
    const id = /x-turnpike-request-id: (\S+)/i.exec(received)?.[1];
    assert.ok(received.startsWith('HTTP/1.1 200') && id !== undefined);
    received = '';
    seen.completed.add(id);
    seen.inFlight -= 1;
    ask();
  });
  return new Promise((end) => socket.once('close', () => end()));
}

test('SIGKILL under load: what completed is in the journal, none twice, little beyond', async () => {
  const child = spawn(process.execPath, [new URL('./test-kill-target.ts', import.meta.url).pathname], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const { value } = await createInterface(child.stdout)[Symbol.asyncIterator]().next();
  const { port, key, journalDirectory } = JSON.parse(value as string);
  const seen: Seen = { completed: new Set(), inFlight: 0 };
  const asking = Array.from({ length: 32 }, () => keepAsking(port, key, seen));
  while (seen.completed.size < 2000) await sleep(10);
  child.kill('SIGKILL');
  await exited;
  // What the kernel had in its buffers still arrives.
  await Promise.all(asking);
  const { complete, open } = readJournal(journalDirectory);
  rmSync(dirname(journalDirectory), { recursive: true });
  const ids = complete.map((one) => one.id);
  const journaled = new Set(ids);
  assert.equal(journaled.size, ids.length, 'none twice');
  assert.deepEqual(
    [...seen.completed].filter((id) => !journaled.has(id)),
    [],
    'completed ⊆ journal',
  );
  const beyond = [...journaled, ...open.map((one) => one.id)].filter((id) => !seen.completed.has(id));
  assert.ok(beyond.length <= 32, `${beyond.length} beyond what clients saw, at most one per connection`);
});
