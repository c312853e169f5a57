import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createLog } from './log.ts';
import { loadRootKeys } from './root-key.ts';
import { createSecrets } from './secrets.ts';

test('a sealed secret opens only in its own context, with its own key, unchanged', () => {
  const secrets = createSecrets(randomBytes(32));
  const sealed = secrets.encrypt('sk_live_abc', 'webhooks/1');
  assert.ok(!sealed.includes('sk_live'));
  assert.equal(secrets.decrypt(sealed, 'webhooks/1'), 'sk_live_abc');
  assert.throws(() => secrets.decrypt(sealed, 'webhooks/2'));
  assert.throws(() => createSecrets(randomBytes(32)).decrypt(sealed, 'webhooks/1'));
  const flipped = sealed.slice(0, -2) + (sealed.endsWith('A') ? 'BB' : 'AA');
  assert.throws(() => secrets.decrypt(flipped, 'webhooks/1'));
});

test('keyed hashes differ by purpose', () => {
  const secrets = createSecrets(randomBytes(32));
  assert.notDeepEqual(secrets.hmac('a', 'x'), secrets.hmac('b', 'x'));
  assert.equal(secrets.hmac('a', 'x').length, 32);
});

test('the root key is made once and kept private', () => {
  const folder = mkdtempSync(join(tmpdir(), 'turnpike-key-'));
  try {
    const path = join(folder, 'root.key');
    const key = loadRootKeys(path);
    assert.deepEqual(loadRootKeys(path), key);
    assert.equal(statSync(path).mode & 0o777, 0o600);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('secrets do not reach the log, by name', () => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line: string) => void lines.push(line) });
  log.info(
    {
      headers: { authorization: 'Bearer abc', cookie: 'c=1' },
      password: 'pw',
      request: { body: { token: 't-1' } },
    },
    'x',
  );
  assert.doesNotMatch(lines.join(''), /Bearer abc|c=1|"pw"|t-1/);
});
