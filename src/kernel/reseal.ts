import { sql } from 'kysely';
import { type DataKey, forgetDataKey, type InstallationSecrets, listDataKeys } from './data-keys.ts';
import { type Db, inTransaction } from './db.ts';
import { sealedPrefix } from './secrets.ts';

/** A column of sealed values. By its name: `<what>_sealed`, text, in a table with a single key. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  readonly key: string;
}

export interface SealState {
  readonly key: DataKey;
  /** Values that still need this key. */
  readonly values: bigint;
}

const PART = 200;
/** A transaction that sealed with the former key has long ended by then. */
const SETTLED_SECONDS = 60;

export async function listSealedColumns(db: Db): Promise<SealedColumn[]> {
  const { rows } = await sql<SealedColumn>`
    select c.relname as table, a.attname as column, k.attname as key
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname like '%\\_sealed' and not a.attisdropped
    join pg_index i on i.indrelid = c.oid and i.indisprimary and i.indnkeyatts = 1
    join pg_attribute k on k.attrelid = c.oid and k.attnum = i.indkey[0]
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and a.atttypid = 'text'::regtype
    order by 1, 2`.execute(db);
  return rows;
}

/** How many values each sealing key still protects, newest key first. */
export async function sealStates(db: Db): Promise<SealState[]> {
  const keys = (await listDataKeys(db)).filter(({ purpose }) => purpose === 'seal');
  const counts = new Map<string, bigint>();
  for (const { table, column } of await listSealedColumns(db)) {
    const { rows } = await sql<{ id: string; values: bigint }>`
      select split_part(${sql.ref(column)}, '.', 2) as id, count(*) as values from ${sql.table(table)}
      where ${sql.ref(column)} is not null group by 1`.execute(db);
    for (const { id, values } of rows) counts.set(id, (counts.get(id) ?? 0n) + values);
  }
  return keys.map((key) => ({ key, values: counts.get(key.id) ?? 0n }));
}

/**
 * Seals again, some rows a transaction, what was sealed under former keys, and forgets a key that protects nothing any
 * more. Stopped anywhere it goes on from there the next time. Resolves with how many values it sealed.
 */
export async function resealAll(
  db: Db,
  secrets: InstallationSecrets,
  at: Temporal.Instant,
  signal?: AbortSignal,
): Promise<number> {
  const current = secrets.sealingKeyId();
  const keys = (await listDataKeys(db)).filter(({ purpose }) => purpose === 'seal');
  const active = keys.find(({ id }) => id === current);
  const former = keys.slice(keys.findIndex(({ id }) => id === current) + 1);
  if (!active || former.length === 0) return 0;
  let sealed = 0;
  for (const column of await listSealedColumns(db)) {
    for (let done = PART; done === PART && !signal?.aborted; sealed += done)
      done = await resealPart(db, secrets, column, current);
  }
  if (Temporal.Instant.compare(active.activeFrom.add({ seconds: SETTLED_SECONDS }), at) > 0) return sealed;
  const states = await sealStates(db);
  for (const { key, values } of states)
    if (values === 0n && former.some(({ id }) => id === key.id)) await forgetDataKey(db, key.id);
  return sealed;
}

async function resealPart(
  db: Db,
  secrets: InstallationSecrets,
  { table, column, key }: SealedColumn,
  current: string,
): Promise<number> {
  return inTransaction(db, async (tx) => {
    const { rows } = await sql<{ id: string; sealed: string }>`
      select ${sql.ref(key)}::text as id, ${sql.ref(column)} as sealed from ${sql.table(table)}
      where not starts_with(${sql.ref(column)}, ${sealedPrefix(current)})
      order by 1 limit ${PART} for update skip locked`.execute(tx);
    for (const row of rows) {
      const context = `${table}.${column.replace(/_sealed$/, '')}:${row.id}`;
      const again = secrets.encrypt(secrets.decrypt(row.sealed, context), context);
      await sql`
        update ${sql.table(table)} set ${sql.ref(column)} = ${again} where ${sql.ref(key)}::text = ${row.id}`.execute(
        tx,
      );
    }
    return rows.length;
  });
}
