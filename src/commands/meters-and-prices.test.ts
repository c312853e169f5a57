import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { decimal, testUsageDb } from '#kernel';
import { AGGREGATIONS } from '#rating';
import { rateDocument } from './rate.ts';

const text = readFileSync(new URL('../../docs/meters-and-prices.md', import.meta.url), 'utf8');
const examples = [...text.matchAll(/^```json\n(.*?)\n```$/gms)].map(([, json]) => JSON.parse(json!));

test('every example of the document comes to what it says', async () => {
  const { lines } = await rateDocument(JSON.stringify(examples), async () => {
    const { usageDb, drop } = await testUsageDb();
    return { usageDb, close: drop };
  });
  for (const [index, example] of examples.entries()) {
    const answer = JSON.parse(lines[index]!);
    const said = [example.expected_amount ?? example.expected].flat();
    const found = [answer.amount ?? answer.result].flat();
    assert.equal(found.length, said.length);
    for (const [place, amount] of said.entries()) {
      const what = `${JSON.stringify(example)}: ${JSON.stringify(answer)}`;
      assert.ok(found[place] !== undefined && decimal(found[place]).eq(amount), what);
    }
  }
});

test('every aggregation and every model has an example', () => {
  const shown = new Set(examples.map((one) => one.aggregation ?? one.model));
  const models =
    'flat per_unit graduated volume stairstep package block_graduated percentage graduated_percentage dynamic';
  const shownAs = (name: string) => (name === 'prorated_sum' ? 'prorated_values' : name);
  for (const name of [...AGGREGATIONS.map(shownAs), ...models.split(' ')]) assert.ok(shown.has(name), name);
});
