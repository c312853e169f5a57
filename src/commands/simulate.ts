import type { Command } from 'commander';
import { createLog, formatAmount, loadConfig, systemClock } from '#kernel';
import { withPresentStores } from '../open-stores.ts';
import { type SimulatedInvoice, simulate } from '../simulation.ts';
import { StartError } from '../start-error.ts';
import { progressOn } from './progress.ts';

interface Options {
  from?: string;
  to: string;
  json?: boolean;
}

/** The longest that a simulation may look ahead. */
const MOST_YEARS = 10;

/** `turnpike simulate --from DATE --to DATE`: the invoices that would come. */
export function registerSimulate(program: Command): void {
  program
    .command('simulate')
    .description(
      'move a copy of the billing state through time and print the invoices that would come: of the subscriptions as they ' +
        'are and the usage counted so far',
    )
    .option('--from <date>', 'the first day of which invoices are printed, UTC (default: today)')
    .requiredOption('--to <date>', 'the last day, UTC')
    .option('--json', 'print one invoice as JSON per line')
    .action(run);
}

async function run(options: Options): Promise<void> {
  const now = systemClock().now();
  const from = options.from === undefined ? now : startOf('--from', options.from);
  const to = startOf('--to', options.to).add({ hours: 24 }).subtract({ milliseconds: 1 });
  if (Temporal.Instant.compare(to, now) < 0) throw new StartError('--to: lies in the past');
  if (Temporal.Instant.compare(from, to) > 0) throw new StartError('--from: lies after --to');
  if (Temporal.Instant.compare(to, now.add({ hours: 24 * 366 * MOST_YEARS })) > 0)
    throw new StartError(`--to: lies more than ${MOST_YEARS} years ahead`);
  const config = loadConfig();
  const progress = progressOn(process.stderr);
  const totals = new Map<string, { count: number; minor: bigint }>();
  await withPresentStores(config, createLog('silent'), (stores) =>
    simulate({
      ...{ config, stores, now, from, to },
      onDay: (at) => progress.show(at.toString().slice(0, 10), totalCount(totals)),
      onInvoice: (invoice) => {
        const sum = totals.get(invoice.currency) ?? { count: 0, minor: 0n };
        totals.set(invoice.currency, { count: sum.count + 1, minor: sum.minor + invoice.totalMinor });
        console.log(options.json ? JSON.stringify(asJson(invoice)) : asText(invoice));
      },
    }),
  ).finally(progress.end);
  if (options.json) return;
  for (const [currency, { count, minor }] of totals)
    console.log(`${count} invoices, ${formatAmount({ minor, currency })} ${currency}`);
  if (totals.size === 0) console.log('no invoices');
}

function totalCount(totals: ReadonlyMap<string, { count: number }>): number {
  return [...totals.values()].reduce((sum, { count }) => sum + count, 0);
}

function startOf(option: string, text: string): Temporal.Instant {
  try {
    return Temporal.PlainDate.from(text).toZonedDateTime('UTC').toInstant();
  } catch {
    throw new StartError(`${option}: must be a date such as 2027-01-31`);
  }
}

function asJson(invoice: SimulatedInvoice): Record<string, unknown> {
  const { currency } = invoice;
  return {
    issued_at: invoice.issuedAt!.toString(),
    due_at: invoice.dueAt!.toString(),
    number: invoice.number,
    organization_id: invoice.organizationId,
    buyer: invoice.buyer.name,
    provider_id: invoice.providerId,
    subscription_id: invoice.subscriptionId,
    product: invoice.productName,
    cause: invoice.cause,
    net: formatAmount({ minor: invoice.netMinor, currency }),
    tax: formatAmount({ minor: invoice.taxMinor, currency }),
    total: formatAmount({ minor: invoice.totalMinor, currency }),
    currency,
  };
}

function asText(invoice: SimulatedInvoice): string {
  const total = formatAmount({ minor: invoice.totalMinor, currency: invoice.currency });
  const day = invoice.issuedAt!.toString().slice(0, 10);
  return `${day}  ${invoice.number}  ${total} ${invoice.currency}  ${invoice.buyer.name}, ${invoice.productName}`;
}
