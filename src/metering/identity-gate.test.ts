import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type TestUsageDb, testUsageDb } from '#kernel';
import { BloomFilter } from './bloom-filter.ts';
import { connectionPrefix, type Identity, identityOf } from './identity.ts';
import { IdentityGate } from './identity-gate.ts';

let usage: TestUsageDb;
const prefix = connectionPrefix('node-1');

before(async () => {
  usage = await testUsageDb();
});

after(() => usage.drop());

function identities(from: number, to: number): Identity[] {
  return Array.from({ length: to - from }, (_, index) =>
    identityOf(prefix, 'node-1', 'gateway', `e${from + index}`),
  );
}

test('an identity is of all three parts, however they are cut', () => {
  const hashes = [
    identityOf(prefix, 'a', 'b', 'c'),
    identityOf(prefix, 'ab', '', 'c'),
    identityOf(prefix, 'a', '', 'bc'),
    identityOf(prefix, 'a', 'bc', ''),
    identityOf(prefix, '', 'ab', 'c'),
  ].map(({ hash }) => hash);
  assert.equal(new Set(hashes).size, hashes.length);
  assert.equal(identityOf(prefix, 'a', 'b', 'c').hash, hashes[0]);
});

test('a Bloom filter forgets nothing and is rarely wrong about the rest', () => {
  const filter = new BloomFilter(10_000);
  for (const { high, low } of identities(0, 10_000)) filter.add(high, low);
  assert.ok(identities(0, 10_000).every(({ high, low }) => filter.mayHave(high, low)));
  const wrong = identities(10_000, 30_000).filter(({ high, low }) => filter.mayHave(high, low));
  assert.ok(wrong.length < 400, `${wrong.length} of 20000`);
});

test('a filter that was loaded from the store knows what is in it and asks the store for nothing else', async () => {
  const writing = new IdentityGate(usage.usageDb, 'node-1');
  await writing.remember(1n, identities(0, 3000), 'one');
  await writing.remember(2n, identities(3000, 3100), 'two');
  await new IdentityGate(usage.usageDb, 'node-2').remember(
    3n,
    [identityOf(connectionPrefix('node-2'), 'x', 'y', 'z')],
    'three',
  );
  let queries = 0;
  const counting = {
    ...usage.usageDb,
    query<T>(...rest: Parameters<typeof usage.usageDb.query>) {
      queries += 1;
      return usage.usageDb.query<T>(...rest);
    },
  };
  const gate = new IdentityGate(counting, 'node-1');
  assert.equal((await gate.seenBefore(9n, identities(0, 3200))).size, 3100, 'right before it is loaded');
  await gate.load();
  assert.ok(gate.loaded);
  queries = 0;
  assert.equal((await gate.seenBefore(9n, identities(3100, 3200))).size, 0);
  assert.equal(queries, 0, 'never seen needs no question');
  assert.equal((await gate.seenBefore(9n, identities(0, 3200))).size, 3100);
  assert.equal((await gate.seenBefore(2n, identities(2990, 3010))).size, 10, 'its own batch does not count');
  await gate.remember(9n, identities(3100, 3101), 'four');
  assert.equal((await gate.seenBefore(10n, identities(3100, 3102))).size, 1);
});
