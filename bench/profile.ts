import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { report } from './report.ts';

interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
}

const TOP = 30;
const NOT_WORK = new Set(['(idle)', '(root)']);

/** Profiles an instance when asked to; the figures of such a run are slower than those of others. */
export class Profiling {
  readonly #folder: string | null;

  constructor(on: boolean) {
    this.#folder = on ? mkdtempSync(join(tmpdir(), 'turnpike-bench-profile-')) : null;
  }

  /** For the instance; profiles are written when it ends. */
  get environment(): Record<string, string> {
    return this.#folder === null ? {} : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${this.#folder}` };
  }

  /** Names the most expensive functions of the thread that ran `file`, once the instance has ended. */
  finish(figure: string, file: string): void {
    if (this.#folder === null) return;
    report(`${figure}_profile`, {
      thread: file,
      percent_by_place: shares(this.#folder, file, placeOf),
      percent_by_function: shares(this.#folder, file, functionOf),
    });
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

type Frame = CpuProfile['nodes'][number]['callFrame'];

/** How often the thread that ran this file was found in each function, or place, in percent of its working time. */
function shares(folder: string, file: string, nameOf: (frame: Frame) => string): Record<string, number> {
  const profiles = readdirSync(folder)
    .filter((name) => name.endsWith('.cpuprofile'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as CpuProfile)
    .filter((profile) => profile.nodes.some((node) => node.callFrame.url.endsWith(file)));
  const counts = new Map<string, number>();
  let all = 0;
  for (const { nodes, samples } of profiles) {
    const frames = new Map(nodes.map((node) => [node.id, node.callFrame]));
    for (const id of samples) {
      const frame = frames.get(id)!;
      if (NOT_WORK.has(frame.functionName)) continue;
      all += 1;
      const name = nameOf(frame);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  const sorted = [...counts].sort((a, b) => b[1] - a[1]).slice(0, TOP);
  return Object.fromEntries(sorted.map(([name, count]) => [name, Math.round((count / all) * 1000) / 10]));
}

function functionOf({ functionName, url, lineNumber }: Frame): string {
  const place = url.split('/').slice(-2).join('/');
  const name = functionName || '(anonymous)';
  return place ? `${name} ${place}:${lineNumber + 1}` : name;
}

/** The room, the package, Node itself, or what is native. */
function placeOf({ url, functionName }: Frame): string {
  const room = /\/(src\/\w+)/.exec(url) ?? /\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url);
  if (room) return room[1]!;
  if (url.startsWith('node:')) return url.includes('http') ? 'node http' : 'node';
  return functionName.startsWith('(') ? functionName : 'native';
}
