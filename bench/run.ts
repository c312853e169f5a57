// `npm run bench [-- [--full] [--profile] name…]`: one JSON line per figure on standard output.
import { parseArgs } from 'node:util';
import { descendants } from '../tests/flow/process-tree.ts';
import { changeLatency } from './change-latency.ts';
import { OthersWatch } from './cores.ts';
import { dashboard } from './dashboard.ts';
import { entitlements } from './entitlements.ts';
import { gateway } from './gateway.ts';
import { ingestion } from './ingestion.ts';
import { invoices } from './invoices.ts';
import { keyMemory } from './key-memory.ts';
import { ready } from './ready.ts';
import { type BenchOptions, machineFacts, report, rounded, say } from './report.ts';

const figures: Readonly<Record<string, (options: BenchOptions) => Promise<void>>> = {
  gateway,
  'key-memory': keyMemory,
  'change-latency': changeLatency,
  ingestion,
  invoices,
  entitlements,
  dashboard,
  ready,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { full: { type: 'boolean', default: false }, profile: { type: 'boolean', default: false } },
});
const unknown = positionals.filter((name) => !Object.hasOwn(figures, name));
if (unknown.length > 0) {
  console.error(`bench: there is no ${unknown.join(', ')}; there are ${Object.keys(figures).join(', ')}`);
  process.exit(1);
}

/** Longest time for one figure, so that a hang ends the run and not the patience. */
const LONGEST_MS = (values.full ? 30 : 4) * 60_000;

/** Stops what a figure started, when it cannot do so itself any more. */
function stopDescendants(): void {
  for (const { pid } of descendants(process.pid)) {
    try {
      process.kill(pid, 'SIGTERM');
    } catch {
      // It ended by itself meanwhile.
    }
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    stopDescendants();
    process.exit(1);
  });
}

async function measure(name: string, figure: (typeof figures)[string]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`took longer than ${LONGEST_MS / 1000} s`)), LONGEST_MS);
  });
  try {
    await Promise.race([figure(values), tooLong]);
  } catch (error) {
    // The other figures are worth having all the same.
    report(name, { failed: error instanceof Error ? error.message : String(error) });
    process.exitCode = 1;
    stopDescendants();
  } finally {
    clearTimeout(timer);
  }
}

report('machine', machineFacts());
for (const [name, figure] of Object.entries(figures)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  say(name);
  const others = process.platform === 'linux' ? new OthersWatch() : null;
  await measure(name, figure);
  if (others) report('beside', { figure_before: name, others_busy_cores: rounded(others.busyCores()) });
}
// Whatever a figure that failed left waiting must not keep the run from ending.
process.exit();
