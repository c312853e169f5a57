import { type ChildProcess, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { descendants } from '../tests/flow/process-tree.ts';

/**
 * Two places to run, so that what is measured never shares a core with what measures it. `null` where the machine
 * has one core only, or no taskset.
 */
export const cores = cpus().length > 1 && hasTaskset() ? ({ measured: 0, rest: 1 } as const) : null;

/** Linux counts processor time in these. */
const TICKS_PER_SECOND = 100;

function hasTaskset(): boolean {
  return spawnSync('taskset', ['--version'], { stdio: 'ignore' }).status === 0;
}

/** Keeps a process, all its threads and all its descendants on a core. */
export function pinProcess(pid: number, core: number): void {
  for (const each of [pid, ...descendants(pid).map((child) => child.pid)]) pin(['-a'], each, core);
}

/** Keeps a process and its threads on a core, its descendants on another. */
export function pinApart(pid: number, core: number, descendantsCore: number): void {
  pinProcess(pid, descendantsCore);
  pin(['-a'], pid, core);
}

/** Keeps one thread on a core. */
export function pinThread(tid: number, core: number): void {
  pin([], tid, core);
}

function pin(options: readonly string[], id: number, core: number): void {
  spawnSync('taskset', [...options, '-p', '-c', String(core), String(id)], { stdio: 'ignore' });
}

/** The thread of this name, or null (Linux). */
export function threadNamed(pid: number, name: string): number | null {
  const threads = readdirSync(`/proc/${pid}/task`).map(Number);
  return threads.find((tid) => readFileSync(`/proc/${pid}/task/${tid}/comm`, 'utf8').trim() === name) ?? null;
}

/** Processor time of a thread (its first thread's id is that of a process) since it started, in seconds. */
export function threadSeconds(pid: number, tid: number): number {
  const stat = readFileSync(`/proc/${pid}/task/${tid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Ends a child and waits until it has: only then its processor time counts as ours. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill();
  await exit;
}

/** Tells how much of the machine others used: what is measured beside much other work is to be known by it. */
export class OthersWatch {
  readonly #startMs = performance.now();
  readonly #all = allSeconds();
  readonly #own = ownSeconds();

  /** Cores that others kept busy since, on average. What was started meanwhile has to have ended. */
  busyCores(): number {
    const seconds = (performance.now() - this.#startMs) / 1000;
    return Math.max(0, allSeconds() - this.#all - (ownSeconds() - this.#own)) / seconds;
  }
}

/** Processor time that the whole machine has spent. */
function allSeconds(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0) / 1000;
}

/** Processor time of this process and of all that it started and that have ended (Linux). */
function ownSeconds(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS_PER_SECOND;
}
