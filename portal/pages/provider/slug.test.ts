import assert from 'node:assert/strict';
import { test } from 'node:test';
import { slugOf } from './slug.ts';

const names: [string, string][] = [
  ['Weather API', 'weather-api'],
  ['Größe & Gewicht', 'grosse-gewicht'],
  ['  --Déjà vu--  ', 'deja-vu'],
  ['東京', ''],
  [`${'a'.repeat(62)} b`, 'a'.repeat(62)],
];
for (const [name, slug] of names) {
  test(`'${name.slice(0, 20)}' becomes '${slug.slice(0, 20)}'`, () => assert.equal(slugOf(name), slug));
}
