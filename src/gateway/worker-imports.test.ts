import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const IMPORT = /^(?:import|export)\s(?!type\b)[^;]*?from '([^']+)'/gm;

/** Files of ours and packages that the module loads with itself, types left out. */
function loadedBy(entry: URL): { files: Set<string>; packages: Set<string> } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const open = [entry];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (files.has(file.pathname)) continue;
    assert.ok(existsSync(file), `${file.pathname} is imported and does not exist`);
    files.add(file.pathname);
    for (const [, from = ''] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
      if (from.startsWith('.')) open.push(new URL(from, file));
      else if (from.startsWith('#')) open.push(new URL(`../${from.slice(1)}/index.ts`, import.meta.url));
      else if (!from.startsWith('node:')) packages.add(from);
    }
  }
  return { files, packages };
}

test('a worker loads no store, no driver and no room with stores behind it', () => {
  const { files, packages } = loadedBy(new URL('worker.ts', import.meta.url));
  assert.deepEqual([...packages], ['undici']);
  const folders = new Set([...files].map((file) => file.replace(/^.*\/src\//, '').replace(/\/[^/]*$/, '')));
  assert.deepEqual([...folders].sort(), [
    'enforcement/admission',
    'gateway',
    'kernel/addresses',
    'kernel/http-signature',
    'metering/journal',
    'subscriptions/key-text',
  ]);
});

test('what is loaded is found through faces, and a store among it would be seen', () => {
  const { packages } = loadedBy(new URL('start-gateway.ts', import.meta.url));
  assert.ok(!packages.has('pg'), 'the main thread of the gateway needs only types of the kernel');
  assert.ok(loadedBy(new URL('../kernel/index.ts', import.meta.url)).packages.has('pg'));
});
