import assert from 'node:assert/strict';
import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';

/** Of the sample's plan Pro. */
const pricePerCall = '0.10';
const run = promisify(execFile);
const curl = { skip: spawnSync('curl', ['--version']).status === 0 ? false : 'needs curl' };
const dataDirectory = mkdtempSync(join(tmpdir(), 'turnpike-flow-'));
let program: ChildProcess | null = null;
let key = '';

after(async () => {
  await stop();
  rmSync(dataDirectory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

/** Starts the program as a newcomer does, on ports of its own, and answers what it prints. */
async function start(): Promise<string> {
  const child = spawn(process.execPath, ['src/cli.ts', 'start'], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PORT: '0',
      GATEWAY_PORT: '0',
      DATA_DIR: dataDirectory,
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  program = child;
  let printed = '';
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    complaints += text;
  });
  for await (const text of child.stdout.setEncoding('utf8')) {
    printed += text;
    if (printed.includes('Ctrl-C stops it.')) return printed;
  }
  throw new Error(`It ended before it was ready:\n${printed}\n${complaints}`);
}

async function stop(): Promise<unknown> {
  const child = program;
  program = null;
  if (!child || child.exitCode !== null || child.signalCode !== null) return undefined;
  const ended = once(child, 'exit');
  child.kill('SIGINT');
  const [code, signal] = await ended;
  return code ?? signal;
}

function answerOf(text: string): { status: number; body: Record<string, unknown> } {
  const [head = '', body = ''] = text.split('\r\n\r\n');
  return { status: Number(head.split(' ')[1]), body: JSON.parse(body) };
}

test('the curl lines of the greeting work as they stand', curl, async () => {
  const printed = await start();
  const lines = printed.split('\n').filter((line) => line.startsWith('curl '));
  assert.equal(lines.length, 3);
  key = /Bearer (tp_live_\w+)/.exec(lines[0]!)![1]!;

  // Pasted at once: nobody waits between them.
  const [admitted, refused, billed] = (await run('bash', ['-c', lines.join('\necho ----\n')])).stdout.split(
    '----\n',
  );
  const forecast = answerOf(admitted!);
  assert.equal(forecast.status, 200);
  assert.equal(forecast.body.city, 'Lisbon');
  const historical = answerOf(refused!);
  assert.equal(historical.status, 403);
  assert.match(String(historical.body.type), /\/plan-forbidden$/);

  const { state, invoices } = JSON.parse(billed!);
  assert.equal(state, 'done');
  assert.deepEqual(
    invoices.map((invoice: Record<string, string>) => [invoice.state, invoice.total, invoice.amount_due]),
    [['paid', pricePerCall, '0.00']],
    'one call, and nothing for the refused one',
  );
  const [{ platform_fee: fee, provider_share: share, total }] = invoices;
  assert.match(fee, /^\d+\.\d\d$/);
  assert.equal((Number(fee) + Number(share)).toFixed(2), total, 'fee and share are the invoice');
});

test('a second start shows no secret, and the sample goes on working', curl, async () => {
  assert.equal(await stop(), 0);
  const printed = await start();
  assert.doesNotMatch(printed, /curl|tp_live_|tps_|shown once/, 'what was shown once is not shown again');
  const gateway = /gateway +(http:\S+)/.exec(printed)![1]!;
  const call = `${gateway}/skyline/weather/current-weather`;
  const answer = await fetch(call, { headers: { authorization: `Bearer ${key}` } });
  assert.equal(answer.status, 200, 'but the key and the sample API go on working');
  assert.equal(await stop(), 0);
});
