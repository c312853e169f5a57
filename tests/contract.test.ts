import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { generatedFiles } from '../scripts/generated.ts';

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

test("the README's commands exist", () => {
  const readme = readFileSync('README.md', 'utf8');
  for (const [, name] of readme.matchAll(/^npm (?:run )?(\w+)/gm)) {
    assert.ok(packageJson.scripts[name!], `npm ${name} is no script`);
  }
  const help = execFileSync(process.execPath, ['src/cli.ts', '--help'], { encoding: 'utf8' });
  for (const [, name] of readme.matchAll(/`npx turnpike (?:--)?(\w+)/g)) {
    assert.match(help, new RegExp(`\\b${name}\\b`), `turnpike ${name} is no command`);
  }
});

const turnpike = (...parameters: string[]) =>
  promisify(execFile)(process.execPath, ['src/cli.ts', ...parameters], { encoding: 'utf8' });

test('every command has help', async () => {
  const { stdout: help } = await turnpike('--help');
  const commands = [...help.matchAll(/^ {2}(\w+) .*$/gm)]
    .map(([, name]) => name!)
    .filter((name) => name !== 'help');
  assert.ok(commands.length >= 6, help);
  const answers = await Promise.all(commands.map((name) => turnpike(name, '--help')));
  answers.forEach(({ stdout }, index) => {
    assert.match(stdout, new RegExp(`Usage: turnpike ${commands[index]}`));
  });
});

test('an unknown command or option fails', () => {
  for (const bad of [['nonsense'], ['start', '--nonsense']]) {
    assert.throws(() => execFileSync(process.execPath, ['src/cli.ts', ...bad], { stdio: 'pipe' }));
  }
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
