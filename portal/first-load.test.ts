import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

// What a visitor of the marketplace downloads before the page can be used, as the build really cut it.

const dist = join(import.meta.dirname, 'dist');
const MOST_SCRIPT_BYTES = 200_000;
const MOST_STYLE_BYTES = 30_000;

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

const manifestPath = join(dist, '.vite/manifest.json');

/** The entry and all that it imports at once; what is imported on demand is not part of it. */
function firstLoad(manifest: Record<string, Chunk>): Chunk[] {
  const entries = Object.keys(manifest).filter((key) => manifest[key]?.isEntry);
  const wanted = new Set(entries);
  // A set takes what is added while it is walked.
  for (const key of wanted) for (const imported of manifest[key]?.imports ?? []) wanted.add(imported);
  return [...wanted].map((key) => manifest[key]!);
}

const gzipBytes = (file: string) => gzipSync(readFileSync(join(dist, file)), { level: 6 }).length;
const sum = (files: Iterable<string>) => [...files].reduce((all, file) => all + gzipBytes(file), 0);

test('the first load of the marketplace stays small', () => {
  assert.ok(existsSync(manifestPath), 'the portal is not built: node scripts/setup.mjs');
  const chunks = firstLoad(JSON.parse(readFileSync(manifestPath, 'utf8')));
  const scripts = sum(chunks.map(({ file }) => file));
  const styles = sum(new Set(chunks.flatMap(({ css }) => css ?? [])));
  assert.ok(chunks.length > 1, 'the entry imports its libraries');
  assert.ok(scripts <= MOST_SCRIPT_BYTES, `${scripts} bytes of script, gzip`);
  assert.ok(styles <= MOST_STYLE_BYTES, `${styles} bytes of style, gzip`);
});

test('the pages of signed-in roles are not part of it', () => {
  const manifest: Record<string, Chunk> = JSON.parse(readFileSync(manifestPath, 'utf8'));
  const files = new Set(firstLoad(manifest).map(({ file }) => file));
  const later = Object.entries(manifest).filter(([key]) =>
    /^pages\/(consumer|provider|operator)\//.test(key),
  );
  assert.ok(later.length > 5);
  assert.deepEqual(
    later.filter(([, { file }]) => files.has(file)).map(([key]) => key),
    [],
  );
});

test('Scalar is a file of its own, for the frame of the reference, and in no chunk', () => {
  const mark = 'createApiReference';
  assert.ok(readFileSync(join(dist, 'reference/scalar.js'), 'utf8').includes(mark));
  const chunks = readdirSync(join(dist, 'assets')).filter((name) => name.endsWith('.js'));
  assert.ok(chunks.length > 50);
  assert.deepEqual(
    chunks.filter((name) => readFileSync(join(dist, 'assets', name), 'utf8').includes(mark)),
    [],
  );
});
