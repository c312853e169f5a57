import { sql } from 'kysely';
import type { Db } from './db.ts';

export interface CopyOf {
  /** Tables whose names begin so are copied with their rows. */
  readonly copied: readonly string[];
  /** Tables whose names begin so begin empty, even when `copied` fits them too. */
  readonly emptied: readonly string[];
}

/**
 * Lets `work` write to a copy: in one session temporary tables of the same names stand in front of the real ones, so that
 * the very code that would write to those writes to these. The session's transactions are read-only, which in PostgreSQL
 * leaves temporary tables writable and nothing else: what is forgotten here is refused, not changed. Nothing is locked, and
 * nothing is left behind. One connection: work that runs in parallel must not.
 */
export async function onCopy<T>(db: Db, of: CopyOf, work: (copy: Db) => Promise<T>): Promise<T> {
  return db.connection().execute(async (connection) => {
    try {
      await copySequences(connection, [...of.copied, ...of.emptied]);
      const emptied = await namesOf(connection, 'r', of.emptied);
      const copied = (await namesOf(connection, 'r', of.copied)).filter((name) => !emptied.includes(name));
      for (const name of emptied) await createCopy(connection, name);
      for (const name of copied) await copyRows(connection, name);
      await sql`set default_transaction_read_only = on`.execute(connection);
      return await work(connection);
    } finally {
      await sql`reset default_transaction_read_only`.execute(connection);
      await sql`discard temp`.execute(connection);
    }
  });
}

/** Numbers taken for a copy must not be missing from a real series. */
async function copySequences(connection: Db, beginnings: readonly string[]): Promise<void> {
  for (const name of await namesOf(connection, 'S', beginnings)) {
    const sequence = sql.id(name);
    await sql`create temporary sequence ${sequence}`.execute(connection);
    await sql`
      select setval(${`pg_temp.${name}`}::regclass, last_value, is_called) from public.${sequence}`.execute(
      connection,
    );
  }
}

async function createCopy(connection: Db, name: string): Promise<void> {
  const table = sql.id(name);
  await sql`create temporary table ${table} (like public.${table} including all)`.execute(connection);
}

async function copyRows(connection: Db, name: string): Promise<void> {
  await createCopy(connection, name);
  const table = sql.id(name);
  await sql`insert into pg_temp.${table} overriding system value select * from public.${table}`.execute(
    connection,
  );
  await sql`analyze pg_temp.${table}`.execute(connection);
}

async function namesOf(connection: Db, kind: 'r' | 'S', beginnings: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = ${kind}::"char"
      and exists (select from unnest(${[...beginnings]}::text[]) as b where starts_with(c.relname, b))
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'i' and c.relkind = 'S')
    order by c.relname`.execute(connection);
  return rows.map((row) => row.name);
}
