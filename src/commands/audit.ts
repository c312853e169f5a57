import type { Command } from 'commander';
import { createLog, loadConfig, verifyAudit } from '#kernel';
import { withPresentStores } from '../open-stores.ts';

/** `turnpike audit verify`: walks the audit chain and names the first broken link. */
export function registerAudit(program: Command): void {
  const audit = program.command('audit').description('the audit log');
  audit
    .command('verify')
    .description('walk the audit chain and name the first broken link')
    .option('--json', 'print the verdict as JSON')
    .action(async (options: { json?: boolean }) => {
      const verdict = await withPresentStores(loadConfig(), createLog('silent'), ({ db }) => verifyAudit(db));
      const text = verdict.intact
        ? `intact: ${verdict.entries} entries`
        : `broken: entry ${verdict.position} of ${verdict.chain} ${verdict.reason}`;
      console.log(
        options.json ? JSON.stringify(verdict, (_, v) => (typeof v === 'bigint' ? Number(v) : v)) : text,
      );
      if (!verdict.intact) process.exitCode = 1;
    });
}
