/** What a route answers, shown before anybody may call it: set by hand, from the document, or made from its schemas. */
import { z } from 'zod';
import { text } from './fields.ts';
import type { MediaDocumentation, RouteDocumentation } from './openapi/documentation.ts';
import { sampleValue } from './openapi/sample-value.ts';

const statusCode = z
  .string()
  .regex(/^([1-5]\d\d|[1-5]XX|default)$/, 'must be a status, as 200, 4XX or default');
const contentType = z
  .string()
  .regex(/^[\w.+-]{1,60}\/[\w.+*-]{1,80}(;[ \w.=+-]{1,60})?$/, 'is not a media type');

export const sampleResponseSchema = z.strictObject({
  status: statusCode,
  content_type: contentType,
  body: text(20_000).describe('As the answer would carry it'),
});
export type SampleResponse = z.output<typeof sampleResponseSchema>;

const mostSamples = 40;
const mostCharacters = 200_000;

export const sampleResponsesSchema = z
  .array(sampleResponseSchema)
  .max(mostSamples)
  .superRefine((samples, context) => {
    const seen = new Set<string>();
    samples.forEach((sample, index) => {
      const key = `${sample.status} ${sample.content_type}`;
      if (seen.has(key))
        context.addIssue({ code: 'custom', path: [index], message: `is the second sample of ${key}` });
      seen.add(key);
    });
    if (samples.reduce((sum, { body }) => sum + body.length, 0) > mostCharacters)
      context.addIssue({ code: 'custom', message: 'are too long taken together' });
  });

export const shownSampleSchema = z.object({
  status: z.string(),
  content_type: z.string(),
  body: z.string(),
  source: z.enum(['provider', 'example', 'generated']),
});
export type ShownSample = z.output<typeof shownSampleSchema>;

/** One per status and content type: the provider's own, else the document's example, else one made from the schema. */
export function shownSamples(
  documentation: RouteDocumentation | null,
  byHand: readonly SampleResponse[],
): ShownSample[] {
  const shown = new Map<string, ShownSample>();
  const add = (sample: ShownSample) => {
    const key = `${sample.status} ${sample.content_type}`;
    if (!shown.has(key) && shown.size < mostSamples) shown.set(key, sample);
  };
  for (const sample of byHand) add({ ...sample, source: 'provider' });
  for (const { status, content } of documentation?.responses ?? []) {
    for (const media of content) {
      const [example] = media.examples;
      const made = example ? example.value : media.schema && sampleValue(media.schema);
      if (made === null || made === undefined) continue;
      const source = example ? 'example' : 'generated';
      add({ status, content_type: media.media_type, body: bodyOf(media, made), source });
    }
  }
  return [...shown.values()];
}

function bodyOf(media: MediaDocumentation, value: unknown): string {
  if (typeof value === 'string' && !/[/+]json\b/.test(media.media_type)) return value;
  return JSON.stringify(value, null, 2);
}
