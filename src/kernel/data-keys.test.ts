import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { openSecrets, rotateKeys } from './data-keys.ts';
import { resealAll, sealStates } from './reseal.ts';
import { loadRootKeys, saveRootKeys } from './root-key.ts';
import { SealBroken } from './secrets.ts';
import { testDatabase } from './testing.ts';

const database = await testDatabase();
const { db } = database;
const folder = mkdtempSync(join(tmpdir(), 'turnpike-keys-'));
const path = join(folder, 'root.key');
const start = Temporal.Instant.from('2026-04-01T00:00:00Z');
const later = (seconds: number) => start.add({ seconds });
const nothing = async () => {};
after(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const context = (id: string) => `kernel_test_values.token:${id}`;

test('D50 keys rotate while others work: old data stays readable, the old keys can be destroyed', async () => {
  await sql`create table kernel_test_values (id text primary key, token_sealed text)`.execute(db);
  const running = await openSecrets(db, path, start);
  const firstRoot = readFileSync(path, 'utf8');
  const firstKey = running.sealingKeyId();
  for (let i = 0; i < 450; i += 1)
    await sql`insert into kernel_test_values values (${`v${i}`}, ${running.encrypt(`secret ${i}`, context(`v${i}`))})`.execute(
      db,
    );
  const hash = running.hmac('api-key', 'tp_live_x');

  await rotateKeys(db, path, later(10), nothing);
  assert.notEqual(readFileSync(path, 'utf8'), firstRoot);
  assert.equal(loadRootKeys(path).length, 1, 'the former root key is retired');
  await running.reload(later(11));
  assert.equal(running.sealingKeyId(), firstKey, 'the new key waits until every node has it');
  const fresh = await openSecrets(db, path, later(21));
  await running.reload(later(21));
  assert.notEqual(running.sealingKeyId(), firstKey);
  assert.equal(fresh.sealingKeyId(), running.sealingKeyId());
  assert.deepEqual(fresh.hmac('api-key', 'tp_live_x'), hash, 'keys go on working');

  const { rows } = await sql<{ sealed: string }>`
    select token_sealed as sealed from kernel_test_values where id = 'v7'`.execute(db);
  assert.equal(fresh.decrypt(rows[0]!.sealed, context('v7')), 'secret 7');

  const stop = new AbortController();
  stop.abort();
  assert.equal(await resealAll(db, running, later(22), stop.signal), 0, 'stopped, it changes nothing');
  assert.equal(await resealAll(db, running, later(23)), 450);
  assert.deepEqual(
    (await sealStates(db)).map(({ values }) => values),
    [450n, 0n],
  );
  assert.equal(await resealAll(db, running, later(90)), 0);
  assert.deepEqual(
    (await sealStates(db)).map(({ key }) => key.id),
    [running.sealingKeyId()],
    'the former sealing key is gone',
  );
  await running.reload(later(91));
  const again = await sql<{ sealed: string }>`
    select token_sealed as sealed from kernel_test_values where id = 'v7'`.execute(db);
  assert.equal(running.decrypt(again.rows[0]!.sealed, context('v7')), 'secret 7');
  assert.throws(() => running.decrypt(rows[0]!.sealed, context('v7')), SealBroken);

  writeFileSync(join(folder, 'former.key'), firstRoot);
  await assert.rejects(openSecrets(db, join(folder, 'former.key'), later(92)), SealBroken);
});

test('D50 a rotation that is cut off leaves keys that open, and can be repeated', async () => {
  const before = await openSecrets(db, path, later(100));
  const value = before.encrypt('kept', 'a.b:c');
  await assert.rejects(
    rotateKeys(db, path, later(101), () => Promise.reject(new Error('the power is gone'))),
    /power/,
  );
  assert.equal(loadRootKeys(path).length, 2, 'the file holds both root keys');
  assert.equal((await openSecrets(db, path, later(102))).decrypt(value, 'a.b:c'), 'kept');
  await rotateKeys(db, path, later(103), nothing);
  assert.equal(loadRootKeys(path).length, 1);
  assert.equal((await openSecrets(db, path, later(120))).decrypt(value, 'a.b:c'), 'kept');
});

test('two rotations at once do not lose a key', async () => {
  const before = await openSecrets(db, path, later(200));
  const value = before.encrypt('kept', 'a.b:c');
  await Promise.all([1, 2, 3].map(() => rotateKeys(db, path, later(201), nothing)));
  assert.equal((await openSecrets(db, path, later(220))).decrypt(value, 'a.b:c'), 'kept');
});

test('a root key file of another installation is refused', async () => {
  const foreign = join(folder, 'foreign.key');
  saveRootKeys(foreign, loadRootKeys(join(folder, 'made.key')));
  await assert.rejects(openSecrets(db, foreign, later(300)), SealBroken);
});
