/** What somebody may fill in. Where the call goes is not among it: that is the route's. */
import { z } from 'zod';
import { ROUTE_METHODS } from '#catalog';

const MOST_PAIRS = 100;
const MOST_BODY = 256 * 1024;

const reference = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'is not an id');
const value = z.string().max(8000);
/** Latin-1 without control characters: what a header can carry. */
const headerValue = z
  .string()
  .max(8000)
  .regex(/^[\t\x20-\x7e\xa0-\xff]*$/, 'has characters that a header cannot carry');

/** What is the transport's, the gateway's, or would say that somebody else calls. */
const NOT_THEIRS =
  /^(host|connection|content-length|content-type|transfer-encoding|te|trailer|upgrade|expect|keep-alive|via|forwarded|authorization|x-api-key|cookie|proxy-.*|sec-.*|x-forwarded-.*|x-real-ip|x-turnpike-.*|accept-encoding)$/;

const headerName = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, 'is not the name of a header')
  .refine((name) => !NOT_THEIRS.test(name.toLowerCase()), 'is set by the console');

const contentType = z
  .string()
  .regex(/^[\w.+-]{1,60}\/[\w.+*-]{1,80}(;[ \w.=+-]{1,60})?$/, 'is not a media type');

const methods = ROUTE_METHODS.filter((method) => method !== 'ANY');

export const callFormSchema = z.strictObject({
  subscription_id: reference,
  environment: z.enum(['live', 'test']).default('live'),
  route_id: reference,
  method: z.enum(methods).optional().describe('For routes that take any'),
  path_parameters: z.record(z.string().max(64), value).default({}),
  query: z
    .array(z.strictObject({ name: z.string().min(1).max(200), value }))
    .max(MOST_PAIRS)
    .default([]),
  headers: z
    .array(z.strictObject({ name: headerName, value: headerValue }))
    .max(MOST_PAIRS)
    .default([]),
  content_type: contentType.nullable().default(null),
  body: z.string().max(MOST_BODY).nullable().default(null),
});
export type CallForm = z.output<typeof callFormSchema>;
