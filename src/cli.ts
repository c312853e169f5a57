import { Command } from 'commander';
import { ConfigError } from '#kernel';
import { registerAudit } from './commands/audit.ts';
import { registerBackup } from './commands/backup.ts';
import { registerConfiguration } from './commands/configuration.ts';
import { registerDoctor } from './commands/doctor.ts';
import { registerExport } from './commands/export.ts';
import { registerHealth } from './commands/health.ts';
import { registerMigrate } from './commands/migrate.ts';
import { registerNormalize } from './commands/normalize.ts';
import { registerRate } from './commands/rate.ts';
import { registerReplay } from './commands/replay.ts';
import { registerSecrets } from './commands/secrets.ts';
import { registerSeed } from './commands/seed.ts';
import { registerSimulate } from './commands/simulate.ts';
import { registerStart } from './commands/start.ts';
import { StartError } from './start-error.ts';
import { VERSION } from './version.ts';

const program = new Command('turnpike')
  .description('Admit, count, price, invoice, collect and share calls to APIs')
  .version(VERSION)
  .showHelpAfterError();

for (const register of [
  registerStart,
  registerMigrate,
  registerSeed,
  registerHealth,
  registerAudit,
  registerBackup,
  registerSecrets,
  registerDoctor,
  registerConfiguration,
  registerExport,
  registerRate,
  registerReplay,
  registerNormalize,
  registerSimulate,
]) {
  register(program);
}

try {
  await program.parseAsync();
} catch (error) {
  // What a person can mend is said in a sentence; anything else is a bug and keeps its trace.
  const mendable = error instanceof ConfigError || error instanceof StartError;
  console.error(mendable ? `turnpike: ${error.message}` : error);
  process.exitCode = 1;
}
