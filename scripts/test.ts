// Runs the checks and all tests: `npm test [-- pattern…]`. Stores are started once and shared by all test files.
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { startTestStores } from '../src/kernel/testing.ts';

const soak = process.argv.includes('--soak');
const patterns = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const bin = (name: string) => `node_modules/.bin/${name}`;

function run(
  command: string,
  parameters: string[],
  environment: Record<string, string> = {},
): Promise<number> {
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
  // The long stories start first, so that the short ones fill the gaps.
  const weight = (path: string) => (/tests\/(flow|e2e)/.test(path) ? 0 : 1);
  return chosen.sort((a, b) => weight(a) - weight(b) || a.localeCompare(b));
}

async function main(): Promise<number> {
  if (patterns.length === 0 && !soak) {
    for (const step of [
      ['tsc', '--noEmit'],
      ['tsc', '--noEmit', '-p', 'portal'],
      ['biome', 'ci', '--error-on-warnings', '.'],
    ]) {
      const code = await run(bin(step[0]!), step.slice(1));
      if (code !== 0) return code;
    }
  }
  const files = testFiles();
  if (files.length === 0) {
    console.error('no test file matches');
    return 1;
  }
  const stores = await startTestStores();
  try {
    const parameters = [
      '--test',
      // Loads at full length have the machine to themselves, and their time.
      `--test-concurrency=${soak ? 1 : 4}`,
      `--test-timeout=${soak ? 900_000 : 240_000}`,
      '--test-reporter=spec',
      ...files,
    ];
    return await run(process.execPath, parameters, {
      TURNPIKE_TEST_STORES: stores.environment,
      // Every test file and every program under test loads the same sources: compiled once, they start in half the time.
      NODE_COMPILE_CACHE: resolve('node_modules/.cache/turnpike-tests'),
    });
  } finally {
    await stores.stop();
  }
}

process.exit(await main());
