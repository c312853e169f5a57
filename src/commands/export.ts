import { createHash, type Hash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import type { Command } from 'commander';
import {
  type ExportSpan,
  exportInvoiceFiles,
  exportInvoices,
  exportJournal,
  exportUsage,
  type JournalTotals,
} from '#billing/documents';
import { createLog, formatAmount, loadConfig, type Stores, systemClock } from '#kernel';
import { withPresentStores } from '../open-stores.ts';
import { StartError } from '../start-error.ts';
import { progressOn } from './progress.ts';

interface Options {
  from: string;
  to: string;
  format: string;
  timeZone: string;
  output?: string;
}

const formats: Readonly<Record<string, readonly string[]>> = {
  invoices: ['json', 'csv', 'ubl', 'facturx'],
  journal: ['json', 'csv'],
  usage: ['json', 'csv'],
};

/** `turnpike export`: what an accountant takes into another book, from an instance that runs or not. */
export function registerExport(program: Command): void {
  program
    .command('export')
    .argument('<what>', 'invoices, journal or usage')
    .requiredOption('--from <date>', 'first day')
    .requiredOption('--to <date>', 'last day')
    .option('--format <format>', 'json, csv; of invoices also ubl, facturx', 'json')
    .option('--time-zone <zone>', 'whose days they are', 'UTC')
    .option('--output <directory>', 'write files and a manifest with their digests; must not exist yet')
    .description('write issued invoices, the ledger or usage for accountants; to standard output by default')
    .action(exportAll);
}

async function exportAll(what: string, options: Options): Promise<void> {
  const { format, output } = options;
  if (!formats[what]) throw new StartError(`${what} is none of ${Object.keys(formats).join(', ')}`);
  if (!formats[what].includes(format))
    throw new StartError(`--format: ${what} can be ${formats[what].join(', ')}`);
  const many = format === 'ubl' || format === 'facturx';
  if (many && output === undefined) throw new StartError('--output: a file each needs a directory');
  if (output !== undefined && existsSync(output)) throw new StartError(`--output: ${output} exists already`);
  const span = spanOf(options);
  await withPresentStores(loadConfig(), createLog('silent'), async (stores) => {
    if (output === undefined) return drain(textOf(stores, what, span, format), process.stdout);
    const directory = resolve(output);
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const written = many
      ? await writeFiles(stores, span, format, directory)
      : await writeText(stores, what, span, format, directory);
    const batch = `${what}-${options.from}-${options.to}`;
    const period = { from: options.from, to: options.to, time_zone: options.timeZone };
    writeFileSync(
      join(directory, 'manifest.json'),
      `${JSON.stringify({ batch, period, ...written }, null, 1)}\n`,
    );
    if (written.refused.length > 0) {
      const named = written.refused.map((one) => `  ${one.detail}`).join('\n');
      throw new StartError(`${written.refused.length} invoices have no file:\n${named}`);
    }
  });
}

function spanOf({ from, to, timeZone }: Options): ExportSpan {
  const instant = (option: string, text: string, days: number) => {
    try {
      return Temporal.PlainDate.from(text, { overflow: 'reject' })
        .add({ days })
        .toZonedDateTime(timeZone)
        .toInstant();
    } catch (error) {
      throw new StartError(`--${option}: ${(error as Error).message}`);
    }
  };
  const span = { fromAt: instant('from', from, 0), toAt: instant('to', to, 1) };
  if (Temporal.Instant.compare(span.fromAt, span.toAt) >= 0)
    throw new StartError('--to: is before the first day');
  return span;
}

function textOf(
  { db, usageDb }: Stores,
  what: string,
  span: ExportSpan,
  format: string,
): AsyncGenerator<string, JournalTotals | undefined> {
  const as = format as 'json' | 'csv';
  if (what === 'journal') return exportJournal(db, span, as);
  return what === 'usage'
    ? exportUsage(usageDb, span, as)
    : exportInvoices(db, span, as, systemClock().now());
}

/** Writes at the pace at which it is taken, and answers what the text's end says. */
async function drain<T>(text: AsyncGenerator<string, T>, to: NodeJS.WritableStream, hash?: Hash): Promise<T> {
  for (;;) {
    const next = await text.next();
    if (next.done) return next.value;
    hash?.update(next.value);
    if (!to.write(next.value)) await once(to, 'drain');
  }
}

interface Written {
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
  readonly refused: readonly { readonly name: string; readonly detail: string }[];
  /** Of a journal: by currency, what its debits and its credits come to. */
  readonly totals?: Record<string, { debit: string; credit: string }>;
}

async function writeText(
  stores: Stores,
  what: string,
  span: ExportSpan,
  format: string,
  directory: string,
): Promise<Written> {
  const name = `${what}.${format}`;
  const hash = createHash('sha256');
  const file = createWriteStream(join(directory, name), { flags: 'wx', mode: 0o600 });
  const totals = await drain(textOf(stores, what, span, format), file, hash);
  file.end();
  await finished(file);
  const files = [{ name, sha256: hash.digest('hex') }];
  return totals ? { files, refused: [], totals: presentTotals(totals) } : { files, refused: [] };
}

function presentTotals(totals: JournalTotals): Record<string, { debit: string; credit: string }> {
  const rows = [...totals].map(([currency, { debitMinor, creditMinor }]) => {
    const text = (minor: bigint) => formatAmount({ minor, currency });
    return [currency, { debit: text(debitMinor), credit: text(creditMinor) }] as const;
  });
  return Object.fromEntries(rows);
}

async function writeFiles(
  { db }: Stores,
  span: ExportSpan,
  format: string,
  directory: string,
): Promise<Written> {
  const progress = progressOn(process.stderr);
  const files: { name: string; sha256: string }[] = [];
  const refused: { name: string; detail: string }[] = [];
  for await (const { name, bytes, refused: detail } of exportInvoiceFiles(
    db,
    span,
    format as 'ubl' | 'facturx',
  )) {
    if (bytes === null) refused.push({ name, detail });
    else {
      writeFileSync(join(directory, name), bytes, { flag: 'wx', mode: 0o600 });
      files.push({ name, sha256: createHash('sha256').update(bytes).digest('hex') });
    }
    progress.show('invoices', files.length + refused.length);
  }
  progress.end();
  return { files, refused };
}
