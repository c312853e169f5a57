import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import type { Command } from 'commander';
import { loadConfig } from '#kernel';
import { StartError } from '../start-error.ts';
import { FileRefused, readConfiguration, writeConfiguration } from './configuration-file.ts';

interface Change {
  readonly action: string;
  readonly object: string;
  readonly fields: { pointer: string; before: unknown; after: unknown }[];
}

interface Applied {
  readonly applied: boolean;
  readonly changes: Change[];
}

/**
 * `turnpike apply FILE` and `turnpike export-config`: a provider's catalog as a file. Both talk to a running instance with
 * a service token, so that the same permissions, checks, audit log and transaction hold as for anybody else.
 */
export function registerConfiguration(program: Command): void {
  program
    .command('apply')
    .argument('<file>', 'YAML or JSON, or - for standard input')
    .option('--dry-run', 'say what would change and change nothing')
    .option('--prune', 'remove what the file does not name')
    .option('--json', 'print the changes as JSON')
    .description(
      'make products, plans, routes and connections what a file says, all of it or nothing (TURNPIKE_URL, TURNPIKE_TOKEN)',
    )
    .action(apply);
  program
    .command('export-config')
    .argument('[file]', 'where to write it; standard output when left out')
    .description(
      'write your products, plans, routes and connections as the file that makes them (TURNPIKE_URL, TURNPIKE_TOKEN)',
    )
    .action(exportConfig);
}

async function apply(
  name: string,
  options: { dryRun?: boolean; prune?: boolean; json?: boolean },
): Promise<void> {
  if (name !== '-' && !existsSync(name)) throw new StartError(`there is no ${name}`);
  const text = name === '-' ? (await buffer(process.stdin)).toString('utf8') : readFileSync(name, 'utf8');
  const file = readConfiguration(name, text);
  const request = {
    configuration: file.value,
    dry_run: options.dryRun ?? false,
    prune: options.prune ?? false,
  };
  const { status, body } = await ask('POST', '/configuration/apply', request);
  if (status !== 200) {
    const {
      detail,
      title,
      errors = [],
    } = body as {
      detail?: string;
      title?: string;
      errors?: { pointer: string; detail: string }[];
    };
    const places = errors.map((error) => {
      const pointer = error.pointer.replace(/^\/configuration/, '');
      return `${name}:${file.placeOf(pointer)} ${pointer} ${error.detail}`;
    });
    throw new FileRefused(
      [`${name} was refused (${status}), and nothing was changed: ${detail ?? title}`, ...places].join('\n'),
    );
  }
  console.log(options.json ? JSON.stringify(body) : describe(body as Applied));
}

function describe({ applied, changes }: Applied): string {
  if (changes.length === 0) return 'no changes';
  const lines = changes.flatMap(({ action, object, fields }) => [
    `${action} ${object}`,
    ...fields.map(
      ({ pointer, before, after }) => `  ${pointer}: ${JSON.stringify(before)} -> ${JSON.stringify(after)}`,
    ),
  ]);
  const end = `${changes.length} change${changes.length === 1 ? '' : 's'}${applied ? '' : ', none of them made (dry run)'}`;
  return [...lines, end].join('\n');
}

async function exportConfig(name: string | undefined): Promise<void> {
  const { status, body } = await ask('GET', '/configuration');
  if (status !== 200)
    throw new StartError(`refused (${status}): ${(body as { detail?: string }).detail ?? ''}`);
  const text = writeConfiguration(body);
  if (name === undefined) process.stdout.write(text);
  else writeFileSync(name, text, { flag: 'wx' });
}

async function ask(
  method: string,
  path: string,
  request?: unknown,
): Promise<{ status: number; body: unknown }> {
  const config = loadConfig();
  if (!config.instanceToken)
    throw new StartError('TURNPIKE_TOKEN: set it to a service token with catalog:read and catalog:write');
  const base = config.instanceUrl ?? config.publicUrl ?? `http://${config.host}:${config.port}`;
  try {
    const response = await fetch(`${base.replace(/\/$/, '')}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${config.instanceToken}`,
        ...(request === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(request === undefined ? {} : { body: JSON.stringify(request) }),
      signal: AbortSignal.timeout(60_000),
    });
    return { status: response.status, body: await response.json() };
  } catch (error) {
    const reason = (error as Error).cause ?? error;
    throw new StartError(`TURNPIKE_URL: ${base} cannot be reached: ${(reason as Error).message}`);
  }
}
