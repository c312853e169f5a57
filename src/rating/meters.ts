import { z } from 'zod';
import { eventFieldSchema, eventFilterSchema, isProperty, STATUS_CLASSES } from './usage-conditions.ts';

/**
 * What a meter counts. This definition is all there is: the usage store's SQL is made of it, for the gate, for
 * invoices and for charts.
 */

export const AGGREGATIONS = [
  'count',
  'sum',
  'max',
  'min',
  'avg',
  'latest',
  'unique_count',
  'weighted_sum',
  'percentile',
  'prorated_sum',
  'prorated_unique_count',
] as const;
export type Aggregation = (typeof AGGREGATIONS)[number];

/** Numbers that every event, or every call, has beside its properties. */
export const EVENT_NUMBERS = [
  'value',
  'units',
  'latency_ms',
  'upstream_latency_ms',
  'request_bytes',
  'response_bytes',
] as const;

const countsTexts = (aggregation: Aggregation) =>
  aggregation === 'unique_count' || aggregation === 'prorated_unique_count';

const eventType = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_.:-]{0,99}$/,
    'must be 1 to 100 letters, digits, _ . : -, starting with a letter',
  );

const fields = z.strictObject({
  event_type: eventType.nullable().describe('request: calls; null: every event'),
  aggregation: z.enum(AGGREGATIONS),
  value: z
    .string()
    .max(120)
    .optional()
    .describe(
      `What is aggregated; not for count. Numbers: ${EVENT_NUMBERS.join(', ')}, properties.NAME; what is counted as unique: any field`,
    ),
  percentile: z
    .number()
    .min(50)
    .max(99.9)
    .refine((p) => Number.isInteger(Math.round(p * 1e6) / 1e5), { error: 'must have at most one decimal' })
    .optional()
    .describe(
      'For percentile; default 95. Nearest rank: the smallest value that so many percent do not exceed',
    ),
  carry_over: z
    .boolean()
    .optional()
    .describe('For weighted_sum: what ran at the end of a period goes on in the next; default false'),
  operation: eventFieldSchema
    .optional()
    .describe(
      'For prorated_unique_count: the field that says add (or nothing) or remove; default properties.operation',
    ),
  filter: eventFilterSchema.nullable().default(null),
  group_by: z
    .array(eventFieldSchema)
    .max(3)
    .default([])
    .refine((names) => new Set(names).size === names.length, 'has a field twice')
    .describe('What usage can be broken down by'),
  free_status_classes: z
    .array(z.enum(STATUS_CLASSES))
    .max(STATUS_CLASSES.length)
    .default([])
    .describe('Calls that were answered so are not counted'),
});

export type MeterDefinition = z.output<typeof fields>;

export const meterDefinitionSchema = fields
  .superRefine((meter, context) => {
    const report = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    const { aggregation, value } = meter;
    if (aggregation === 'count' && value !== undefined) report('value', 'is not for count');
    if (aggregation !== 'count' && value === undefined) report('value', `is needed by ${aggregation}`);
    if (aggregation !== 'count' && value !== undefined) {
      const fits = countsTexts(aggregation)
        ? eventFieldSchema.safeParse(value).success
        : (EVENT_NUMBERS as readonly string[]).includes(value) || isProperty(value);
      if (!fits) report('value', `is nothing that ${aggregation} can be taken of`);
    }
    if (meter.percentile !== undefined && aggregation !== 'percentile')
      report('percentile', 'is only for percentile');
    if (meter.carry_over !== undefined && aggregation !== 'weighted_sum') {
      report('carry_over', 'is only for weighted_sum');
    }
    if (meter.operation !== undefined && aggregation !== 'prorated_unique_count') {
      report('operation', 'is only for prorated_unique_count');
    }
  })
  .meta({ id: 'MeterDefinition' });

export const DEFAULT_PERCENTILE = 95;

const plain = { filter: null, group_by: [], free_status_classes: [] };
const REQUESTS: MeterDefinition = { event_type: 'request', aggregation: 'count', ...plain };
const UNITS: MeterDefinition = { event_type: null, aggregation: 'sum', value: 'units', ...plain };

/** Names that every provider has; any other name that is not defined is an event type. */
export const BUILT_IN_METERS = ['requests', 'units'] as const;

/**
 * What a name in terms means where the provider has not defined it: `requests`, `units`, or the sum of the
 * values of the events of that type.
 */
export function meterNamed(name: string): MeterDefinition {
  if (name === 'requests') return REQUESTS;
  if (name === 'units') return UNITS;
  return { event_type: name, aggregation: 'sum', value: 'value', ...plain };
}

/** Whether every event has an amount of its own in the whole, which prices per event need. */
export function isAdditive(meter: Pick<MeterDefinition, 'aggregation'>): boolean {
  return meter.aggregation === 'count' || meter.aggregation === 'sum';
}
