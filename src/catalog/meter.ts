import { z } from 'zod';
import { instantText } from '#kernel';
import { BUILT_IN_METERS, type MeterDefinition, meterDefinitionSchema } from '#rating';
import { instant, revision, title } from './fields.ts';

/** What a provider counts under a key. Prices name the key; a published version keeps what it meant then. */
export interface Meter {
  readonly id: string;
  /** The provider. */
  readonly organizationId: string;
  /** Null: for all of its products. */
  readonly productId: string | null;
  readonly key: string;
  readonly name: string;
  readonly definition: MeterDefinition;
  readonly revision: number;
  readonly createdAt: Temporal.Instant;
  readonly updatedAt: Temporal.Instant;
}

export const MOST_METERS = 500;

/** `request` is the event type of calls, which the meter `requests` counts. */
const reserved: readonly string[] = [...BUILT_IN_METERS, 'request'];

export const meterKey = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'must be 1 to 63 of a-z, 0-9, _ and -')
  .refine((key) => !reserved.includes(key), 'is the name of a built-in meter');

export const newMeterSchema = z.strictObject({
  key: meterKey.describe('What prices name; an event type of the same name is no longer meant by it'),
  name: title,
  all_products: z.boolean().default(false).describe('For the plans of all your products, not of this one'),
  definition: meterDefinitionSchema,
});
export type NewMeter = z.output<typeof newMeterSchema>;

export const meterChangeSchema = z
  .strictObject({ name: title, definition: meterDefinitionSchema, revision })
  .partial();
export type MeterChange = z.output<typeof meterChangeSchema>;

export const meterSchema = z.object({
  id: z.string(),
  key: z.string(),
  name: z.string(),
  product_id: z.string().nullable().describe('Null: for all products of the provider'),
  definition: meterDefinitionSchema,
  revision: z.int(),
  created_at: instant,
  updated_at: instant,
});

export function presentMeter(meter: Meter): z.output<typeof meterSchema> {
  return {
    id: meter.id,
    key: meter.key,
    name: meter.name,
    product_id: meter.productId,
    definition: meter.definition,
    revision: meter.revision,
    created_at: instantText(meter.createdAt),
    updated_at: instantText(meter.updatedAt),
  };
}
