import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { Command } from 'commander';
import { decimal, isDecimalText, testUsageDb } from '#kernel';
import { rateDocument as answerDocument, registerRate } from './rate.ts';

const document = readFileSync(new URL('../../tests/cases/rating/vectors.json', import.meta.url), 'utf8');
const { vectors } = JSON.parse(document) as { vectors: Record<string, unknown>[] };

/** Decimal texts by their value, everything else as it is; extra names in the answer do not matter. */
function assertSame(actual: unknown, expected: unknown, where: string): void {
  if (typeof expected === 'string' && isDecimalText(expected)) {
    assert.ok(typeof actual === 'string' && isDecimalText(actual), `${where}: ${actual} is no decimal`);
    assert.ok(decimal(actual).eq(decimal(expected)), `${where}: ${actual}, expected ${expected}`);
  } else if (Array.isArray(expected)) {
    assert.equal((actual as unknown[] | undefined)?.length, expected.length, where);
    for (const [index, one] of expected.entries())
      assertSame((actual as unknown[])[index], one, `${where}/${index}`);
  } else if (typeof expected === 'object' && expected !== null) {
    for (const [name, one] of Object.entries(expected)) {
      assertSame((actual as Record<string, unknown> | undefined)?.[name], one, `${where}/${name}`);
    }
  } else {
    assert.equal(actual, expected, where);
  }
}

let stores = 0;
/** The stores of the test run in place of an engine for each document. */
const rateDocument = (input: string) =>
  answerDocument(input, async () => {
    stores += 1;
    const { usageDb, drop } = await testUsageDb();
    return { usageDb, close: drop };
  });
const rateCommand = async (input: string) => (await rateDocument(input)).lines;

for (const kind of new Set(vectors.map((vector) => String(vector.kind)))) {
  const cases = vectors.filter((vector) => vector.kind === kind);
  test(`${cases.length} cases of ${kind} are answered right`, async () => {
    const answers = (await rateCommand(JSON.stringify({ vectors: cases }))).map((line) => JSON.parse(line));
    assert.deepEqual(
      answers.map((answer) => answer.id),
      cases.map((one) => one.id),
    );
    for (const [index, one] of cases.entries()) {
      const expectations = Object.entries(one).filter(([name]) => name.startsWith('expected'));
      assert.ok(expectations.length > 0, `${one.id} expects nothing`);
      for (const [name, expected] of expectations) {
        const answered = name === 'expected' ? 'result' : name.slice('expected_'.length);
        assertSame(answers[index][answered], expected, `${one.id} ${answered} ${answers[index].error ?? ''}`);
      }
    }
  });
}

test('a usage store is opened once, and only for documents with aggregates', async () => {
  stores = 0;
  await rateDocument(JSON.stringify(vectors.filter((one) => one.kind !== 'aggregate')));
  assert.equal(stores, 0);
  const broken = { id: 'x', kind: 'aggregate', aggregation: 'median', events: [] };
  assert.match((await rateCommand(JSON.stringify(broken)))[0]!, /"error":"aggregation: /);
  assert.equal(stores, 0);
  await rateDocument(document);
  assert.equal(stores, 1);
});

test('reads the whole file, a list and one case', async () => {
  const whole = await rateDocument(document);
  assert.equal(whole.lines.length, vectors.length);
  assert.equal(whole.failed, 0);
  assert.equal((await rateCommand(JSON.stringify(vectors.slice(0, 3)))).length, 3);
  assert.equal(JSON.parse((await rateCommand(JSON.stringify(vectors[1])))[0] ?? '').amount, '12');
  assert.deepEqual(await rateCommand('{"id":"x","kind":"constructor"}'), ['{"id":"x","unsupported":true}']);
});

/** Kinds that the schema of the cases describes and its sample does not contain. */
const described: [Record<string, unknown>, Record<string, unknown>][] = [
  [
    {
      kind: 'rate_buckets',
      model: 'package',
      config: { package_size: '10', package_price: '1' },
      buckets: ['1', '11'],
    },
    { amount: '3' },
  ],
  [
    { kind: 'credit_note', paid: '10', fraction: [1, 3], tax_percent: '20' },
    { subtotal: '3.33', tax: '0.67' },
  ],
  [
    {
      kind: 'invoice_totals',
      lines: [{ amount: '0.02', discount: '0' }, { amount: '0.03' }],
      tax_percent: '10',
    },
    { tax: '0.01', result: { total: '0.06' } },
  ],
  [
    {
      kind: 'plan_change_proration_discounted',
      old_amount: '100',
      new_amount: '200',
      discount: '25%',
      remaining_fraction: [15, 30],
    },
    { result: { credit: '-37.50', charge: '75.00' } },
  ],
  [{ kind: 'discount', price: '1005', percent: '10', currency: 'JPY' }, { result: '101' }],
  [{ kind: 'discount_distribution', amounts: ['10', '5'], discount: '1.00' }, { result: ['0.67', '0.33'] }],
  [
    { kind: 'prorate_fraction', period_start: '2023-02-01', to: '2023-02-15', interval: 'month' },
    { fraction: '0.5' },
  ],
  [{ kind: 'prorate_fraction_fixed30', start: '2023-01-20', to: '2023-02-01' }, { fraction: '0.366666667' }],
  [
    {
      kind: 'rate',
      model: 'per_unit',
      config: { unit_price: '0.333', round: { places: 2, mode: 'down' } },
      quantity: '2',
    },
    { amount: '0.66' },
  ],
];

test('answers the kinds that the schema only describes', async () => {
  for (const [input, expected] of described) {
    const [answer] = (await rateCommand(JSON.stringify(input))).map((line) => JSON.parse(line));
    assertSame(answer, expected, String(input.kind));
  }
});

test('a case that cannot be read names the field and does not stop the others', async () => {
  const cases: [Record<string, unknown>, RegExp][] = [
    [
      { kind: 'rate', model: 'per_unit', config: { unit_price: '-1' }, quantity: '1' },
      /config\/unit_price: .*negative/,
    ],
    [{ kind: 'rate', model: 'per_unit', config: { unit_price: '1' }, quantity: 0.1 }, /^quantity: /],
    [{ kind: 'rate', model: 'per_unit', config: { unit_price: '1' } }, /^quantity: /],
    [
      { kind: 'rate', model: 'per_unit', config: { unit_price: '1' }, quantity: '1', position: 'x' },
      /^position: /,
    ],
    [{ kind: 'prorate', full_amount: '1', fraction: [1, 0] }, /whole/],
    [{ kind: 'billing_dates', anchor: '2025-02-30', interval: 'month' }, /^anchor: /],
    [{ kind: 'billing_dates', anchor: '2025-02-28', interval: 'fortnight' }, /^interval: /],
    [
      {
        kind: 'calendar_period_tz',
        interval: 'month',
        timezone: 'Mars/Olympus',
        billed_at: '2025-01-01T00:00Z',
      },
      /^timezone: /,
    ],
    [{ kind: 'round', amount: '1', places: 2, mode: 'sideways' }, /^mode: /],
  ];
  const { lines, failed } = await rateDocument(
    JSON.stringify([...cases.map(([input]) => input), vectors[0], 7]),
  );
  for (const [index, [, message]] of cases.entries())
    assert.match(JSON.parse(lines[index] ?? '').error, message);
  assert.equal(JSON.parse(lines[cases.length] ?? '').amount, '2');
  assert.equal(failed, cases.length + 1);
});

test('what is no JSON is refused as a whole', async () => {
  await assert.rejects(rateDocument('{"vectors": ['), /Not JSON/);
  await assert.rejects(rateDocument('{"vectors": 5}'), /vectors: expected a list/);
});

test('the command registers with its argument', () => {
  const program = new Command();
  registerRate(program);
  const command = program.commands.find((one) => one.name() === 'rate');
  assert.match(command?.helpInformation() ?? '', /rate \[options\] <file>/);
});
