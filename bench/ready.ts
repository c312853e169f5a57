// From starting the process to the line that says it is up: on an empty data directory (cold), and on one that has run
// before (warm), with the sample as `npm start` has it.
import { Instance } from '../tests/flow/instance.ts';
import { median, report, rounded } from './report.ts';

const ROUNDS = 3;

export async function ready(): Promise<void> {
  const cold: number[] = [];
  const warm: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const instance = new Instance({ sample: true });
    try {
      cold.push(await startSeconds(instance));
      await instance.end();
      warm.push(await startSeconds(instance));
    } finally {
      await instance.remove();
    }
  }
  report('ready', {
    rounds: ROUNDS,
    cold_s: rounded(median(cold)),
    warm_s: rounded(median(warm)),
    reach_cold_s: 5,
    reach_warm_s: 2,
  });
}

async function startSeconds(instance: Instance): Promise<number> {
  const startMs = performance.now();
  await instance.start();
  return (performance.now() - startMs) / 1000;
}
