import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Client, eventually } from './client.ts';
import { Instance } from './instance.ts';
import { descendants, living, workingIn } from './process-tree.ts';

const linux = { skip: existsSync('/proc/self/stat') ? false : 'finds processes in /proc' };
const scratch = mkdtempSync(join(tmpdir(), 'turnpike-flow-scratch-'));
const instance = new Instance();
const other = new Instance({ fromNothing: true });

before(async () => {
  await instance.start();
});

after(async () => {
  await instance.remove();
  await other.remove();
  rmSync(scratch, { recursive: true, force: true });
});

async function assertReady(): Promise<void> {
  const { status, body } = await new Client(instance.facts.portal_url).send('GET', '/ready');
  assert.equal(status, 200, JSON.stringify(body));
}

/** A start that is expected to fail, and to leave nothing running. */
async function refusal(one: Instance, environment: Record<string, string>): Promise<string> {
  const error = await one.start(environment).then(
    () => null,
    (reason: Error) => reason,
  );
  assert.ok(error, 'it did not refuse');
  assert.match(error.message, /^ended \(1\)/, 'it ended by itself, with exit code 1');
  assert.doesNotMatch(error.message, /^ {4}at /m, 'in a sentence, not with a stack trace');
  return error.message;
}

test('a second instance on the same data directory refuses, and the first goes on', linux, async () => {
  // Those of single connections come and go.
  const before = descendants(instance.facts.pid).filter(({ command }) => !command.startsWith('postgres: '));
  const second = new Instance({ dataDirectory: instance.dataDirectory });
  const said = await refusal(second, {});
  assert.match(
    said,
    new RegExp(`data directory ${instance.dataDirectory} is in use by process ${instance.facts.pid}`),
  );
  assert.match(said, /DATA_DIR/);
  assert.deepEqual(living(before), before, 'the first lost no process');
  await assertReady();
});

test('a port in use is named with its variable', linux, async () => {
  const portal = new URL(instance.facts.portal_url).port;
  const gateway = new URL(instance.facts.gateway_url).port;
  assert.match(await refusal(other, { PORT: portal }), new RegExp(`\\bPORT: 127.0.0.1:${portal} is in use`));
  const said = await refusal(other, { GATEWAY_PORT: gateway });
  assert.match(said, new RegExp(`\\bGATEWAY_PORT: 127.0.0.1:${gateway} is in use`));
  await eventually('the end of every process', 20, async () => workingIn(other.dataDirectory).length === 0);
  await assertReady();
});

test('a first start that failed used nothing up: the next one shows what is shown once', linux, async () => {
  const { operator } = await other.start();
  assert.ok(operator?.password);
  await new Client(other.facts.portal_url).post('/auth/login', operator);
  await other.end();
});

test('wrong settings are refused before anything starts, each named with its variable', async () => {
  const untouched = new Instance();
  const wrong = {
    PORT: '99999',
    GATEWAY_PORT: 'x',
    DATABASE_URL: 'mysql://localhost/x',
    CLICKHOUSE_URL: 'nonsense',
    LOG_LEVEL: 'loud',
    GATEWAY_WORKERS: '0',
    JOURNAL_FSYNC: 'sometimes',
    ALLOW_PRIVATE_UPSTREAMS: '10.0.0.0/8,10.0.0.0/33',
    TRUSTED_PROXIES: 'proxy.internal',
    PLATFORM_FEE_BPS: '10001',
    OPERATOR_EMAIL: 'nobody',
    FAIL_AT: 'here:there',
  };
  const said = await refusal(untouched, wrong);
  for (const [name, value] of Object.entries(wrong)) assert.ok(said.includes(`  ${name}=${value}: `), name);
  await untouched.remove();
});

test('what only shows while starting is named with its variable too', async () => {
  const broken = new Instance();
  const file = join(scratch, 'file');
  writeFileSync(file, 'not a folder');
  const cases: [Record<string, string>, RegExp][] = [
    [{ DATA_DIR: file }, /DATA_DIR: .*file/],
    [{ HOST: 'no.such.host.invalid' }, /HOST: .*no\.such\.host\.invalid/],
    [{ DATABASE_URL: 'postgres://me:hidden-word@127.0.0.1:1/x' }, /DATABASE_URL: .*127\.0\.0\.1:1/],
    [{ CLICKHOUSE_URL: 'http://me:hidden-word@127.0.0.1:1/x' }, /CLICKHOUSE_URL: .*127\.0\.0\.1:1/],
    [{ ROOT_KEY_FILE: file }, /ROOT_KEY_FILE: .*file/],
  ];
  for (const [environment, expected] of cases) {
    const said = await refusal(broken, environment);
    assert.match(said, expected);
    assert.doesNotMatch(said, /hidden-word/);
  }
  await broken.remove();
});

test('another root key is refused by name, and the right one still opens everything', async () => {
  await instance.end();
  const wrong = join(scratch, 'wrong.key');
  writeFileSync(wrong, `${Buffer.alloc(32, 1).toString('base64')}\n`, { mode: 0o600 });
  assert.match(await refusal(instance, { ROOT_KEY_FILE: wrong }), /ROOT_KEY_FILE: .*wrong\.key/);
  await instance.start();
  await assertReady();
});
