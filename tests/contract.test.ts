import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { generatedFiles } from '../scripts/generated.ts';
import { commandLine } from '../src/command-line.ts';

const files = await generatedFiles();
const packageJson = JSON.parse(readFileSync('package.json', 'utf8'));

for (const path of ['openapi.json', 'portal/api/schema.d.ts', 'docs/problems.md', '.env.example']) {
  test(`${path} is what the code says (npm run openapi writes it)`, () => {
    assert.equal(existsSync(path) ? readFileSync(path, 'utf8') : '', files[path]);
  });
}

test('every problem that the code throws is listed, and every listed one is thrown', () => {
  const source = globSync('src/**/*.ts')
    .filter((path) => !path.endsWith('.test.ts'))
    .map((path) => readFileSync(path, 'utf8'));
  for (const path of globSync('src/**/{problems,problem,problem-kinds}.ts')) {
    const text = readFileSync(path, 'utf8');
    for (const [, group, body] of text.matchAll(
      /(?:const (\w+) = )?defineProblems\([^{]*\{([\s\S]*?)\n\}\)/g,
    )) {
      if (!group) continue;
      for (const [, name] of (body ?? '').matchAll(/^ {2}(\w+):/gm)) {
        const thrown: RegExp = new RegExp(`${group}\\.${name}\\b`);
        assert.ok(
          source.some((one: string) => thrown.test(one)),
          `${group}.${name} in ${path} is never used`,
        );
      }
    }
  }
});

const turnpike = (...parameters: string[]) =>
  promisify(execFile)(process.execPath, ['src/cli.ts', ...parameters], { encoding: 'utf8' });
const asked = turnpike('--help');

test("the README's commands exist", async () => {
  const readme = readFileSync('README.md', 'utf8');
  for (const [, name] of readme.matchAll(/^npm (?:run )?(\w+)/gm)) {
    assert.ok(packageJson.scripts[name!], `npm ${name} is no script`);
  }
  const { stdout: help } = await asked;
  for (const [, name] of readme.matchAll(/`npx turnpike (?:--)?(\w+)/g)) {
    assert.match(help, new RegExp(`\\b${name}\\b`), `turnpike ${name} is no command`);
  }
});

test('every command has help, by itself as well as in the list', async () => {
  const { stdout: help } = await asked;
  const listed = [...help.matchAll(/^ {2}(\w[\w-]*) .*$/gm)]
    .map(([, name]) => name!)
    .filter((name) => name !== 'help');
  assert.ok(listed.length >= 6, help);
  for (const name of listed) {
    const command = (await commandLine(name)).commands.find((one) => one.name() === name);
    assert.match(command?.helpInformation() ?? '', new RegExp(`^Usage: turnpike ${name}`));
    assert.ok(command!.description(), name);
  }
});

test('an unknown command or option fails', async () => {
  for (const bad of [['nonsense'], ['start', '--nonsense']]) await assert.rejects(turnpike(...bad));
});

test('dependencies are pinned and freely licensed', () => {
  for (const [name, version] of Object.entries({
    ...packageJson.dependencies,
    ...packageJson.devDependencies,
  })) {
    assert.match(String(version), /^\d+\.\d+\.\d+(-[\w.]+)?$/, `${name} is not pinned`);
    const { license } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8'));
    assert.doesNotMatch(String(license), /(^|[^L])GPL/, `${name} is ${license}`);
  }
  assert.doesNotMatch(
    readFileSync('package-lock.json', 'utf8'),
    /"resolved": "http/,
    'the lockfile names a registry',
  );
});
