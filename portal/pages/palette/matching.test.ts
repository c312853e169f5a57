import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matching } from './matching.ts';

const groups = [
  { label: 'Consumer', commands: [{ label: 'Usage' }, { label: 'API keys' }, { label: 'Invoices' }] },
  { label: 'Organizations', commands: [{ label: 'Café Zürich', hint: 'provider' }] },
  { label: 'Nothing', commands: [] },
];
const found = (query: string) =>
  matching(groups, query).map(({ label, commands }) => [label, ...commands.map((one) => one.label)]);

test('without a word everything is there but what is empty', () => {
  assert.deepEqual(
    found('  ').map(([label]) => label),
    ['Consumer', 'Organizations'],
  );
});

test('every word must be found, whatever its case and accents, in the label, the hint or the group', () => {
  assert.deepEqual(found('KEY'), [['Consumer', 'API keys']]);
  assert.deepEqual(found('zurich prov'), [['Organizations', 'Café Zürich']]);
  assert.deepEqual(found('keys invoice'), []);
});

test('what begins with it comes first', () => {
  assert.deepEqual(found('i'), [
    ['Consumer', 'Invoices', 'API keys'],
    ['Organizations', 'Café Zürich'],
  ]);
});
