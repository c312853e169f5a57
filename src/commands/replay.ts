import type { Command } from 'commander';
import { replayByName, replayText } from '#billing';
import { createLog, loadConfig, Problem } from '#kernel';
import { withPresentStores } from '../open-stores.ts';

/** `turnpike replay INVOICE`: makes an invoice again and says where the two differ. */
export function registerReplay(program: Command): void {
  program
    .command('replay')
    .argument('<invoice>', 'its id or its number')
    .description('make an invoice again from its events and plan versions; fails where the two differ')
    .option('--json', 'print one JSON line per invoice')
    .action(async (name: string, options: { json?: boolean }) => {
      const config = loadConfig();
      try {
        const answers = await withPresentStores(config, createLog('silent'), (stores) =>
          replayByName(stores, name),
        );
        for (const answer of answers) console.log(options.json ? JSON.stringify(answer) : replayText(answer));
        if (answers.some((answer) => !answer.same)) process.exitCode = 1;
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        console.error(`turnpike replay: there is no invoice ${name}`);
        process.exitCode = 1;
      }
    });
}
