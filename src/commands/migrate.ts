import type { Command } from 'commander';
import { createLog, loadConfig } from '#kernel';
import { withStores } from '../open-stores.ts';

/** `turnpike migrate`: brings both stores up to date. Starting does so as well. */
export function registerMigrate(program: Command): void {
  program
    .command('migrate')
    .description('bring both stores up to date (start does so as well)')
    .option('--json', 'print the result as JSON')
    .action(async (options: { json?: boolean }) => {
      const applied = await withStores(loadConfig(), createLog('silent'), async ({ applied }) => applied);
      console.log(options.json ? JSON.stringify({ applied }) : describe(applied));
    });
}

function describe(applied: readonly string[]): string {
  return applied.length === 0 ? 'up to date' : applied.map((name) => `applied ${name}`).join('\n');
}
