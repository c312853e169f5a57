import { Session } from 'chdb';

/** One statement as it came over HTTP. */
export interface Statement {
  readonly sql: string;
  /** What follows an INSERT's FORMAT clause. */
  readonly data: Buffer | undefined;
  readonly database: string;
  readonly format: string;
  readonly settings: ReadonlyMap<string, string>;
  /** Values of `{name:Type}` placeholders, as the HTTP protocol writes them. */
  readonly parameters: ReadonlyMap<string, string>;
}

export interface Answer {
  readonly bytes: Uint8Array;
  readonly writtenRows: number;
}

/** An error as ClickHouse words it. */
export class EngineError extends Error {
  override name = 'EngineError';
  readonly code: number;

  constructor(code: number, text: string, name: string) {
    super(`Code: ${code}. DB::Exception: ${text} (${name})`);
    this.code = code;
  }
}

/** Runs statements one after the other on one session of the engine. */
export interface EngineSession {
  run(statement: Statement): Promise<Answer>;
  close(): void;
}

const insertWithData = /^\s*INSERT\s+INTO\s+([\w.`]+)\s*(?:\(([\w\s,`]+)\))?\s+FORMAT\s+(\w+)\s*$/i;
const placeholder = /\{\s*([A-Za-z_]\w*)\s*:/g;

/**
 * Opens a session whose state is set before each statement to exactly what that asks for: settings, database
 * and parameters of one statement never reach the next. A session that could not be brought into that state
 * is replaced.
 */
export function openEngineSession(directory: string, base: ReadonlyMap<string, string>): EngineSession {
  let session = new Session(directory);
  let settings = new Map<string, string>();
  let parameters = new Map<string, string>();
  let database = 'default';

  const reopen = () => {
    session.close();
    session = new Session(directory);
    settings = new Map();
    parameters = new Map();
    database = 'default';
  };

  const prepare = async (statement: Statement) => {
    const wanted = new Map([...base, ...statement.settings]);
    const changes = difference(settings, wanted);
    for (const [name, value] of statement.parameters) {
      if (parameters.get(name) !== value) changes.push(`param_${name} = ${literal(value)}`);
    }
    if (changes.length > 0) await session.queryAsync(`SET ${changes.join(', ')}`);
    settings = wanted;
    for (const [name, value] of statement.parameters) parameters.set(name, value);
    if (database !== statement.database) await session.queryAsync(`USE ${quoted(statement.database)}`);
    database = statement.database;
  };

  return {
    async run(statement) {
      refuseMissing(statement, parameters);
      try {
        await prepare(statement);
      } catch (error) {
        reopen();
        throw error;
      }
      try {
        return await execute(session, statement);
      } catch (error) {
        if (!(await isDrained(session))) reopen();
        throw error;
      } finally {
        // What a statement does to its session ends with it, as over stateless HTTP.
        if (/^\s*(SET|USE)\s/i.test(statement.sql)) reopen();
      }
    },
    close: () => session.close(),
  };
}

/**
 * The engine keeps the rows that a statement had written before it failed, and puts them before the answer to
 * the session's next one (seen in 26.7: another tenant's rows). So these are fetched and thrown away.
 */
async function isDrained(session: Session): Promise<boolean> {
  const drain = async () => (await session.queryAsync(`SELECT 'drained'`, { format: 'TabSeparated' })).text();
  try {
    await drain();
    return (await drain()) === 'drained\n';
  } catch {
    return false;
  }
}

/** What SET has to say to get from one state to the other. */
function difference(now: ReadonlyMap<string, string>, wanted: ReadonlyMap<string, string>): string[] {
  const changes: string[] = [];
  for (const [name, value] of wanted) {
    if (now.get(name) !== value) changes.push(`${identifier(name)} = ${literal(value)}`);
  }
  for (const name of now.keys()) {
    if (!wanted.has(name)) changes.push(`${identifier(name)} = DEFAULT`);
  }
  return changes;
}

/** A parameter cannot be unset in the engine: one of an earlier statement must not fill a gap of this one. */
function refuseMissing(statement: Statement, stale: ReadonlyMap<string, string>): void {
  if (stale.size === 0) return;
  for (const [, name] of statement.sql.matchAll(placeholder)) {
    if (stale.has(name!) && !statement.parameters.has(name!)) {
      throw new EngineError(456, `Substitution \`${name}\` is not set.`, 'UNKNOWN_QUERY_PARAMETER');
    }
  }
}

async function execute(session: Session, statement: Statement): Promise<Answer> {
  if (statement.data === undefined) {
    const result = await session.queryAsync(statement.sql, { format: statement.format });
    return { bytes: result.bytes(), writtenRows: 0 };
  }
  // One statement whatever its size: several would be several blocks under one de-duplication token.
  const insert = insertWithData.exec(statement.sql);
  if (insert && isRawFormat(insert[3]!)) {
    if (statement.data.length === 0) return { bytes: new Uint8Array(), writtenRows: 0 };
    const columns = insert[2]?.split(',').map(bare);
    const written = await session.insert({
      table: bare(insert[1]!),
      values: statement.data,
      format: insert[3] as 'JSONEachRow',
      ...(columns ? { columns } : {}),
    });
    return { bytes: new Uint8Array(), writtenRows: written.rowsWritten };
  }
  const whole = `${statement.sql}\n${statement.data.toString('utf8')}`;
  const result = await session.queryAsync(whole, { format: statement.format });
  return { bytes: result.bytes(), writtenRows: 0 };
}

function isRawFormat(format: string): boolean {
  return ['JSONEachRow', 'JSONCompactEachRow', 'CSV', 'CSVWithNames', 'TabSeparated'].includes(format);
}

function bare(name: string): string {
  return name.trim().replaceAll('`', '');
}

function identifier(name: string): string {
  if (!/^[A-Za-z_]\w*$/.test(name))
    throw new EngineError(115, `Unknown setting '${name}'.`, 'UNKNOWN_SETTING');
  return name;
}

function quoted(name: string): string {
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;
}

function literal(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
