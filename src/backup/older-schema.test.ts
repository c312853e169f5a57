import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import {
  loadConfig,
  manualClock,
  migrateTo,
  openSecrets,
  readMigrations,
  silentLog,
  startStores,
} from '#kernel';
import { makeBackup } from './make-backup.ts';
import { restoreBackup } from './restore-backup.ts';

const folder = mkdtempSync(join(tmpdir(), 'turnpike-older-'));
/** Somebody else's PostgreSQL, as far as the restored installation knows. */
const external = await startStores({ dataDirectory: join(folder, 'server') }, silentLog);
after(async () => {
  await external.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Migrations that the older program did not have yet. */
const NEWER = ['0102_catalog_pages', '0120_catalog_upstream_credential'];

test('a backup of an older version is restored to a server elsewhere, and brought up to date there', async () => {
  const clock = manualClock('2026-05-01T00:00:00Z');
  const [before, place] = [join(folder, 'before'), join(folder, 'after')];
  const file = join(folder, 'older.backup');
  const rootKeyPath = join(before, 'root.key');
  const onProgress = () => {};
  const older = await startStores({ dataDirectory: before }, silentLog);
  try {
    const known = readMigrations().filter(({ name }) => !NEWER.includes(name));
    await migrateTo(
      older,
      silentLog,
      known.map(({ store, name, checksum }) => ({ key: `${store}/${name}`, checksum })),
    );
    await openSecrets(older.db, rootKeyPath, clock.now());
    await sql`insert into kernel_idempotency_keys (scope, key, request_hash, created_at)
      values ('test', 'remembered', ''::bytea, ${clock.now()})`.execute(older.db);
    const config = { dataDirectory: before };
    await makeBackup({ config, stores: older, clock, rootKeyPath, file, keys: null, onProgress });
  } finally {
    await older.stop();
  }

  mkdirSync(place, { recursive: true });
  copyFileSync(rootKeyPath, join(place, 'root.key'));
  const config = { ...loadConfig({ DATA_DIR: place }), databaseUrl: external.listenConnectionString };
  const done = await restoreBackup({
    ...{ config, log: silentLog, file, passphrase: null, onProgress },
    rootKeyPath: join(place, 'root.key'),
  });
  assert.deepEqual(
    done.migrated.map((name) => name.replace(/^postgres\//, '')),
    NEWER,
  );
  const stores = await startStores(config, silentLog);
  try {
    const { rows } = await sql<{ key: string; pages: bigint }>`
      select key, (select count(*) from catalog_pages) as pages from kernel_idempotency_keys`.execute(
      stores.db,
    );
    assert.deepEqual(rows, [{ key: 'remembered', pages: 0n }]);
  } finally {
    await stores.stop();
  }
});
