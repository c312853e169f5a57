import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { attachStores, createLog, dumpTable, listDumpedTables, openDumpConnection } from '#kernel';
import { operatorOf } from './billed.ts';
import { Client, eventually, type Json } from './client.ts';
import { runTurnpike } from './command.ts';
import { Instance } from './instance.ts';
import { type SealedThings, sealThings } from './sealed-things.ts';

// D50 and D51 against the running program.

const instance = new Instance({ sample: true, environment: { LOG_LEVEL: 'debug' } });
const shown: string[] = [];
let client: Client;
let token: string;
let apiKey: string;
let things: SealedThings | undefined;

before(async () => {
  const facts = await instance.start();
  client = new Client(facts.portal_url);
  const login = await client.post('/auth/login', {
    email: facts.sample!.consumer_email,
    password: facts.sample!.password,
  });
  token = login.access_token;
  apiKey = facts.sample!.api_key;
  shown.push(facts.operator!.password, facts.sample!.password, apiKey, facts.sample!.service_token);
  shown.push(login.access_token, login.refresh_token);
  things = await sealThings(client, await operatorOf(instance, client));
  shown.push(...things.shown);
});

after(async () => {
  await instance.remove();
  await things?.stop();
});

/** Every place in the database in which one of these texts stands, past the program. */
async function placesOf(texts: readonly string[]): Promise<string[]> {
  const stores = await attachStores({ dataDirectory: instance.dataDirectory }, createLog('silent'));
  const connection = await openDumpConnection(stores.listenConnectionString);
  try {
    const found: string[] = [];
    for (const table of await listDumpedTables(connection)) {
      let rows = '';
      for await (const bytes of dumpTable(connection, table)) rows += bytes.toString('utf8');
      for (const text of texts) if (rows.includes(text)) found.push(`${table.name}: ${text.slice(0, 8)}…`);
    }
    return found;
  } finally {
    await connection.end();
    await stores.stop();
  }
}

const call = async () => {
  const response = await fetch(`${instance.facts.gateway_url}/skyline/weather/forecast?city=Lisbon`, {
    headers: { authorization: `Bearer ${apiKey}` },
  });
  await response.text();
  return response.status;
};

test('D50 keys rotate by the command line while the instance runs, and everybody stays in', async () => {
  assert.equal(await call(), 200);
  await things!.assertWork(instance);
  const path = join(instance.dataDirectory, 'root.key');
  const former = readFileSync(path, 'utf8');
  const keysBefore = (await (await operatorOf(instance, client)).get('/operations/keys')).sealing_keys;
  const { status, output, complaints } = await runTurnpike(['secrets', 'rotate', '--json'], {
    DATA_DIR: instance.dataDirectory,
  });
  assert.equal(status, 0, complaints);
  assert.notEqual(readFileSync(path, 'utf8'), former);
  const operator = await operatorOf(instance, client);
  await eventually('the new key seals and the former protects nothing', 60, async () => {
    const { sealing_keys: keys } = await operator.get('/operations/keys');
    const [newest, ...others] = keys;
    return (
      newest.id === JSON.parse(output).sealing_key_id &&
      newest.current &&
      newest.values > 0 &&
      others.every((one: Json) => one.values === 0)
    );
  });
  // A key of which this is true is forgotten soon, and with it whatever it still seals elsewhere.
  assert.deepEqual(await placesOf(keysBefore.map(({ id }: Json) => `v1.${id}.`)), []);
  assert.equal(await call(), 200);
  await things!.assertWork(instance);
  assert.equal((await client.bearer(token).get('/me')).user.email, instance.facts.sample!.consumer_email);
  await operatorOf(instance, client);
});

test('D50 keys rotate over HTTP, for the operator alone', async () => {
  await client.bearer(token).refused(403, 'POST', '/operations/keys/rotate', {});
  const operator = await operatorOf(instance, client);
  const made = await operator.post('/operations/keys/rotate');
  assert.match(made.root_key_id, /^[0-9a-f]{16}$/);
  await operator.get('/operations/keys');
  const { data } = await operator.get('/audit?chain=installation');
  assert.equal(data[0].action, 'keys.rotated');
});

test('D50 after a restart with the new root key alone, keys and tokens work', async () => {
  await instance.end();
  await instance.start();
  client = new Client(instance.facts.portal_url);
  assert.equal(await call(), 200);
  await things!.assertWork(instance);
  await client.bearer(token).get('/me');
});

test('D21 D50 no secret that was ever shown stands in the database', async () => {
  const root = readFileSync(join(instance.dataDirectory, 'root.key'), 'utf8').trim();
  assert.deepEqual(await placesOf([...shown, root, Buffer.from(root, 'base64').toString('hex')]), []);
  assert.ok(shown.every((secret) => secret.length > 10));
});

test('D21 no secret that was ever shown stands in the log, in a journal or in a file beside', () => {
  const lines = instance.output.split('\n');
  // The one line that shows what is shown once.
  const log = lines.filter((line) => !line.startsWith('{"pid"')).join('\n');
  assert.ok(lines.length > 20, 'it says what it does');
  const told = shown.filter((secret) => log.includes(secret)).map((secret) => `log: ${secret.slice(0, 8)}…`);
  for (const file of readdirSync(instance.dataDirectory, { recursive: true, withFileTypes: true })) {
    const path = join(file.parentPath, file.name);
    if (!file.isFile() || file.name === 'turnpike.password') continue;
    const bytes = readFileSync(path);
    told.push(
      ...shown.filter((secret) => bytes.includes(secret)).map((secret) => `${path}: ${secret.slice(0, 8)}…`),
    );
  }
  assert.deepEqual(told, []);
});

test('D51 a tail that a superuser cut off is found, over HTTP and by the command line', async () => {
  const operator = await operatorOf(instance, client);
  const whole = await operator.post('/audit/verify');
  assert.ok(whole.intact && whole.anchored > 0);
  await eventually('the last entries are anchored', 60, async () => {
    const text = readFileSync(join(instance.dataDirectory, 'audit-anchors'), 'utf8');
    const { data } = await operator.get('/audit?chain=installation&limit=1');
    return text.includes(`installation ${data[0].position} `);
  });
  const stores = await attachStores({ dataDirectory: instance.dataDirectory }, createLog('silent'));
  try {
    await sql`delete from kernel_audit_entries where chain = 'installation' and position >= 2`.execute(
      stores.db,
    );
    await sql`
      update kernel_audit_heads h set position = 1, hash = (
        select hash from kernel_audit_entries e where e.chain = h.chain and e.position = 1)
      where chain = 'installation'`.execute(stores.db);
  } finally {
    await stores.stop();
  }
  const verdict = await operator.post('/audit/verify');
  assert.equal(verdict.intact, false);
  assert.equal(verdict.broken.chain, 'installation');
  assert.match(verdict.broken.reason, /cut off/);
  const { status, output } = await runTurnpike(['audit', 'verify'], { DATA_DIR: instance.dataDirectory });
  assert.equal(status, 1);
  assert.match(output, /entry 2 of installation the end is cut off/);
});

test('a root key file of another installation is refused in words', async () => {
  await instance.end();
  writeFileSync(join(instance.dataDirectory, 'root.key'), `${Buffer.alloc(32, 5).toString('base64')}\n`);
  await assert.rejects(instance.start(), /does not hold the key/);
});
