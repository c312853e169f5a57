import { csvLine, csvText, decimalText, instantText, type UsageDb } from '#kernel';
import { type ExportedEvent, exportPage } from '#metering';
import type { ExportSpan } from './export-invoices.ts';

const pageSize = 5000;

/** An event in flat texts, in the order of the columns. */
function fieldsOf(event: ExportedEvent): Record<string, string> {
  return {
    timestamp: instantText(event.timestamp),
    subscription_id: event.subscription_id,
    organization_id: event.organization_id,
    provider_id: event.provider_id,
    product_id: event.product_id,
    plan_version_id: event.plan_version_id,
    key_id: event.key_id,
    route_id: event.route_id,
    event_type: event.event_type,
    environment: event.environment,
    units: decimalText(event.units),
    value: decimalText(event.value),
    overage_units: decimalText(event.overage_units),
    method: event.method,
    status: event.status === null ? '' : String(event.status),
    connection: event.connection,
    source: event.source,
    id: event.id,
    batch: String(event.batch),
  };
}

/** Cells that are numbers and stay numbers. */
const numeric = new Set(['units', 'value', 'overage_units', 'status', 'batch']);

const columns = [
  ...[
    'timestamp',
    'subscription_id',
    'organization_id',
    'provider_id',
    'product_id',
    'plan_version_id',
    'key_id',
  ],
  ...['route_id', 'event_type', 'environment', 'units', 'value', 'overage_units', 'method', 'status'],
  ...['connection', 'source', 'id', 'batch'],
];

/** Every usage event of a time: what invoices are made of, and what test keys did. */
export async function* exportUsage(
  usageDb: UsageDb,
  span: ExportSpan,
  format: 'csv' | 'json',
): AsyncGenerator<string, undefined> {
  if (format === 'csv') yield csvLine(columns);
  let before = '[\n';
  let after: ExportedEvent | null = null;
  for (;;) {
    const events: ExportedEvent[] = await exportPage(usageDb, span, { limit: pageSize, after });
    for (const event of events) {
      const fields = fieldsOf(event);
      if (format === 'json') yield `${before}${JSON.stringify(fields)}`;
      else yield csvLine(columns.map((name) => (numeric.has(name) ? fields[name]! : csvText(fields[name]!))));
      before = ',\n';
    }
    after = events.at(-1) ?? null;
    if (events.length < pageSize) break;
  }
  if (format === 'json') yield before === '[\n' ? '[]\n' : '\n]\n';
}
