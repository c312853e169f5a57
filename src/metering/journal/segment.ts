/**
 * Segment files: `<worker>.<run>.<index>.journal`.
 *
 * A run is one life of one writer; its segments follow each other by index, so a call that starts in one may
 * end in the next. A run number is the millisecond at which the run began, pushed up where the clock stood
 * still or went back, and never used again even after its files are gone.
 */
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

export interface Segment {
  readonly name: string;
  readonly worker: string;
  readonly run: number;
  readonly index: number;
}

const NAME = /^([a-z0-9-]{1,40})\.(\d{1,16})\.(\d{6})\.journal$/;
const BOOT_FILE = 'boot';

export function segmentName(worker: string, run: number, index: number): string {
  const name = `${worker}.${run}.${String(index).padStart(6, '0')}.journal`;
  if (!NAME.test(name)) throw new RangeError(`not a segment name: ${name}`);
  return name;
}

export function parseSegmentName(name: string): Segment | null {
  const parts = NAME.exec(name);
  if (parts === null) return null;
  return { name, worker: parts[1] as string, run: Number(parts[2]), index: Number(parts[3]) };
}

/** All segments, ordered by worker, run and index. */
export function listSegments(directory: string): Segment[] {
  const segments: Segment[] = [];
  for (const name of readdirSync(directory)) {
    const segment = parseSegmentName(name);
    if (segment !== null) segments.push(segment);
  }
  return segments.sort(compareSegments);
}

export function compareSegments(a: Segment, b: Segment): number {
  if (a.worker !== b.worker) return a.worker < b.worker ? -1 : 1;
  return a.run - b.run || a.index - b.index;
}

/**
 * Called once by the process that owns the directory, before its workers open their journals: declares every
 * earlier run dead, so that the calls which it left open become `interrupted` even if its worker never comes
 * back.
 */
export function beginBoot(directory: string, atMs: number): number {
  mkdirSync(directory, { recursive: true });
  const highest = listSegments(directory).reduce((most, segment) => Math.max(most, segment.run), 0);
  const boot = Math.max(atMs, highest + 1, readBoot(directory) + 1);
  replaceFile(path.join(directory, BOOT_FILE), `${boot}\n`);
  return boot;
}

/** Runs below this number are dead. 0 when no boot was ever declared. */
export function readBoot(directory: string): number {
  try {
    return Number(readFileSync(path.join(directory, BOOT_FILE), 'utf8').trim()) || 0;
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}

/** The number for a worker's next run. */
export function nextRun(directory: string, worker: string, atMs: number): number {
  let run = Math.max(atMs, readBoot(directory));
  for (const segment of listSegments(directory)) {
    if (segment.worker === worker) run = Math.max(run, segment.run + 1);
  }
  return run;
}

/** Whole or not at all, also across SIGKILL: written beside it, then renamed. */
export function replaceFile(file: string, content: string): void {
  const beside = `${file}.${process.pid}.tmp`;
  writeFileSync(beside, content);
  renameSync(beside, file);
}

export function fileSize(file: string): number {
  return statSync(file).size;
}

export function removeSegment(directory: string, name: string): void {
  unlinkSync(path.join(directory, name));
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === 'ENOENT';
}
