import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { invalid, isDecimalText, type PointedError, pointedErrors } from '#kernel';

/** An event as somebody reports it, before it is known whose subscription it belongs to. */
export interface UsageReport {
  readonly source: string;
  readonly idempotencyKey: string;
  readonly eventType: string;
  /** Our id or the external id of the consumer. */
  readonly workspace: string;
  /** Id or slug; null when not named. */
  readonly product: string | null;
  /** Exact decimal. */
  readonly value: string;
  /** Null: the time of receipt. */
  readonly timestampMs: number | null;
  /** JSON text. */
  readonly properties: string | null;
}

export const MAX_REPORTS = 1000;
const MAX_PROPERTIES_BYTES = 8192;
/** The source of reports in our own form; CloudEvents name theirs. */
const OWN_SOURCE = 'api';

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const CONTROL = /[\u0000-\u001f\u007f]/;
const plainText = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .refine(
      (text) => !CONTROL.test(text) && text.isWellFormed(),
      'contains characters that cannot be stored',
    );

const eventType = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_.:-]{0,99}$/,
    'must be 1 to 100 letters, digits, _ . : -, starting with a letter',
  );

const value = z
  .union([z.string().max(40), z.number()])
  .transform(String)
  .refine(isDecimalText, 'must be a decimal of at most 26 digits before and 12 after the point')
  .describe('How much, as a decimal in quotes');

const moment = z
  .string()
  .max(40)
  .transform((text, context) => {
    try {
      return Temporal.Instant.from(text).epochMilliseconds;
    } catch {
      context.addIssue({ code: 'custom', message: 'must be a time such as 2027-01-31T12:00:00Z' });
      return z.NEVER;
    }
  })
  .describe('ISO 8601 with an offset or Z; default: now');

const scalar = z.union([z.string().max(2000), z.number(), z.boolean(), z.null()]);
const properties = z
  .record(z.string().max(100), scalar)
  .transform((object) => JSON.stringify(object))
  .refine(
    (text) => Buffer.byteLength(text) <= MAX_PROPERTIES_BYTES,
    `has more than ${MAX_PROPERTIES_BYTES} bytes`,
  );

export const reportSchema = z.strictObject({
  event_type: eventType,
  workspace_id: plainText(200).describe('The consumer: our id or the external id'),
  product: plainText(100)
    .optional()
    .describe('Id or slug; needed when the consumer has several subscriptions'),
  value,
  idempotency_key: plainText(200).describe('The same key again is the same event'),
  timestamp: moment.optional(),
  properties: properties.optional(),
});

/** CloudEvents 1.0. `subject` is the consumer; `data` may have `value` (default 1) and `product`. */
const cloudEventSchema = z.looseObject({
  specversion: z.literal('1.0'),
  id: plainText(200),
  source: plainText(200),
  type: eventType,
  subject: plainText(200),
  time: moment.optional(),
  data: z
    .looseObject({ value: value.optional(), product: plainText(100).optional() })
    .nullish()
    .transform((data, context) => {
      const { value: amount = '1', product = null, ...rest } = data ?? {};
      const parsed = properties.safeParse(rest);
      for (const issue of parsed.error?.issues ?? [])
        context.addIssue({ ...issue, path: [...issue.path] } as never);
      return { amount, product, properties: Object.keys(rest).length > 0 ? (parsed.data ?? null) : null };
    }),
});

/**
 * What OpenAPI says of the body; it is validated by `readReports`, which knows the form from the content
 * type.
 */
export const reportsBody = z.unknown().meta({
  description: 'One event or up to 1000, in this form or as CloudEvents 1.0 (structured, batch or binary)',
  anyOf: [
    z.toJSONSchema(reportSchema, { io: 'input', unrepresentable: 'any' }),
    {
      type: 'array',
      minItems: 1,
      maxItems: MAX_REPORTS,
      items: z.toJSONSchema(reportSchema, { io: 'input', unrepresentable: 'any' }),
    },
  ],
});

/**
 * The reports of a request, or a refusal with a pointer for each wrong field: nothing of a body that is wrong
 * in one place is taken.
 */
export function readReports(body: unknown, headers: IncomingHttpHeaders): UsageReport[] {
  const single = !Array.isArray(body);
  const items = single ? [withBinaryAttributes(body, headers)] : body;
  if (items.length === 0) throw invalid([{ pointer: '', detail: 'has no event' }]);
  if (items.length > MAX_REPORTS)
    throw invalid([{ pointer: '', detail: `has more than ${MAX_REPORTS} events` }]);
  const reports: UsageReport[] = [];
  const errors: PointedError[] = [];
  for (const [index, item] of items.entries()) {
    const parsed = isCloudEvent(item) ? readCloudEvent(item) : readOwn(item);
    if (parsed.success) reports.push(parsed.data);
    else
      for (const issue of parsed.error.issues)
        errors.push(...pointedErrors(issue, single ? '' : `/${index}`));
  }
  if (errors.length > 0) throw invalid(errors.slice(0, 50));
  return reports;
}

type Parsed = { success: true; data: UsageReport } | { success: false; error: z.ZodError };

function readOwn(item: unknown): Parsed {
  const parsed = reportSchema.safeParse(item);
  if (!parsed.success) return parsed;
  const { data } = parsed;
  return {
    success: true,
    data: {
      source: OWN_SOURCE,
      idempotencyKey: data.idempotency_key,
      eventType: data.event_type,
      workspace: data.workspace_id,
      product: data.product ?? null,
      value: data.value,
      timestampMs: data.timestamp ?? null,
      properties: data.properties ?? null,
    },
  };
}

function readCloudEvent(item: unknown): Parsed {
  const parsed = cloudEventSchema.safeParse(item);
  if (!parsed.success) return parsed;
  const { data } = parsed;
  return {
    success: true,
    data: {
      source: data.source,
      idempotencyKey: data.id,
      eventType: data.type,
      workspace: data.subject,
      product: data.data.product,
      value: data.data.amount,
      timestampMs: data.time ?? null,
      properties: data.data.properties,
    },
  };
}

function isCloudEvent(item: unknown): boolean {
  return typeof item === 'object' && item !== null && 'specversion' in item;
}

/** The binary form has the attributes in `ce-…` headers and the data in the body. */
function withBinaryAttributes(body: unknown, headers: IncomingHttpHeaders): unknown {
  if (headers['ce-specversion'] === undefined) return body;
  const attributes: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(headers)) {
    if (name.startsWith('ce-') && typeof text === 'string') attributes[name.slice(3)] = percentDecoded(text);
  }
  return { ...attributes, data: body };
}

/** The HTTP binding percent-encodes what is not printable ASCII. */
function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
