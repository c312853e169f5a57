import { Command } from 'commander';
import { ConfigError } from '#kernel';
import { StartError } from './start-error.ts';
import { VERSION } from './version.ts';

type Register = (program: Command) => void;

/** By the first word of the command. Only what is asked for is loaded: `rate` needs no gateway. */
const commands: Readonly<Record<string, () => Promise<Register>>> = {
  start: async () => (await import('./commands/start.ts')).registerStart,
  migrate: async () => (await import('./commands/migrate.ts')).registerMigrate,
  seed: async () => (await import('./commands/seed.ts')).registerSeed,
  health: async () => (await import('./commands/health.ts')).registerHealth,
  audit: async () => (await import('./commands/audit.ts')).registerAudit,
  backup: async () => (await import('./commands/backup.ts')).registerBackup,
  secrets: async () => (await import('./commands/secrets.ts')).registerSecrets,
  doctor: async () => (await import('./commands/doctor.ts')).registerDoctor,
  apply: async () => (await import('./commands/configuration.ts')).registerConfiguration,
  export: async () => (await import('./commands/export.ts')).registerExport,
  rate: async () => (await import('./commands/rate.ts')).registerRate,
  replay: async () => (await import('./commands/replay.ts')).registerReplay,
  normalize: async () => (await import('./commands/normalize.ts')).registerNormalize,
  simulate: async () => (await import('./commands/simulate.ts')).registerSimulate,
};

/** The program with the command that this word names; without such a word, with all of them. */
export async function commandLine(word = ''): Promise<Command> {
  const program = new Command('turnpike')
    .description('Admit, count, price, invoice, collect and share calls to APIs')
    .version(VERSION)
    .showHelpAfterError();
  const wanted = commands[word];
  for (const load of wanted ? [wanted] : Object.values(commands)) (await load())(program);
  return program;
}

/** Does what the words of this process say. */
export async function runCommandLine(): Promise<void> {
  try {
    const program = await commandLine(process.argv[2]);
    await program.parseAsync();
  } catch (error) {
    // What a person can mend is said in a sentence; anything else is a bug and keeps its trace.
    const mendable = error instanceof ConfigError || error instanceof StartError;
    console.error(mendable ? `turnpike: ${error.message}` : error);
    process.exitCode = 1;
  }
}
