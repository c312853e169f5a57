import { type Command, Option } from 'commander';
import { loadConfig } from '#kernel';
import { startTurnpike } from '../main.ts';

/** `turnpike start`: runs until it is told to stop, drains, and exits 0. */
export function registerStart(program: Command): void {
  program
    .command('start')
    .description('run the portal, the API and the gateway')
    .addOption(new Option('--role <role>', 'which part this process runs').choices(['all']).default('all'))
    .option('--no-sample', 'do not create the sample provider, API and consumer on an empty data directory')
    .option('--json', 'print the addresses as one JSON line')
    .action(async (options: { sample: boolean; json?: boolean }) => {
      const turnpike = await startTurnpike(loadConfig(), { sample: options.sample });
      console.log(options.json ? JSON.stringify(turnpike.facts) : turnpike.greeting);
      await untilStopped();
      console.error('turnpike: draining');
      await turnpike.stop();
    });
}

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => resolve());
    }
  });
}
