/** The form in which documentation of a route is sent. Schemas in it are JSON Schema. */
import { z } from 'zod';

const schema = z.record(z.string(), z.unknown());
const example = z.object({ name: z.string(), summary: z.string(), value: z.unknown() });
const media = z.object({
  media_type: z.string(),
  schema: schema.nullable(),
  examples: z.array(example),
});

export const documentationSchema = z.object({
  tags: z.array(z.string()),
  deprecated: z.boolean(),
  parameters: z.array(
    z.object({
      name: z.string(),
      in: z.enum(['path', 'query', 'header']),
      required: z.boolean(),
      deprecated: z.boolean(),
      description: z.string().describe('Markdown'),
      style: z.string().nullable(),
      explode: z.boolean().nullable(),
      schema,
      examples: z.array(example),
    }),
  ),
  request_body: z
    .object({ description: z.string(), required: z.boolean(), content: z.array(media) })
    .nullable(),
  responses: z.array(
    z.object({
      status: z.string(),
      description: z.string(),
      headers: z.array(z.object({ name: z.string(), description: z.string(), schema })),
      content: z.array(media),
    }),
  ),
});
