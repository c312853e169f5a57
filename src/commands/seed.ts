import type { Command } from 'commander';
import { openIdentity } from '#identity';
import { createLog, loadConfig } from '#kernel';
import { openGround } from '../ground.ts';
import { openSample, prepareOperator, prepareSample } from '../sample/prepare.ts';

/** `turnpike seed`: creates the operator and the sample in the data directory of an instance that does not run. */
export function registerSeed(program: Command): void {
  program
    .command('seed')
    .description('create the operator account and the sample (start does so on an empty data directory)')
    .option('--json', 'print what was created as JSON')
    .action(async (options: { json?: boolean }) => {
      const ground = await openGround(loadConfig(), { log: createLog('silent') });
      try {
        const { config, clock, secrets, stores } = ground;
        const identity = await openIdentity(stores.db, { clock, secrets, publicUrl: config.publicUrl });
        const operator = await prepareOperator(ground, identity);
        const running = await openSample(ground, true);
        const sample = running && (await prepareSample(ground, identity, running));
        const made = { operator, sample };
        console.log(options.json ? JSON.stringify(made) : describe(made));
      } finally {
        await ground.closing.close();
      }
    });
}

function describe(made: object): string {
  const lines = Object.entries(made).map(
    ([name, facts]) => `${name}: ${facts ? JSON.stringify(facts) : 'was there already'}`,
  );
  return lines.join('\n');
}
