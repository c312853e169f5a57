import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ROOMS } from './structure/rooms.ts';
import { RULES } from './structure/rules.ts';
import type { SourceFile } from './structure/source.ts';

function checkout(): SourceFile[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
  });
  return listed
    .split('\n')
    .filter((path) => /\.(tsx?|sql|md)$/.test(path) && existsSync(path))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

const files = checkout();

for (const [name, rule] of Object.entries(RULES)) {
  test(`the tree keeps the rule: ${name}`, () => {
    const found = rule(files).map((one) => `${one.path}: ${one.detail}`);
    assert.deepEqual(found, []);
  });
}

/** For each rule, a small tree that breaks it and a word of what the rule then says. */
const broken: Record<string, { tree: Record<string, string>; says: RegExp }[]> = {
  order: [
    { tree: { 'src/ledger/post.ts': "import { issue } from '#billing';" }, says: /imports billing/ },
    { tree: { 'src/ledger/post.ts': "import type { Invoice } from '#billing';" }, says: /imports billing/ },
    {
      tree: { 'src/ledger/post.ts': "export type A = import('#billing').Invoice;" },
      says: /imports billing/,
    },
    { tree: { 'src/ledger/post.ts': "import { post } from '#ledger';" }, says: /imports ledger/ },
    { tree: { 'src/attic/old.ts': 'export {};' }, says: /not a room/ },
  ],
  faces: [{ tree: { 'src/billing/a.ts': "import { insert } from '#ledger/store';" }, says: /no face/ }],
  relative: [
    {
      tree: { 'src/billing/a.ts': "import { insert } from '../ledger/store.ts';" },
      says: /outside its room/,
    },
    { tree: { 'src/main.ts': "import { insert } from './ledger/store.ts';" }, says: /outside its room/ },
  ],
  cycles: [
    {
      tree: { 'src/ledger/a.ts': "import './b.ts';", 'src/ledger/b.ts': "import type { A } from './a.ts';" },
      says: /a\.ts -> src\/ledger\/b\.ts -> src\/ledger\/a\.ts/,
    },
  ],
  tables: [
    {
      tree: { 'migrations/postgres/0020_ledger_x.sql': 'create table accounts (id text);' },
      says: /not named after ledger/,
    },
    {
      tree: {
        'migrations/postgres/0020_ledger_x.sql': 'create table ledger_accounts (id text);',
        'src/billing/store.ts': "export const q = 'select * from ledger_accounts';",
      },
      says: /touches ledger_accounts/,
    },
    {
      tree: {
        'migrations/postgres/0020_ledger_x.sql': 'create view ledger_v_balances as select 1;',
        'src/billing/store.ts': "export const q = 'select * from ledger_v_balances';",
      },
      says: /touches ledger_v_balances/,
    },
  ],
  names: [
    { tree: { 'src/billing/date-utils.ts': '' }, says: /utils/ },
    { tree: { 'src/billing/helpers/x.ts': '' }, says: /helpers/ },
  ],
  sizes: [
    { tree: { 'src/billing/long.ts': 'export {};\n'.repeat(401) }, says: /401 lines/ },
    {
      tree: { 'src/billing/f.ts': `export function f() {\n${'f();\n'.repeat(70)}}` },
      says: /f \(line 1\) has 72/,
    },
    { tree: { 'portal/pages/x/Page.tsx': 'export {};\n'.repeat(251) }, says: /251 lines/ },
  ],
  environment: [{ tree: { 'src/billing/a.ts': 'export const a = process.env.PORT;' }, says: /config\.ts/ }],
  clock: [
    { tree: { 'src/billing/a.ts': 'export const a = Date.now();' }, says: /clock\.ts/ },
    { tree: { 'src/billing/a.ts': 'export const a = new Date();' }, says: /clock\.ts/ },
    { tree: { 'src/billing/a.ts': 'export const a = Temporal.Now.instant();' }, says: /clock\.ts/ },
  ],
  cast: [
    { tree: { 'src/billing/a.ts': '' }, says: /lacks Owns/ },
    { tree: { 'src/billing/index.ts': 'export const a = 1;' }, says: /more than re-export/ },
  ],
  portal: [
    {
      tree: { 'portal/ui/Card.tsx': "import { x } from '../pages/operator/x.tsx';" },
      says: /pages\/operator/,
    },
    { tree: { 'portal/pages/consumer/usage/Page.tsx': "import '../keys/Page.tsx';" }, says: /keys/ },
  ],
};

for (const name of Object.keys(RULES)) {
  test(`the rule bites: ${name}`, () => {
    const examples = broken[name] ?? [];
    assert.ok(examples.length > 0, `no broken tree for ${name}`);
    for (const { tree, says } of examples) {
      const found = RULES[name]!(Object.entries(tree).map(([path, text]) => ({ path, text })));
      assert.match(found.map((one) => one.detail).join('\n'), says);
    }
  });
}

test('a tree that keeps the rules is left in peace', () => {
  const good: SourceFile[] = [
    { path: 'src/ledger/index.ts', text: "export { post } from './post.ts';" },
    { path: 'src/ledger/README.md', text: '**Owns** **Does not own** **Invariants** **Announces**' },
    {
      path: 'src/ledger/post.ts',
      text: "import { decimal } from '#kernel';\nexport const post = () => decimal(1);",
    },
    { path: 'src/main.ts', text: "import { post } from '#ledger';\npost();" },
  ];
  for (const [name, rule] of Object.entries(RULES)) assert.deepEqual(rule(good), [], name);
});

test('the table of ARCHITECTURE.md is the order that is enforced', () => {
  const table = [...readFileSync('ARCHITECTURE.md', 'utf8').matchAll(/^\| *(\d+) *\| *`src\/(\w+)\/` *\|/gm)];
  assert.deepEqual(
    table.map(([, place, room]) => [Number(place), room]),
    ROOMS.map((room, index) => [index + 1, room]),
  );
});
