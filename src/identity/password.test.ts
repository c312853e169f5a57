import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem } from '#kernel';
import { checkPassword, createPasswords, recommendedCost } from './password.ts';

const cheap = { memoryKib: 8, passes: 1, parallelism: 1 };

test('a password is verified against its own hash only, and the hash names its parameters', async () => {
  const passwords = createPasswords(cheap);
  const stored = await passwords.hash('correct horse battery');
  assert.match(stored, /^\$argon2id\$v=19\$m=8,t=1,p=1\$/);
  assert.equal(await passwords.verify(stored, 'correct horse battery'), true);
  assert.equal(await passwords.verify(stored, 'correct horse batterx'), false);
  assert.notEqual(await passwords.hash('correct horse battery'), stored, 'each hash has its own salt');
});

test('a reference hash of another argon2 implementation is understood', async () => {
  // Published by the argon2 reference implementation's README (phc-winner-argon2), type argon2id.
  const stored = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
  assert.equal(await createPasswords(cheap).verify(stored, 'password'), true);
  assert.equal(await createPasswords(cheap).verify(stored, 'differentpassword'), false);
});

test('a hash of lower cost still verifies and counts as outdated', async () => {
  const stored = await createPasswords(cheap).hash('correct horse battery');
  const stricter = createPasswords(recommendedCost);
  assert.equal(await stricter.verify(stored, 'correct horse battery'), true);
  assert.equal(stricter.isOutdated(stored), true);
  assert.equal(createPasswords(cheap).isOutdated(stored), false);
});

test('an unknown account is answered false, after the work of a real one', async () => {
  const passwords = createPasswords(cheap);
  assert.equal(await passwords.verify(null, 'anything at all'), false);
});

test('the same text in another Unicode form is the same password', async () => {
  const passwords = createPasswords(cheap);
  const stored = await passwords.hash('Zu\u0308rich ist scho\u0308n');
  assert.equal(await passwords.verify(stored, 'Z\u00fcrich ist sch\u00f6n'), true);
});

test('more work than fits is refused instead of queued without end', async () => {
  const passwords = createPasswords(cheap, { parallel: 1, waiting: 1 });
  const results = await Promise.allSettled([1, 2, 3].map(() => passwords.hash('correct horse battery')));
  assert.deepEqual(
    results.map(({ status }) => status),
    ['fulfilled', 'fulfilled', 'rejected'],
  );
  const [, , refused] = results;
  assert.ok(
    refused?.status === 'rejected' && refused.reason instanceof Problem && refused.reason.status === 503,
  );
  assert.match(await passwords.hash('correct horse battery'), /^\$argon2id/, 'places are given back');
});

test('passwords have 10 to 200 characters, counted as people count', () => {
  const refused = (password: string) =>
    assert.throws(
      () => checkPassword(password, 'ada@example.com'),
      (error) => error instanceof Problem && error.status === 422,
    );
  refused('123456789');
  refused('🐴🐴🐴🐴🐴🐴🐴🐴🐴');
  refused('x'.repeat(201));
  refused('Ada@example.com');
  checkPassword('1234567890', 'ada@example.com');
  checkPassword('🐴'.repeat(200), 'ada@example.com');
});
