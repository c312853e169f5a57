import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import {
  attachStores,
  type Config,
  ConfigError,
  createLog,
  DataDirectoryInUse,
  loadConfig,
  type Stores,
  sqlState,
  startStores,
} from '#kernel';
import { CHECKS } from './doctor-checks.ts';
import type { Finding, Patient } from './finding.ts';

interface Line extends Finding {
  readonly name: string;
}

const UNDEFINED_TABLE = '42P01';

/** `turnpike doctor`: looks at everything that a running or stopped instance needs, and changes nothing. */
export function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .description(
      'check configuration, stores, keys, clock, disk, journals, jobs and upstreams; say what to mend',
    )
    .option('--json', 'print the findings as JSON')
    .action(async (options: { json?: boolean }) => {
      const lines = await examine();
      const failed = lines.some(({ state }) => state === 'fail');
      console.log(
        options.json ? JSON.stringify({ ok: !failed, checks: lines }) : lines.map(describe).join('\n'),
      );
      if (failed) process.exitCode = 1;
    });
}

async function examine(): Promise<Line[]> {
  let config: Config;
  try {
    config = loadConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [
      { name: 'configuration', state: 'fail', detail: error.message, mend: 'Correct these variables.' },
    ];
  }
  const configured: Line = { name: 'configuration', state: 'ok', detail: 'every variable is usable' };
  if (!isInstalled(config)) {
    const detail = `there is no installation in ${config.dataDirectory} yet`;
    return [configured, { name: 'data directory', state: 'warn', detail, mend: 'turnpike start makes one.' }];
  }
  const { lines, ...opened } = await openPatient(config);
  try {
    const found = [configured, ...lines];
    for (const check of CHECKS) {
      if (check.needsStores && opened.stores === null) continue;
      found.push({ name: check.name, ...(await run(() => check.run({ config, ...opened }))) });
    }
    return found;
  } finally {
    await opened.stores?.stop();
  }
}

function isInstalled({ dataDirectory, databaseUrl }: Config): boolean {
  if (!existsSync(dataDirectory)) return false;
  if (databaseUrl) return true;
  return ['postgres', 'postgres.location'].some((name) => existsSync(join(dataDirectory, name)));
}

/** The stores of the instance that runs here, or those of one that does not, opened but not migrated. */
async function openPatient(config: Config): Promise<Omit<Patient, 'config'> & { lines: Line[] }> {
  const log = createLog('silent');
  let stores: Stores | null = null;
  try {
    stores = await startStores(config, log);
    return { stores, running: false, lines: [] };
  } catch (error) {
    if (error instanceof DataDirectoryInUse)
      return {
        stores: await attachStores(config, log),
        running: true,
        lines: [{ name: 'instance', state: 'ok', detail: 'runs' }],
      };
    const detail = (error as Error).message;
    const mend = 'The message says which store; nothing else that needs them was checked.';
    return { stores, running: false, lines: [{ name: 'stores', state: 'fail', detail, mend }] };
  }
}

/** A check that itself fails is a finding. */
async function run(check: () => Promise<Finding>): Promise<Finding> {
  try {
    return await check();
  } catch (error) {
    if (sqlState(error) === UNDEFINED_TABLE)
      return {
        state: 'warn',
        detail: 'needs a migration that was not applied yet',
        mend: 'turnpike migrate',
      };
    return { state: 'fail', detail: (error as Error).message, mend: 'The check could not be made.' };
  }
}

function describe({ name, state, detail, mend }: Line): string {
  const mark = { ok: 'ok  ', warn: 'WARN', fail: 'FAIL' }[state];
  return `${mark} ${name}: ${detail}${mend ? `\n     ${mend}` : ''}`;
}
