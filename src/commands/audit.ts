import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import {
  type AuditAnchor,
  type Config,
  createLog,
  type Db,
  loadConfig,
  openSecrets,
  readAnchors,
  systemClock,
  verifyAudit,
} from '#kernel';
import { rootKeyPath } from '../ground.ts';
import { anchorsPath } from '../guarding.ts';
import { withPresentStores } from '../open-stores.ts';

/** `turnpike audit verify`: walks the audit chain and names the first broken link. */
export function registerAudit(program: Command): void {
  const audit = program.command('audit').description('the audit log');
  audit
    .command('verify')
    .description('walk the audit chain, compare its ends with their anchors, and name the first broken link')
    .option('--json', 'print the verdict as JSON')
    .action(async (options: { json?: boolean }) => {
      const config = loadConfig();
      const verdict = await withPresentStores(config, createLog('silent'), async ({ db }) =>
        verifyAudit(db, undefined, await anchorsOf(config, db)),
      );
      const text = verdict.intact
        ? `intact: ${verdict.entries} entries, ${verdict.anchored} anchored ends, head ${verdict.head}`
        : `broken: entry ${verdict.position} of ${verdict.chain} ${verdict.reason}`;
      console.log(
        options.json ? JSON.stringify(verdict, (_, v) => (typeof v === 'bigint' ? Number(v) : v)) : text,
      );
      if (!verdict.intact) process.exitCode = 1;
    });
}

/** None where there is no root key: what sealed them cannot be told from a forgery. */
export async function anchorsOf(config: Config, db: Db): Promise<AuditAnchor[]> {
  const path = rootKeyPath(config);
  if (!existsSync(path)) return [];
  return readAnchors(anchorsPath(config.dataDirectory), await openSecrets(db, path, systemClock().now()));
}
