/**
 * The fold of a node's journals on disk: quota counters, and how far each run was read for them. A file of
 * JSON lines, replaced as a whole: the head with the positions, then the fold in pieces.
 *
 * It is written in turns of some milliseconds, however many subscriptions there are, and put in its place by a
 * rename after its bytes are on disk, so that a crash leaves the one before it or this one, never a part.
 */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import path from 'node:path';
import type { RunPosition } from './frame-tail.ts';
import type { FoldPiece } from './quota-fold.ts';
import { type Environment, UNTOLD_QUOTA_KIND } from './record.ts';
import { isMissing } from './segment.ts';

const FILE = 'quota-checkpoint.ndjson';
const VERSION = 3;
/** Did not say which quota a use was of. */
const VERSION_BEFORE = 2;
const HEAD_BYTES = 65_536;

/** Per run (`worker.run`): up to where the fold has read. */
export type FoldPositions = Readonly<Record<string, RunPosition>>;

interface Head {
  readonly version: number;
  readonly positions: FoldPositions;
}

/** Nothing may change the fold until it resolves. */
export async function writeCheckpoint(
  directory: string,
  positions: FoldPositions,
  pieces: Iterable<FoldPiece>,
): Promise<void> {
  const file = path.join(directory, FILE);
  const beside = `${file}.tmp`;
  const handle = await open(beside, 'w');
  try {
    await handle.writeFile(`${JSON.stringify({ version: VERSION, positions } satisfies Head)}\n`);
    for (const piece of pieces) await handle.appendFile(`${JSON.stringify(piece)}\n`);
    await handle.datasync();
  } finally {
    await handle.close();
  }
  await rename(beside, file);
}

/** Null when there is none. */
export function readCheckpoint(directory: string): { positions: FoldPositions; pieces: FoldPiece[] } | null {
  let text: string;
  try {
    text = readFileSync(path.join(directory, FILE), 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  const [head = '', ...pieces] = text.trimEnd().split('\n');
  const { version, positions } = parseHead(head);
  const parsed = pieces.map((piece) => JSON.parse(piece));
  return { positions, pieces: version === VERSION ? parsed : parsed.map(fromVersionBefore) };
}

interface PieceBefore {
  readonly uses?: [string, number, Environment, string][];
  readonly reservations?: [string, string, string, string][];
}

function fromVersionBefore({ uses = [], reservations = [] }: PieceBefore): FoldPiece {
  return {
    uses: uses.map(([id, startMs, ...rest]) => [id, UNTOLD_QUOTA_KIND, 0, startMs, ...rest]),
    reservations: reservations.map(([run, call, useKey, units]) => {
      const key = useKey.replace('\n', `\n${UNTOLD_QUOTA_KIND}.0.`);
      return [run, call, [key], units];
    }),
  };
}

/**
 * Where the last checkpoint stands in each run; null when there is none. What lies behind it must not be
 * deleted. Reads the head only.
 */
export function readFoldPositions(directory: string): FoldPositions | null {
  let descriptor: number;
  try {
    descriptor = openSync(path.join(directory, FILE), 'r');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  try {
    let head = '';
    const bytes = Buffer.allocUnsafe(HEAD_BYTES);
    for (let read = -1; read !== 0 && !head.includes('\n'); ) {
      read = readSync(descriptor, bytes, 0, HEAD_BYTES, null);
      head += bytes.toString('latin1', 0, read);
    }
    return parseHead(head.slice(0, head.indexOf('\n'))).positions;
  } finally {
    closeSync(descriptor);
  }
}

function parseHead(line: string): Head {
  const head = JSON.parse(line) as Head;
  if (head.version === VERSION || head.version === VERSION_BEFORE) return head;
  throw new Error(`${FILE} has version ${head.version}, this program reads ${VERSION}`);
}
