import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { createLog, openTemporaryUsageDb } from '#kernel';
import { answerAggregates, type OpenUsage } from './rate-aggregates.ts';
import { answerCase } from './rate-cases.ts';
import { CaseError, isRecord } from './rate-fields.ts';

export interface RatedCases {
  /** One JSON text per case, in their order. */
  readonly lines: string[];
  /** Cases that could not be read; each has its line with an `error`. */
  readonly failed: number;
}

const temporaryUsage: OpenUsage = () => openTemporaryUsageDb(createLog('silent'));

/**
 * Answers every case of a document: one case, a list, or `{"vectors": […]}`. Throws a CaseError on no JSON.
 * Aggregates are the usage store's to answer, so one is opened where there are such cases.
 */
export async function rateDocument(
  input: string,
  openUsage: OpenUsage = temporaryUsage,
): Promise<RatedCases> {
  let failed = 0;
  const cases = casesOf(input);
  const aggregates = cases.filter(isRecord).filter((one) => one.kind === 'aggregate');
  const aggregated = await answerAggregates(aggregates, openUsage);
  const lines = cases.map((one) => {
    const known = isRecord(one) ? aggregated.get(one) : undefined;
    const answer = known && isRecord(one) ? { id: one.id ?? null, ...known } : answerOne(one);
    if ('error' in answer) failed += 1;
    return JSON.stringify(answer);
  });
  return { lines, failed };
}

function casesOf(input: string): unknown[] {
  let document: unknown;
  try {
    document = JSON.parse(input);
  } catch (cause) {
    throw new CaseError(`Not JSON: ${(cause as Error).message}`, { cause });
  }
  if (Array.isArray(document)) return document;
  if (isRecord(document) && 'vectors' in document) {
    if (Array.isArray(document.vectors)) return document.vectors;
    throw new CaseError('vectors: expected a list');
  }
  return [document];
}

function answerOne(one: unknown): Record<string, unknown> {
  if (!isRecord(one)) return { id: null, error: 'A case is a JSON object' };
  const id = one.id ?? null;
  try {
    return { id, ...(answerCase(one) ?? { unsupported: true }) };
  } catch (cause) {
    // RangeError is how Temporal and the rules of #rating refuse a value; anything else is a bug.
    if (cause instanceof CaseError || cause instanceof RangeError) return { id, error: cause.message };
    throw cause;
  }
}

export function registerRate(program: Command): void {
  program
    .command('rate')
    .argument('<file>', 'a JSON file, or - for standard input')
    .description('price cases without a server: JSON in, one JSON line per case out')
    .option('--json', 'the output is JSON lines in any case')
    .action(async (file: string) => {
      let rated: RatedCases;
      try {
        rated = await rateDocument(file === '-' ? await text(process.stdin) : await readFile(file, 'utf8'));
      } catch (error) {
        if (!(error instanceof CaseError) && !isFileError(error)) throw error;
        console.error(`turnpike rate: ${file}: ${error.message}`);
        process.exitCode = 1;
        return;
      }
      for (const line of rated.lines) process.stdout.write(`${line}\n`);
      if (rated.failed > 0) process.exitCode = 1;
    });
}

/** What the file system says of a missing or unreadable file: the caller's to mend, not ours. */
function isFileError(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error;
}
