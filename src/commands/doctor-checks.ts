import { existsSync, readdirSync, statfsSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { sql } from 'kysely';
import { checkFigures } from '#billing';
import { checkUpstreamUrl, upstreamPolicy, upstreamUrls } from '#catalog';
import { createUpstreamGuard } from '#gateway';
import {
  type Config,
  type Db,
  findUnfinishedRestore,
  listDataKeys,
  loadRootKeys,
  migrationState,
  readMigrations,
  systemClock,
  verifyAudit,
} from '#kernel';
import { listNodes, neededSegments } from '#metering';
import { JOURNALS } from '../backup/make-backup.ts';
import { rootKeyPath } from '../ground.ts';
import { anchorsOf } from './audit.ts';
import {
  checkCertificates,
  checkLoginProviders,
  checkMail,
  troubleConnecting,
} from './doctor-connections.ts';
import type { Finding, Patient } from './finding.ts';

export interface Check {
  readonly name: string;
  readonly needsStores: boolean;
  run(patient: Patient): Promise<Finding>;
}

const MIB = 1024 * 1024;
const ok = (detail: string): Finding => ({ state: 'ok', detail });
const warn = (detail: string, mend: string): Finding => ({ state: 'warn', detail, mend });
const fail = (detail: string, mend: string): Finding => ({ state: 'fail', detail, mend });

async function checkDirectory({ config }: Patient): Promise<Finding> {
  const { dataDirectory } = config;
  const stat = statSync(dataDirectory);
  if (!stat.isDirectory()) return fail(`${dataDirectory} is no directory`, 'Set DATA_DIR to a directory.');
  if ((stat.mode & 0o066) !== 0)
    return warn(`others may read or write ${dataDirectory}`, `chmod o-rw,g-rw ${dataDirectory}`);
  const mine = process.getuid?.();
  if (mine !== undefined && mine !== 0 && stat.uid !== mine)
    return fail(`${dataDirectory} belongs to user ${stat.uid}`, 'Run as that user, or change the owner.');
  return ok(dataDirectory);
}

async function checkDisk({ config }: Patient): Promise<Finding> {
  const { bavail, bsize } = statfsSync(config.dataDirectory);
  const freeMb = Math.floor((bavail * bsize) / MIB);
  const detail = `${freeMb} MB free`;
  if (freeMb < config.journalReserveMb)
    return fail(
      detail,
      `Below JOURNAL_RESERVE_MB (${config.journalReserveMb}) calls are answered 503: make room.`,
    );
  if (freeMb < config.journalReserveMb * 4)
    return warn(detail, 'Make room before the journal reserve is reached.');
  return ok(detail);
}

async function checkRootKey({ config, stores }: Patient): Promise<Finding> {
  const path = rootKeyPath(config);
  if (!existsSync(path))
    return fail(
      `there is no ${path}`,
      'Put the root key file of this installation back; without it no secret opens.',
    );
  if ((statSync(path).mode & 0o077) !== 0) return warn(`others may read ${path}`, `chmod 600 ${path}`);
  const roots = loadRootKeys(path);
  const keys = stores ? await listDataKeys(stores.db) : [];
  const stranger = keys.find(({ rootKeyId }) => !roots.some(({ id }) => id === rootKeyId));
  if (stranger)
    return fail(
      `${path} does not hold the root key ${stranger.rootKeyId}`,
      'Put the root key file of this installation back.',
    );
  if (roots.length > 1)
    return warn(`${path} holds ${roots.length} root keys: a rotation was cut off`, 'turnpike secrets rotate');
  return ok(`${roots[0]!.id} opens ${keys.length} data keys`);
}

async function checkDatabase({ stores }: Patient): Promise<Finding> {
  const { rows } = await sql<{ version: string; major: number }>`
    select current_setting('server_version') as version,
      current_setting('server_version_num')::int / 10000 as major`.execute(stores!.db);
  const { version, major } = rows[0]!;
  if (major < 15) return fail(`PostgreSQL ${version}`, 'Turnpike needs PostgreSQL 15 or newer.');
  return ok(`PostgreSQL ${version}`);
}

async function checkUsageStore({ stores }: Patient): Promise<Finding> {
  const [row] = await stores!.usageDb.query<{ version: string }>('SELECT version() AS version');
  const major = Number(row!.version.split('.')[0]);
  if (major < 25) return fail(`ClickHouse ${row!.version}`, 'Turnpike needs ClickHouse 25 or newer.');
  return ok(`ClickHouse ${row!.version}`);
}

async function checkMigrations({ stores }: Patient): Promise<Finding> {
  const files = new Map(readMigrations().map((file) => [`${file.store}/${file.name}`, file.checksum]));
  const applied = await migrationState(stores!.db);
  const unknown = applied.filter(({ key }) => !files.has(key));
  if (unknown.length > 0)
    return fail(
      `made by a newer version: ${unknown.map(({ key }) => key).join(', ')}`,
      'Run the version that made them, or a newer one.',
    );
  const changed = applied.filter(({ key, checksum }) => files.get(key) !== checksum);
  if (changed.length > 0)
    return fail(
      `changed afterwards: ${changed.map(({ key }) => key).join(', ')}`,
      'Put the files back as they were.',
    );
  const missing = files.size - applied.length;
  if (missing > 0) return warn(`${missing} are to be applied`, 'turnpike migrate (start does so as well)');
  return ok(`${applied.length} applied`);
}

async function checkRestore({ stores }: Patient): Promise<Finding> {
  const unfinished = await findUnfinishedRestore(stores!.db);
  if (unfinished === null) return ok('none was cut off');
  return fail(
    `that of ${unfinished.file} did not come to its end`,
    'Empty the data directory and the stores, and restore again.',
  );
}

async function checkClock({ stores }: Patient): Promise<Finding> {
  const before = systemClock().now();
  const { rows } = await sql<{ now: Temporal.Instant }>`select clock_timestamp() as now`.execute(stores!.db);
  const [usage] = await stores!.usageDb.query<{ now: Temporal.Instant }>("SELECT now64(3, 'UTC') AS now");
  const apart = [rows[0]!.now, usage!.now].map((now) => Math.abs(now.since(before).total('seconds')));
  const seconds = Math.max(...apart);
  const detail = `${seconds.toFixed(1)} s apart from the stores`;
  if (seconds > 60) return fail(detail, 'Set the clocks with NTP: periods and tokens depend on them.');
  if (seconds > 5) return warn(detail, 'Set the clocks with NTP.');
  return ok(detail);
}

function checkPort(which: 'port' | 'gatewayPort'): Check['run'] {
  return async ({ config, running }) => {
    const port = config[which];
    if (port === null) return ok('off');
    if (port === 0) return ok('chosen by the system');
    const place = `${config.host}:${port}`;
    const problem = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
      const server = createServer()
        .once('error', resolve)
        .listen({ host: config.host, port }, () => server.close(() => resolve(null)));
    });
    const variable = which === 'port' ? 'PORT' : 'GATEWAY_PORT';
    if (problem === null)
      return running
        ? warn(`nobody listens on ${place}`, `Does the instance run with another ${variable}?`)
        : ok(`${place} is free`);
    if (problem.code !== 'EADDRINUSE')
      return fail(`${place}: ${problem.message}`, `Set ${variable} or HOST.`);
    if (running) return ok(`${place} is in use while the instance runs`);
    return fail(`${place} is in use by another program`, `Set ${variable} to a free port.`);
  };
}

async function checkJournals({ config, stores }: Patient): Promise<Finding> {
  let bytes = 0;
  for (const { folder, kind } of JOURNALS) {
    const directory = join(config.dataDirectory, folder);
    if (!existsSync(directory)) continue;
    const nodes = await listNodes(stores!.db);
    const connection = nodes.find((node) => node.kind === kind)?.connection ?? kind;
    const needed = new Set(await neededSegments(stores!.db, { connection, kind, directory }));
    for (const name of readdirSync(directory))
      if (needed.has(name)) bytes += statSync(join(directory, name)).size;
  }
  const detail = `${(bytes / MIB).toFixed(1)} MB in segments that are not done`;
  // A segment is rotated at 64 MB; several full ones mean that shipping does not keep up.
  if (bytes > 1024 * MIB) return fail(detail, 'Look at the usage store and at the log of the shipper.');
  if (bytes > 256 * MIB) return warn(detail, 'Shipping lags: look at the usage store.');
  return ok(detail);
}

async function checkEvents({ stores }: Patient): Promise<Finding> {
  const { rows } = await sql<{ failed: bigint; late: bigint }>`
    select count(*) filter (where failed_at is not null) as failed,
      count(*) filter (where failed_at is null and next_attempt_at < now() - interval '10 minutes') as late
    from kernel_event_deliveries where done_at is null`.execute(stores!.db);
  const { failed, late } = rows[0]!;
  const detail = `${failed} deliveries set aside, ${late} late`;
  if (failed > 0n) return fail(detail, 'Their last_error in kernel_event_deliveries says why.');
  return late > 0n ? warn(detail, 'Is an instance running? The log says what fails.') : ok(detail);
}

async function checkJobs({ stores }: Patient): Promise<Finding> {
  if (!(await hasJobs(stores!.db))) return ok('none yet');
  const { rows } = await sql<{ failed: bigint; stuck: bigint }>`
    select count(*) filter (where state = 'failed' and completed_on > now() - interval '1 day') as failed,
      count(*) filter (where state = 'active' and started_on < now() - interval '30 minutes') as stuck
    from pgboss.job`.execute(stores!.db);
  const { failed, stuck } = rows[0]!;
  const detail = `${failed} failed within a day, ${stuck} stuck`;
  return failed + stuck > 0n ? warn(detail, 'The log names the job and why it failed.') : ok(detail);
}

async function hasJobs(db: Db): Promise<boolean> {
  const { rows } = await sql<{
    found: string | null;
  }>`select to_regclass('pgboss.job')::text as found`.execute(db);
  return rows[0]!.found !== null;
}

async function checkAudit({ config, stores }: Patient): Promise<Finding> {
  const verdict = await verifyAudit(stores!.db, undefined, await anchorsOf(config, stores!.db));
  if (verdict.intact) return ok(`${verdict.entries} entries, ${verdict.anchored} anchored ends`);
  return fail(
    `entry ${verdict.position} of ${verdict.chain} ${verdict.reason}`,
    'Somebody changed the audit log in the database: compare it with a backup.',
  );
}

async function checkBooks({ stores }: Patient): Promise<Finding> {
  const figures = await checkFigures(stores!.db);
  const broken = figures.filter(({ findings }) => findings > 0);
  const said = broken.map(({ check, findings }) => `${check}: ${findings}`).join(', ');
  if (broken.length > 0)
    return fail(
      `figures that must agree do not (${said})`,
      'GET /billing/findings, or Findings in the portal.',
    );
  const stuck = figures.filter(({ trouble }) => trouble !== null);
  if (stuck.length > 0)
    return warn(`${stuck[0]!.check} could not be checked: ${stuck[0]!.trouble}`, 'The log says more.');
  const passes = figures.flatMap(({ completedAt }) => completedAt ?? []).sort(Temporal.Instant.compare);
  return ok(passes[0] ? `${figures.length} checks, all complete since ${passes[0]}` : 'not checked yet');
}

const MOST_UPSTREAMS = 200;
const AT_ONCE = 8;

async function checkUpstreams({ config, stores }: Patient): Promise<Finding> {
  const origins = (await upstreamUrls(stores!.db)).map((url) => new URL(url).origin);
  const urls = [...new Set(origins)].slice(0, MOST_UPSTREAMS);
  const bad: string[] = [];
  for (let at = 0; at < urls.length; at += AT_ONCE) {
    const some = urls.slice(at, at + AT_ONCE);
    const troubles = await Promise.all(some.map((url) => troubleOf(config, url)));
    for (const [index, trouble] of troubles.entries()) if (trouble) bad.push(`${some[index]} ${trouble}`);
  }
  if (bad.length === 0) return ok(`${urls.length} reachable`);
  return warn(
    bad.join('; '),
    'Their providers have to mend them, or ALLOW_PRIVATE_UPSTREAMS lacks an address.',
  );
}

/** Only the connection is tried, to an address that the gateway would dial as well. */
async function troubleOf(config: Config, url: string): Promise<string | null> {
  const { allowPrivateUpstreams } = config;
  const verdict = await checkUpstreamUrl(upstreamPolicy({ allowPrivateUpstreams }), url);
  if (!verdict.ok) return verdict.reason;
  const { hostname, port } = verdict;
  const lookup = createUpstreamGuard(allowPrivateUpstreams).lookupFor(hostname, port);
  return troubleConnecting({ host: hostname, port, lookup });
}

export const CHECKS: readonly Check[] = [
  { name: 'data directory', needsStores: false, run: checkDirectory },
  { name: 'disk', needsStores: false, run: checkDisk },
  { name: 'port', needsStores: false, run: checkPort('port') },
  { name: 'gateway port', needsStores: false, run: checkPort('gatewayPort') },
  { name: 'root key', needsStores: false, run: checkRootKey },
  { name: 'database', needsStores: true, run: checkDatabase },
  { name: 'usage store', needsStores: true, run: checkUsageStore },
  { name: 'migrations', needsStores: true, run: checkMigrations },
  { name: 'restore', needsStores: true, run: checkRestore },
  { name: 'clock', needsStores: true, run: checkClock },
  { name: 'journals', needsStores: true, run: checkJournals },
  { name: 'events', needsStores: true, run: checkEvents },
  { name: 'jobs', needsStores: true, run: checkJobs },
  { name: 'audit log', needsStores: true, run: checkAudit },
  { name: 'books', needsStores: true, run: checkBooks },
  { name: 'upstreams', needsStores: true, run: checkUpstreams },
  { name: 'gateway certificates', needsStores: false, run: checkCertificates },
  { name: 'mail', needsStores: false, run: checkMail },
  { name: 'log-in providers', needsStores: true, run: checkLoginProviders },
];
