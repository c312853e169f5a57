import { z } from 'zod';

/**
 * Conditions on usage events. Meters filter by them and prices choose by them; metering turns them into the
 * usage store's SQL.
 *
 * Every field of an event has a text or is missing: a property as it was reported (numbers and truth values in
 * their JSON spelling; null is missing), the status as '404', its class as '4xx'. Texts are compared as texts,
 * numbers with what the text is as a number; what is missing, or no number, fits no comparison, but it is not
 * equal to anything either.
 */

/** Fields of calls; those of reported events are missing, and all else is a property. */
export const EVENT_FIELDS = ['status', 'status_class', 'route', 'method', 'key'] as const;
export const STATUS_CLASSES = ['1xx', '2xx', '3xx', '4xx', '5xx'] as const;

/** `status` or `properties.region`. */
export type EventField = string;

export const PROPERTY_PREFIX = 'properties.';

export const isProperty = (name: string): boolean => /^properties\.[^\p{Cc}]{1,100}$/u.test(name);

export const eventFieldSchema = z
  .string()
  .max(120)
  .refine((name) => (EVENT_FIELDS as readonly string[]).includes(name) || isProperty(name), {
    error: `must be one of ${EVENT_FIELDS.join(', ')}, or properties. and a name`,
  });

type Scalar = string | number | boolean;

export type EventCondition =
  | { readonly field: EventField; readonly operator: 'eq' | 'neq'; readonly value: Scalar }
  | { readonly field: EventField; readonly operator: 'in' | 'not_in'; readonly value: readonly Scalar[] }
  | {
      readonly field: EventField;
      readonly operator: 'gt' | 'gte' | 'lt' | 'lte';
      readonly value: number | string;
    }
  | { readonly field: EventField; readonly operator: 'exists'; readonly value: boolean }
  | { readonly field: EventField; readonly operator: 'prefix'; readonly value: string };

export type EventFilter =
  | EventCondition
  | { readonly and: readonly EventFilter[] }
  | { readonly or: readonly EventFilter[] };

const MOST_CONDITIONS = 50;
const DEEPEST = 4;

const text = z
  .string()
  .max(200)
  .refine(
    (value) => !value.includes('\u0000') && value.isWellFormed(),
    'contains characters that cannot be stored',
  );
/** A number with a fraction has a text of its own: 0.1 is written '0.1' in JSON as well. */
const numberText = z.string().regex(/^-?\d{1,26}(\.\d{1,12})?$/, 'must be a number, or one in quotes');
const number = z.number().refine((value) => numberText.safeParse(String(value)).success, {
  error: 'must have at most 12 decimals',
});
const scalar = z.union([text, number, z.boolean()]);
const field = eventFieldSchema;
const condition = z.discriminatedUnion('operator', [
  z.strictObject({ field, operator: z.enum(['eq', 'neq']), value: scalar }),
  z.strictObject({ field, operator: z.enum(['in', 'not_in']), value: z.array(scalar).min(1).max(100) }),
  z.strictObject({
    field,
    operator: z.enum(['gt', 'gte', 'lt', 'lte']),
    value: z.union([number, numberText]),
  }),
  z.strictObject({ field, operator: z.literal('exists'), value: z.boolean() }),
  z.strictObject({ field, operator: z.literal('prefix'), value: text.min(1) }),
]);

type Path = PropertyKey[];
type Mistake = { readonly path: Path; readonly message: string };

/** Counts the conditions that it walks past in `walked`. */
function mistakesOf(node: unknown, path: Path, depth: number, walked: { conditions: number }): Mistake[] {
  if (depth > DEEPEST) return [{ path, message: `is nested deeper than ${DEEPEST}` }];
  const name = ['and', 'or'].find(
    (one) => typeof node === 'object' && node !== null && Object.hasOwn(node, one),
  );
  if (name === undefined) {
    walked.conditions += 1;
    if (walked.conditions > MOST_CONDITIONS)
      return [{ path, message: `is one of more than ${MOST_CONDITIONS} conditions` }];
    const issues = condition.safeParse(node).error?.issues ?? [];
    return issues.map((issue) => ({ path: [...path, ...issue.path], message: issue.message }));
  }
  const members = (node as Record<string, unknown>)[name];
  if (Object.keys(node as object).length > 1) return [{ path, message: `must have nothing beside ${name}` }];
  if (!Array.isArray(members) || members.length === 0 || members.length > MOST_CONDITIONS) {
    return [{ path: [...path, name], message: `must be a list of 1 to ${MOST_CONDITIONS} conditions` }];
  }
  return members.flatMap((member, index) => mistakesOf(member, [...path, name, index], depth + 1, walked));
}

/**
 * A condition, or `and` and `or` of such, at most 4 deep and 50 in all. Walked by hand rather than declared:
 * a tree in a union answers every mistake with "invalid input", and OpenAPI would repeat it at each depth.
 */
export const eventFilterSchema = z
  .record(z.string(), z.unknown())
  .superRefine((node, context) => {
    for (const { path, message } of mistakesOf(node, [], 1, { conditions: 0 }).slice(0, 20)) {
      context.addIssue({ code: 'custom', path, message });
    }
  })
  .describe(
    'A condition {"field", "operator", "value"}, or {"and": […]} or {"or": […]} of such; operators eq, neq, in, not_in, gt, gte, lt, lte, exists, prefix',
  ) as unknown as z.ZodType<EventFilter, EventFilter>;

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 08:30');

/** What an event has to be like for a price to be its own. All that is named must hold. */
export const usageConditionSchema = z
  .strictObject({
    filter: eventFilterSchema.optional(),
    weekdays: z
      .array(z.int().min(1).max(7))
      .min(1)
      .max(7)
      .optional()
      .describe('1 is Monday, in the time zone of the subscription'),
    time: z
      .strictObject({ from: timeOfDay, to: timeOfDay.describe('Exclusive; before `from`: on the next day') })
      .refine((span) => span.from !== span.to, { path: ['to'], error: 'must not be the same time' })
      .optional()
      .describe('What clocks show in the time zone of the subscription'),
  })
  .refine((when) => when.filter !== undefined || when.weekdays !== undefined || when.time !== undefined, {
    error: 'must name a filter, weekdays or a time',
  });
export type UsageCondition = z.output<typeof usageConditionSchema>;

export function needsLocalTime(when: UsageCondition): boolean {
  return when.weekdays !== undefined || when.time !== undefined;
}
