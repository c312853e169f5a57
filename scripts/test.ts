// Runs the checks and all tests: `npm test [-- pattern…]`. What every test file needs is made once, in a folder of the run.
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { run as runTests } from 'node:test';
import { spec } from 'node:test/reporters';
import chromium from '@sparticuz/chromium';
import { startTestStores } from '../src/kernel/testing.ts';
import { openScratch } from './scratch.ts';

const soak = process.argv.includes('--soak');
const patterns = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const bin = (name: string) => `node_modules/.bin/${name}`;

type Environment = Record<string, string>;

function run(command: string, parameters: string[], environment: Environment = {}): Promise<number> {
  return new Promise((end) => {
    const child = spawn(command, parameters, { stdio: 'inherit', env: { ...process.env, ...environment } });
    child.on('exit', (code) => end(code ?? 1));
  });
}

function testFiles(): string[] {
  const all = soak
    ? globSync('tests/soak/**/*.test.ts')
    : globSync(['{src,portal,scripts,tests}/**/*.test.ts'], {
        exclude: ['tests/soak/**', '**/node_modules/**'],
      });
  const chosen =
    patterns.length === 0 ? all : all.filter((path) => patterns.some((pattern) => path.includes(pattern)));
  return inOrder(chosen);
}

/** The long stories start first, so that the short ones fill the gaps; by turns, so that not all browsers draw at once. */
function inOrder(files: readonly string[]): string[] {
  const sorted = files.toSorted((a, b) => a.localeCompare(b));
  const flows = sorted.filter((path) => path.startsWith('tests/flow/'));
  const roads = sorted.filter((path) => path.startsWith('tests/e2e/'));
  const stories = flows.flatMap((path, index) => [path, ...roads.slice(index, index + 1)]);
  return [...new Set([...stories, ...roads, ...sorted])];
}

/**
 * An installation with its tables and nothing in them, for instances to start from. Loads all that a start does, which the
 * first of them then find compiled.
 */
async function prepareInstallation(folder: string): Promise<Environment> {
  const environment = { DATA_DIR: folder, DATABASE_URL: '', CLICKHOUSE_URL: '' };
  const parameters = ['--import', './src/commands/start.ts', 'src/cli.ts', 'migrate', '--json'];
  const code = await run(process.execPath, parameters, environment);
  if (code !== 0) throw new Error('no installation could be made');
  return { TURNPIKE_TEST_INSTALLATION: folder };
}

/** Unpacked here, once: browsers that start at the same time would each take what another has half unpacked. */
async function prepareBrowser(): Promise<Environment> {
  return { TURNPIKE_CHROMIUM: process.env.TURNPIKE_CHROMIUM ?? (await chromium.executablePath()) };
}

async function main(): Promise<number> {
  if (patterns.length === 0 && !soak) {
    const codes = await Promise.all([
      run(bin('tsc'), ['--noEmit']),
      run(bin('tsc'), ['--noEmit', '-p', 'portal']).then(async (code) =>
        Math.max(code, await run(bin('biome'), ['ci', '--error-on-warnings', '.'])),
      ),
    ]);
    const code = Math.max(...codes);
    if (code !== 0) return code;
  }
  const files = testFiles();
  if (files.length === 0) {
    console.error('no test file matches');
    return 1;
  }
  const any = (kind: RegExp) => files.some((path) => kind.test(path));
  const scratch = openScratch();
  process.env.TMPDIR = scratch;
  // Every test file and every program under test loads the same sources: compiled once, they start in half the time.
  process.env.NODE_COMPILE_CACHE = resolve('node_modules/.cache/turnpike-tests');
  const [stores, ...prepared] = await Promise.all([
    startTestStores(),
    any(/tests\/(flow|e2e|soak)/) ? prepareInstallation(`${scratch}/installation`) : {},
    any(/tests\/e2e/) ? prepareBrowser() : {},
  ]);
  try {
    Object.assign(process.env, { TURNPIKE_TEST_STORES: stores.environment }, ...prepared);
    return await runFiles(files);
  } finally {
    await stores.stop();
  }
}

/** In the order given: the command line would sort them. */
function runFiles(files: readonly string[]): Promise<number> {
  return new Promise((end) => {
    let code = 0;
    const events = runTests({
      files: files.map((path) => resolve(path)),
      // Loads at full length have the machine to themselves, and their time.
      concurrency: soak ? 1 : 4,
      timeout: soak ? 900_000 : 240_000,
    });
    events.on('test:fail', () => {
      code = 1;
    });
    events
      .compose(new spec())
      .on('end', () => end(code))
      .pipe(process.stdout);
  });
}

process.exit(await main());
