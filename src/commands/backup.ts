import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { createLog, loadConfig, systemClock } from '#kernel';
import { type BackupSummary, makeBackup } from '../backup/make-backup.ts';
import { type RestoreSummary, restoreBackup } from '../backup/restore-backup.ts';
import { failpointAt } from '../failpoint.ts';
import { rootKeyPath } from '../ground.ts';
import { withPresentStores } from '../open-stores.ts';
import { StartError } from '../start-error.ts';
import { progressOn } from './progress.ts';

interface Options {
  withKeys?: boolean;
  passphraseFile?: string;
  json?: boolean;
}

/** `turnpike backup FILE` and `turnpike restore FILE`: an installation as one file, and back. */
export function registerBackup(program: Command): void {
  program
    .command('backup')
    .argument('<file>', 'where to write it; must not exist yet')
    .option(
      '--with-keys',
      'include the root key file; without it, keep that file apart, or nothing sealed opens',
    )
    .option('--passphrase-file <file>', 'lock the included keys with the first line of this file')
    .option('--json', 'print the summary as JSON')
    .description('write everything into one file: rows, usage and journals, of an instance that runs or not')
    .action(backup);
  program
    .command('restore')
    .argument('<file>', 'a backup')
    .option('--passphrase-file <file>', 'what the included keys were locked with')
    .option('--json', 'print the summary as JSON')
    .description('fill an empty data directory (and empty stores) from a backup')
    .action(restore);
}

async function backup(file: string, options: Options): Promise<void> {
  const config = loadConfig();
  const progress = progressOn(process.stderr);
  const summary = await withPresentStores(config, createLog('silent'), (stores) =>
    makeBackup({
      config,
      stores,
      clock: systemClock(),
      rootKeyPath: rootKeyPath(config),
      file: resolve(file),
      keys: options.withKeys ? { passphrase: passphraseOf(options) } : null,
      onProgress: progress.show,
    }),
  ).finally(progress.end);
  console.log(options.json ? JSON.stringify(summary) : describeBackup(summary, rootKeyPath(config)));
}

function describeBackup(made: BackupSummary, keyPath: string): string {
  const keys = {
    apart: `Its keys are not in it: keep ${keyPath} apart and safe, without it the backup cannot be restored.`,
    included: 'Its keys are in it, in the clear: whoever has the file has every secret.',
    locked: 'Its keys are in it, locked with the passphrase.',
  };
  const what = `${made.rows} rows of ${made.tables} tables, ${made.usage_rows} of usage, ${made.files} files`;
  return `${made.file}: ${what}\n${keys[made.keys]}`;
}

async function restore(file: string, options: Options): Promise<void> {
  const config = loadConfig();
  const progress = progressOn(process.stderr);
  const summary = await restoreBackup({
    config,
    log: createLog('silent'),
    rootKeyPath: rootKeyPath(config),
    file: resolve(file),
    passphrase: passphraseOf(options),
    onProgress: progress.show,
    failpoint: failpointAt(config.failAt),
  }).finally(progress.end);
  console.log(options.json ? JSON.stringify(summary) : describeRestore(summary));
}

function describeRestore(done: RestoreSummary): string {
  const newer = done.migrated.length === 0 ? '' : `, then ${done.migrated.length} newer migrations`;
  return `restored ${done.rows} rows and ${done.usage_rows} of usage of ${done.created_at} (${done.version})${newer}`;
}

function passphraseOf({ passphraseFile }: Options): string | null {
  if (passphraseFile === undefined) return null;
  if (!existsSync(passphraseFile)) throw new StartError(`--passphrase-file: there is no ${passphraseFile}`);
  const [line = ''] = readFileSync(passphraseFile, 'utf8').split('\n');
  if (line.trim() === '') throw new StartError(`--passphrase-file: ${passphraseFile} is empty`);
  return line.trim();
}
