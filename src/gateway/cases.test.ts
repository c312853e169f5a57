import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

/**
 * The gateway's cases by number, and where they are tested: each needs a test whose name begins with the number, in
 * a file that is about the gateway and what it admits (elsewhere the numbers mean cases of other lists).
 */
const TITLES = [
  'a length and a transfer coding',
  'a repeated length',
  'a signed length',
  'a space before the colon',
  'a folded header',
  'lines without CR',
  'a chunk size with a prefix',
  'a chunk extension',
  'stacked codings',
  'a transfer coding in HTTP/1.0',
  'more header lines than are looked at',
  'two tenants on one connection',
  'two Host lines',
  'a Host with a path',
  'a version that nobody speaks',
  'an absolute target of another host',
  'dot segments',
  'encoded dot segments',
  'an encoded slash',
  'a broken escape',
  'targets of the whole server',
  'a method that the path does not have',
  'forged identity',
  'our headers named in Connection',
  'forged forwarded addresses',
  'hop-by-hop headers',
  'what of an answer stays here',
  'no key',
  'two Authorization lines',
  'keys in two places',
  'a key in the query',
  'revocation within a second',
  'rotation with an overlap',
  'a wrong checksum',
  'scopes and environments',
  'the last unit',
  'weighted calls',
  'a rate denial costs nothing',
  'the syntax of limit headers',
  'the edge of a window',
  'soft quotas',
  'exactness over a cluster',
  'concurrent calls',
  'what is free',
  'clocks that jump',
  'the edge of a period',
  'periods anchored on the 31st',
  'a closed port',
  'an upstream that hangs',
  'a body that ends too early',
  'an answer with two framings',
  'hostile status lines',
  'connections closed while idle',
  'answers without a body',
  'slow heads',
  'Expect: 100-continue',
  'an aborted upload',
  'backpressure',
  'body limits',
  'events with silences',
  'upstreams that lead inside',
  'configurations swapped under load',
  'SIGTERM under load',
  'SIGKILL under load',
  'a database that is down',
  'a batch whose reply was lost',
  'the format of refusals',
  'traces and the size of metrics',
];

/** Not shown here, and why. */
const LEFT_OUT: Record<string, string> = {
  D42: 'needs three gateway nodes; a second node on the same stores is refused (`lifecycle.test.ts`)',
};

const FILES = [
  'src/{gateway,enforcement,catalog}/**/*.test.ts',
  'src/metering/shipper.test.ts',
  'tests/flow/{crash,gateway}-*.test.ts',
  // D64 at its full rate, with the machine to itself; `kill.test.ts` kills a smaller load each time.
  'tests/soak/crash-*.test.ts',
];
const NAME = /\b(?:test|describe)\(\s*['"`](D\d\d)\b|^\s*\['(D\d\d) /gm;

function numbersIn(pattern: string[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const path of globSync(pattern)) {
    for (const [, one, listed] of readFileSync(path, 'utf8').matchAll(NAME)) {
      const number = (one ?? listed)!;
      found.set(number, (found.get(number) ?? new Set()).add(path));
    }
  }
  return found;
}

test('each of the gateway’s 68 cases has a test by its number, or says why not', () => {
  const numbers = TITLES.map((_, index) => `D${String(index + 1).padStart(2, '0')}`);
  assert.equal(numbers.length, 68);
  const found = numbersIn(FILES);
  const missing = numbers.filter((number) => !found.has(number) && !(number in LEFT_OUT));
  assert.deepEqual(
    missing.map((number) => `${number} ${TITLES[Number(number.slice(1)) - 1]}`),
    [],
  );
  assert.deepEqual(
    Object.keys(LEFT_OUT).filter((number) => found.has(number)),
    [],
    'what is tested is not left out',
  );
  assert.deepEqual(
    [...found.keys()].filter((number) => !numbers.includes(number)),
    [],
    'numbers of no case',
  );
});
