import type { UsageDb } from './usage-db.ts';

/** A table of the usage store whose rows are facts, not sums that another table's insertions make. */
export interface UsageTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** Columns by which its rows are read in pages. */
  readonly order: readonly string[];
  /** Rows say which numbered batch brought them. */
  readonly batched: boolean;
}

/** Which batches a dump takes: those up to a number, without some that were still open. */
export interface BatchCut {
  readonly last: bigint;
  readonly open: readonly bigint[];
}

const PAGE_ROWS = 20_000;

export async function listUsageTables(usageDb: UsageDb): Promise<UsageTable[]> {
  const tables = await usageDb.query<{ name: string; sorting_key: string; engine: string; text: string }>(
    `SELECT name, sorting_key, engine, create_table_query AS text FROM system.tables
     WHERE database = currentDatabase() AND (engine LIKE '%MergeTree' OR engine = 'MaterializedView') ORDER BY name`,
  );
  const filled = new Set(
    tables
      .filter(({ engine }) => engine === 'MaterializedView')
      .map(({ text }) => / TO (?:[`\w]+\.)?`?(\w+)`?/.exec(text)?.[1]),
  );
  const columns = await usageDb.query<{ table: string; name: string }>(
    `SELECT table, name FROM system.columns
     WHERE database = currentDatabase() AND default_kind NOT IN ('ALIAS', 'MATERIALIZED') ORDER BY table, position`,
  );
  return tables
    .filter(({ name, engine }) => engine !== 'MaterializedView' && !filled.has(name))
    .map(({ name, sorting_key }) => {
      const own = columns.filter(({ table }) => table === name).map((column) => column.name);
      const order = sorting_key.split(',').map((part) => part.trim());
      return { name, columns: own, order, batched: own.includes('batch') };
    });
}

/**
 * A table's rows in pages of bounded size, as `insertText` takes them. A page ends where the sorting key changes, so that
 * the next begins behind it whatever is merged meanwhile.
 */
export async function* dumpUsageTable(
  usageDb: UsageDb,
  table: UsageTable,
  cut: BatchCut | null,
): AsyncGenerator<{ lines: string; rows: number }> {
  const names = table.columns.map(quoted).join(', ');
  const order = table.order.map(quoted).join(', ');
  // In hexadecimal, so that the line can be cut before it without being parsed.
  const key = `hex(toJSONString([${table.order.map((name) => `toString(${quoted(name)})`).join(', ')}]))`;
  const batches = cut && table.batched ? 'batch <= {last:UInt64} AND batch NOT IN {open:Array(UInt64)}' : '1';
  const types = await keyTypes(usageDb, table);
  for (let after: string[] | null = null; ; ) {
    const behind = after === null ? '1' : behindKey(table, types);
    const lines = await usageDb.queryText(
      `SELECT ${names}, ${key} FROM ${quoted(table.name)} WHERE ${batches} AND ${behind}
       ORDER BY ${order} LIMIT ${PAGE_ROWS} WITH TIES`,
      {
        last: cut?.last ?? 0n,
        open: cut?.open ?? [],
        ...Object.fromEntries((after ?? []).map((value, index) => [`k${index}`, value])),
      },
      { session: 'billing' },
    );
    if (lines === '') return;
    const rows = lines.trimEnd().split('\n');
    after = keyOf(rows.at(-1)!);
    const facts = rows.map((row) => `${row.slice(0, row.lastIndexOf(','))}]\n`);
    yield { lines: facts.join(''), rows: rows.length };
    if (rows.length < PAGE_ROWS) return;
  }
}

function keyOf(line: string): string[] {
  const [hex] = /[0-9A-F]+(?="\]$)/.exec(line)!;
  return JSON.parse(Buffer.from(hex, 'hex').toString('utf8')) as string[];
}

async function keyTypes(usageDb: UsageDb, table: UsageTable): Promise<string[]> {
  const rows = await usageDb.query<{ name: string; type: string }>(
    'SELECT name, type FROM system.columns WHERE database = currentDatabase() AND table = {table:String}',
    { table: table.name },
  );
  return table.order.map((name) => rows.find((row) => row.name === name)!.type);
}

/** `(a, b) > (x, y)`, with the first column alone as well, because that is what the index serves. */
function behindKey(table: UsageTable, types: readonly string[]): string {
  const names = table.order.map(quoted);
  const values = types.map((type, index) => `CAST({k${index}:String}, ${literal(type)})`);
  const all = `tuple(${names.join(', ')}) > tuple(${values.join(', ')})`;
  return `${names[0]} >= ${values[0]} AND ${all}`;
}

function quoted(name: string): string {
  return `\`${name.replaceAll('`', '\\`')}\``;
}

function literal(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
