#!/usr/bin/env node
// The command line needs Node 26, which is one of our packages: on an older Node this hands over to it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cli = join(root, 'src/cli.ts');

if (Number(process.versions.node.split('.')[0]) >= 26 && existsSync(join(root, 'node_modules'))) {
  await import(cli);
} else {
  const { setUp } = await import('../scripts/setup.mjs');
  setUp();
  const child = spawn(join(root, 'node_modules/.bin/node'), [cli, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  // The terminal sends its signals to both; one that was sent to us alone has to be passed on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}
