import pg from 'pg';
import { copyIn, copyOut } from './copy-table.ts';

/** A table of ours with what a dump says about it. */
export interface DumpedTable {
  readonly name: string;
  /** Without those that the database computes. */
  readonly columns: readonly string[];
}

export interface SequenceState {
  readonly name: string;
  readonly last: string;
}

// Migrations write their own records, and changes are told in transaction numbers of one cluster: after a restore every
// gateway loads everything anyway. The mark of a running restore is not part of what it restores.
const NOT_DUMPED = ['kernel_migrations', 'kernel_changes', 'kernel_restores'];

/** A connection of its own whose texts mean the same on every server. */
export async function openDumpConnection(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, application_name: `turnpike dump ${process.pid}` });
  client.on('error', () => {}); // the call that meets the broken connection rejects
  await client.connect();
  await client.query(
    "set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres'; set bytea_output = 'hex'; " +
      'set extra_float_digits = 1; set synchronize_seqscans = off; set statement_timeout = 0',
  );
  return client;
}

export async function listDumpedTables(client: pg.Client): Promise<DumpedTable[]> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(
    `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and a.attnum > 0
       and not a.attisdropped and a.attgenerated = '' and c.relname <> all($1)
     group by c.relname order by c.relname`,
    [NOT_DUMPED],
  );
  return rows;
}

export async function listSequences(client: pg.Client): Promise<SequenceState[]> {
  const { rows } = await client.query<SequenceState>(
    `select sequencename as name, last_value::text as last from pg_sequences
     where schemaname = current_schema() and last_value is not null order by sequencename`,
  );
  return rows;
}

function target({ name, columns }: DumpedTable): string {
  return `${pg.escapeIdentifier(name)} (${columns.map(pg.escapeIdentifier).join(', ')})`;
}

/** A table's rows in the order in which they lie: loaded into an empty table they lie in the same order. */
export function dumpTable(client: pg.Client, table: DumpedTable): AsyncIterable<Buffer> {
  return copyOut(client, `copy ${target(table)} to stdout`);
}

export function loadTable(client: pg.Client, table: DumpedTable, rows: AsyncIterable<Buffer>): Promise<void> {
  return copyIn(client, `copy ${target(table)} from stdin`, rows);
}

/**
 * Runs `load` on emptied tables without triggers and foreign keys, which the rows satisfied where they come from; the keys
 * are made again after it, so that the database checks them all. Everything is one transaction: the caller's.
 */
export async function withoutConstraints(client: pg.Client, load: () => Promise<void>): Promise<void> {
  const tables = (await listDumpedTables(client)).map(({ name }) => pg.escapeIdentifier(name));
  const { rows: keys } = await client.query<{ home: string; name: string; definition: string }>(
    `select r.relname as home, c.conname as name, pg_get_constraintdef(c.oid) as definition
     from pg_constraint c join pg_class r on r.oid = c.conrelid
     where c.contype = 'f' and c.connamespace = current_schema()::regnamespace order by r.relname, c.conname`,
  );
  for (const table of tables) await client.query(`alter table ${table} disable trigger user`);
  for (const { home, name } of keys)
    await client.query(
      `alter table ${pg.escapeIdentifier(home)} drop constraint ${pg.escapeIdentifier(name)}`,
    );
  await client.query(`truncate ${tables.join(', ')}`);
  await load();
  for (const { home, name, definition } of keys)
    await client.query(
      `alter table ${pg.escapeIdentifier(home)} add constraint ${pg.escapeIdentifier(name)} ${definition}`,
    );
  for (const table of tables) await client.query(`alter table ${table} enable trigger user`);
}

export async function setSequences(client: pg.Client, states: readonly SequenceState[]): Promise<void> {
  for (const { name, last } of states)
    await client.query('select setval($1::regclass, $2::bigint)', [pg.escapeIdentifier(name), last]);
}

/** Whether nobody has ever put anything into this database. */
export async function isEmptyDatabase(client: pg.Client): Promise<boolean> {
  const { rowCount } = await client.query(
    `select from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'v', 'm') limit 1`,
  );
  return rowCount === 0;
}
