import { rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createGunzip, gzipSync } from 'node:zlib';
import { Session } from 'chdb';
import {
  type Answer,
  EngineError,
  type EngineSession,
  openEngineSession,
  type Statement,
} from './usage-engine-session.ts';

// The embedded usage store: a process of its own that serves the part of ClickHouse's HTTP protocol that our
// client uses, on a Unix socket. Arguments: its data folder, the socket, the memory that it may take (bytes),
// and a folder to remove in the end, if any. Says `ready` when it serves; ends with its standard input.
const [directory, socketPath, memoryBytes, temporary] = process.argv.slice(2) as [
  string,
  string,
  string,
  string?,
];
const longestBodyBytes = 512 * 1024 * 1024;
const longestQueue = 2000;
const lockedForMs = 20_000;

interface Pool {
  readonly sessions: EngineSession[];
  readonly waiting: ((session: EngineSession) => void)[];
}

type PoolName = 'write' | 'billing' | 'dashboard';
let active = 0;

/** The first connection configures the engine. A killed predecessor may still be releasing the folder. */
async function openEngine(): Promise<Session> {
  const deadline = performance.now() + lockedForMs;
  const connectionArgs = [
    `--max_server_memory_usage=${memoryBytes}`,
    '--mark_cache_size=268435456',
    '--async_load_databases=0',
  ];
  for (;;) {
    try {
      return new Session(directory, { connectionArgs });
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Sessions of their own, so that a slow dashboard holds up neither writing nor billing. */
function openPools(): Record<PoolName, Pool> {
  const bytes = Number(memoryBytes);
  const open = (count: number, share: number): Pool => {
    const base = new Map([
      ['async_insert', '0'],
      ['implicit_select', '0'],
      ['max_query_size', String(longestBodyBytes)],
      ['max_memory_usage', String(Math.floor(bytes * share))],
    ]);
    const sessions = Array.from({ length: count }, () => openEngineSession(directory, base));
    return { sessions, waiting: [] };
  };
  return { write: open(2, 0.8), billing: open(2, 0.6), dashboard: open(3, 0.3) };
}

async function runIn(pool: Pool, statement: Statement): Promise<Answer> {
  if (pool.waiting.length >= longestQueue) {
    throw new EngineError(202, 'Too many simultaneous queries.', 'TOO_MANY_SIMULTANEOUS_QUERIES');
  }
  const session =
    pool.sessions.pop() ?? (await new Promise<EngineSession>((free) => pool.waiting.push(free)));
  active++;
  try {
    return await session.run(statement);
  } finally {
    active--;
    const next = pool.waiting.shift();
    if (next) next(session);
    else pool.sessions.push(session);
  }
}

// Names of the protocol itself; every other name in the address is a setting.
const protocolNames = new Set([
  ...['query', 'query_id', 'database', 'default_format', 'user', 'password', 'role', 'quota_key'],
  ...['session_id', 'session_timeout', 'session_check'],
  ...['wait_end_of_query', 'compress', 'decompress', 'enable_http_compression'],
]);
const protocolPrefixes = ['param_', 'http_', 'send_progress_in_http_headers', 'cancel_http_readonly'];

async function readStatement(request: IncomingMessage, url: URL): Promise<Statement> {
  const body = await readBody(request);
  const fields = new Map(url.searchParams);
  const type = request.headers['content-type'] ?? '';
  let text: string | undefined;
  if (type.startsWith('multipart/form-data')) {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
    for (const [name, value] of form) fields.set(name, String(value));
  } else if (!fields.has('query')) {
    text = body.toString('utf8');
  }
  const query = fields.get('query');
  const settings = new Map<string, string>();
  const parameters = new Map<string, string>();
  for (const [name, value] of fields) {
    if (name.startsWith('param_')) parameters.set(name.slice(6), value);
    else if (!protocolNames.has(name) && !protocolPrefixes.some((prefix) => name.startsWith(prefix))) {
      settings.set(name, value);
    }
  }
  const isInsert = text === undefined && /^\s*INSERT\s/i.test(query ?? '');
  return {
    sql: text ?? query ?? '',
    data: isInsert ? body : undefined,
    database: fields.get('database') || 'default',
    format: fields.get('default_format') ?? 'TabSeparated',
    settings,
    parameters,
  };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const source = request.headers['content-encoding'] === 'gzip' ? request.pipe(createGunzip()) : request;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > longestBodyBytes) throw new EngineError(62, 'The body is too large.', 'SYNTAX_ERROR');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

async function handle(request: IncomingMessage, response: ServerResponse, pools: Record<PoolName, Pool>) {
  const url = new URL(request.url ?? '/', 'http://engine');
  if (url.pathname === '/ping') {
    response.end('Ok.\n');
    return;
  }
  try {
    const statement = await readStatement(request, url);
    const named = request.headers['x-turnpike-session'];
    const pool = pools[named === 'write' || named === 'billing' ? named : 'dashboard'];
    if (/^\s*SELECT\s+'ping'\s*$/i.test(statement.sql)) response.end('ping\n');
    else send(request, response, url, await runIn(pool, statement));
  } catch (error) {
    sendError(response, error);
  }
}

function send(request: IncomingMessage, response: ServerResponse, url: URL, answer: Answer): void {
  const written = {
    read_rows: '0',
    read_bytes: '0',
    written_rows: String(answer.writtenRows),
    written_bytes: '0',
  };
  response.setHeader('X-ClickHouse-Summary', JSON.stringify(written));
  response.setHeader('X-ClickHouse-Query-Id', url.searchParams.get('query_id') ?? '');
  response.setHeader('Content-Type', 'text/plain; charset=UTF-8');
  const wantsGzip =
    url.searchParams.get('enable_http_compression') === '1' &&
    String(request.headers['accept-encoding'] ?? '').includes('gzip');
  if (wantsGzip) response.setHeader('Content-Encoding', 'gzip');
  response.end(wantsGzip ? gzipSync(answer.bytes) : answer.bytes);
}

function sendError(response: ServerResponse, error: unknown): void {
  const { clickhouseCode, code } = error as { clickhouseCode?: number; code?: unknown };
  const number = clickhouseCode ?? (typeof code === 'number' ? code : 1002);
  const text = error instanceof Error ? error.message : String(error);
  response.statusCode = number === 60 || number === 81 ? 404 : number === 62 ? 400 : 500;
  response.setHeader('X-ClickHouse-Exception-Code', String(number));
  response.end(
    text.startsWith('Code: ') ? text : `Code: ${number}. DB::Exception: ${text} (UNKNOWN_EXCEPTION)`,
  );
}

const engine = await openEngine();
const pools = openPools();
rmSync(socketPath, { force: true });
const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0 }, (request, response) => {
  void handle(request, response, pools);
});
server.listen(socketPath, () => process.stdout.write('ready\n'));

/** Our process is gone or wants us gone: what runs may finish for a moment, then the folder must be free. */
async function end(): Promise<void> {
  server.close();
  const deadline = performance.now() + 3000;
  while (active > 0 && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
  rmSync(socketPath, { force: true });
  // A statement cannot be interrupted from outside, and closing its session under it hangs.
  const interrupted = active > 0;
  if (!interrupted)
    for (const { sessions } of Object.values(pools)) for (const session of sessions) session.close();
  if (!interrupted) engine.close();
  if (temporary) rmSync(temporary, { recursive: true, force: true });
  if (interrupted) process.kill(process.pid, 'SIGKILL');
  process.exit(0);
}
process.on('SIGINT', () => {});
process.on('SIGTERM', () => void end());
process.stdin.on('end', () => void end());
process.stdin.resume();
