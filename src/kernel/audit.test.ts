import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { systemActor } from './actor.ts';
import { audit, listAudit, verifyAudit } from './audit.ts';
import { AuditAnchors, readAnchors } from './audit-anchor.ts';
import { createSecrets } from './secrets.ts';
import { testDatabase } from './testing.ts';

const database = await testDatabase();
const { db } = database;
const folder = mkdtempSync(join(tmpdir(), 'turnpike-anchors-'));
const secrets = createSecrets(Buffer.alloc(32, 3));
const at = Temporal.Instant.from('2026-04-01T00:00:00Z');
after(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function writeChain(chain: string, entries = 5): Promise<void> {
  for (let i = 1; i <= entries; i += 1)
    await audit(db, {
      at,
      organizationId: chain,
      actor: systemActor('test'),
      action: 'thing.done',
      object: `thing_${i}`,
    });
}

test('entries are found by what happened, to what, and by whom', async () => {
  const chain = 'org_found';
  const write = (action: string, object: string, userId: string) =>
    audit(db, { at, organizationId: chain, actor: { ...systemActor('test'), userId }, action, object });
  await write('key.created', 'key_1', 'usr_a');
  await write('key.revoked', 'key_1', 'usr_b');
  await write('keyring.opened', 'ring', 'usr_a');
  const found = async (filter: object) => {
    const rows = await listAudit(db, chain, { before: null, limit: 10, ...filter });
    return rows.map(({ action }) => action);
  };
  assert.deepEqual(await found({}), ['keyring.opened', 'key.revoked', 'key.created']);
  assert.deepEqual(
    await found({ action: 'key' }),
    ['key.revoked', 'key.created'],
    'not of names that begin so',
  );
  assert.deepEqual(await found({ action: 'key.revoked' }), ['key.revoked']);
  assert.deepEqual(await found({ actorId: 'usr_a', object: 'key_1' }), ['key.created']);
  assert.deepEqual(await found({ action: 'key_' }), []);
});

/** As someone who may do everything in the database. */
async function tamper(chain: string, ...statements: string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement.replaceAll('$', `'${chain}'`)).execute(db);
}

const cases: [string, string[], bigint, RegExp][] = [
  [
    'an update',
    ["update kernel_audit_entries set object_id = 'thing_x' where chain = $ and position = 3"],
    3n,
    /was changed/,
  ],
  ['a delete', ['delete from kernel_audit_entries where chain = $ and position = 2'], 2n, /missing/],
  [
    'a delete that closes the gap',
    [
      'delete from kernel_audit_entries where chain = $ and position = 2',
      'update kernel_audit_entries set position = position - 1 where chain = $ and position > 2',
      'update kernel_audit_heads set position = 4 where chain = $',
    ],
    2n,
    /does not follow/,
  ],
  [
    'a reorder',
    [
      'update kernel_audit_entries set position = 99 where chain = $ and position = 2',
      'update kernel_audit_entries set position = 2 where chain = $ and position = 3',
      'update kernel_audit_entries set position = 3 where chain = $ and position = 99',
    ],
    2n,
    /does not follow/,
  ],
];

for (const [what, statements, position, reason] of cases) {
  test(`D51 ${what} is found at the first wrong entry`, async () => {
    const chain = `org_${what.replaceAll(' ', '_')}`;
    await writeChain(chain);
    await tamper(chain, ...statements);
    const verdict = await verifyAudit(db, chain);
    assert.ok(!verdict.intact);
    assert.equal(verdict.position, position);
    assert.match(verdict.reason, reason);
  });
}

const truncation = [
  'delete from kernel_audit_entries where chain = $ and position > 3',
  `update kernel_audit_heads h set position = 3, hash = (
     select hash from kernel_audit_entries e where e.chain = h.chain and e.position = 3) where chain = $`,
];

test('D51 a tail that is cut off together with its head is found by the anchor', async () => {
  const chain = 'org_truncated';
  const file = join(folder, 'truncated');
  await writeChain(chain);
  await new AuditAnchors(db, file, secrets).anchor();
  await tamper(chain, ...truncation);
  assert.equal((await verifyAudit(db, chain)).intact, true, 'the tables alone tell nothing');
  const verdict = await verifyAudit(db, chain, readAnchors(file, secrets));
  assert.deepEqual(verdict, {
    intact: false,
    chain,
    position: 4n,
    reason: 'the end is cut off: it was anchored with 5 entries',
  });
});

test('D51 a tail that was replaced by another is found by the anchor', async () => {
  const chain = 'org_replaced';
  const file = join(folder, 'replaced');
  await writeChain(chain);
  await new AuditAnchors(db, file, secrets).anchor();
  await tamper(chain, ...truncation);
  for (let i = 0; i < 4; i += 1)
    await audit(db, {
      at,
      organizationId: chain,
      actor: systemActor('forger'),
      action: 'x.done',
      object: 'x',
    });
  const verdict = await verifyAudit(db, chain, readAnchors(file, secrets));
  assert.ok(!verdict.intact);
  assert.equal(verdict.position, 5n);
});

test('D51 a chain that was removed altogether is found by the anchor', async () => {
  const chain = 'org_removed';
  const file = join(folder, 'removed');
  await writeChain(chain);
  await new AuditAnchors(db, file, secrets).anchor();
  await tamper(
    chain,
    'delete from kernel_audit_entries where chain = $',
    'delete from kernel_audit_heads where chain = $',
  );
  const verdict = await verifyAudit(db, chain, readAnchors(file, secrets));
  assert.ok(!verdict.intact && verdict.position === 1n);
});

test('anchors follow the chains, survive a restart, and forged or torn lines count for nothing', async () => {
  const chain = 'org_anchored';
  const file = join(folder, 'anchored');
  await writeChain(chain, 2);
  const anchors = new AuditAnchors(db, file, secrets);
  await anchors.anchor();
  assert.equal(await anchors.anchor(), 0);
  await writeChain(chain, 2);
  assert.equal(await new AuditAnchors(db, file, secrets).anchor(), 1);
  const { hash } = readAnchors(file, secrets).find((one) => one.chain === chain)!;
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, `${text}${chain} 900 ${hash} ${'0'.repeat(64)}\n${text.slice(0, 30)}`);
  assert.equal(readAnchors(file, secrets).find((one) => one.chain === chain)?.position, 4n);
  const verdict = await verifyAudit(db, chain, readAnchors(file, secrets));
  assert.ok(verdict.intact && verdict.anchored === 1 && verdict.entries === 4n);
});
