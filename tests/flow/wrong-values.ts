import type { Json } from './client.ts';

/** Of a path parameter: nothing is called so. */
export const junkIds = [
  '../..',
  '..%2f..',
  '\u0000',
  '%',
  "' or 1=1 --",
  '__proto__',
  'x'.repeat(500),
  'tok_1',
];

const cursorOf = (keys: unknown) => Buffer.from(JSON.stringify(keys)).toString('base64url');

/** Of query parameters that every list has. */
export const wrongOfLists: Readonly<Record<string, readonly string[]>> = {
  limit: ['', '0', '201', '-1', '1.5', 'x', '1e400', '9223372036854775808', '1&limit=2'],
  cursor: ['x', '{}', cursorOf({}), cursorOf([]), cursorOf([1, 2, 3, 4]), cursorOf([{}]), 'a'.repeat(501)],
};

/** Cursors that have a form of ours and values that no list has. */
const oddKeys = ['x', 'infinity', '0000-00-00', -1, 0.5, 1e300, 2 ** 31];
export const oddCursors = [1, 2, 3].flatMap((count) =>
  oddKeys.map((key) => cursorOf(Array(count).fill(key))),
);

const overage = (more: Json): Json => {
  const charged = { mode: 'charge', unit_price: '0.01', max_overage_units: null, ...more };
  return { quotas: [{ units: 1, period: 'month', overage: charged }] };
};

const usage = (price: Json): Json => ({
  prices: [{ key: 'calls', meter: 'requests', name: 'Calls', price }],
});

const graduated = (...bounds: (string | null)[]): Json => ({
  model: 'graduated',
  tiers: bounds.map((up_to) => ({ up_to, unit_price: '1' })),
});

const ofPrice = '/terms/prices/0/price';

/** What is wrong, the terms that are, and the place. */
export const wrongTerms: readonly [string, Json, string][] = [
  ['a negative price', { price: '-1.00' }, '/terms/price'],
  ['more decimals than the currency has', { price: '1.001' }, '/terms/price'],
  ['decimals of a currency without', { currency: 'JPY', price: '10.5' }, '/terms/price'],
  ['a price as a number', { price: 10 }, '/terms/price'],
  ['an unknown currency', { currency: 'XXQ' }, '/terms/currency'],
  ['a currency in small letters', { currency: 'usd' }, '/terms/currency'],
  ['negative overage', overage({ unit_price: '-0.01' }), '/terms/quotas/0/overage/unit_price'],
  ['a negative quota', { quotas: [{ units: -1, period: 'month' }] }, '/terms/quotas/0/units'],
  ['a negative unit price', usage({ model: 'per_unit', unit_price: '-1' }), `${ofPrice}/unit_price`],
  ['tiers that overlap', usage(graduated('10', '10', null)), `${ofPrice}/tiers/1/up_to`],
  ['tiers that go back', usage(graduated('10', '5', null)), `${ofPrice}/tiers/1/up_to`],
  ['tiers after the open end', usage(graduated(null, '5', null)), `${ofPrice}/tiers/0/up_to`],
  ['tiers without an end', usage(graduated('5')), `${ofPrice}/tiers/0/up_to`],
  ['no tiers', usage(graduated()), `${ofPrice}/tiers`],
  ['an unknown model', usage({ model: 'haggling' }), `${ofPrice}/model`],
];

/** The gateway's own address, as the test configures it. */
export const gatewayUrl = 'https://calls.example.com';

/** Of upstreams that nobody may have without the operator's leave, and of none at all. */
export const wrongUpstreams: readonly string[] = [
  'http://127.0.0.1',
  'http://2130706433',
  'http://0x7f.1',
  'http://0177.0.0.1',
  'http://[::1]',
  'http://[::ffff:7f00:1]',
  'http://[fd00::1]',
  'http://[fe80::1]',
  'http://0/',
  'http://10.1.2.3',
  'http://172.16.0.1',
  'http://192.168.1.1:8080',
  'http://100.64.0.1',
  'http://169.254.169.254/latest/meta-data',
  'http://169.254.169.254./',
  'http://metadata.google.internal',
  'http://localhost:9000',
  'http://printer.local',
  'http://u:p@example.com',
  'ftp://example.com',
  'file:///etc/passwd',
  'https://93.184.215.14:5432',
  'https://93.184.215.14/?a=b',
  '//example.com',
  'example.com',
  gatewayUrl,
  `${gatewayUrl}:443/acme/weather`,
];
