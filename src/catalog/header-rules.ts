/** Headers that a provider adds, sets or removes on the way to its upstream and back. */
import { z } from 'zod';

export const HEADER_PLACEHOLDERS = ['consumer_id', 'plan', 'subscription_id', 'request_id'] as const;

const MOST_RULES = 50;
const token = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/;
/** Visible ASCII, blanks and tabs: no CR, LF or NUL can split a header. */
const plainValue = /^[\t\x20-\x7e]*$/;
const placeholder = /\$\{([^}]*)\}/g;

/** Hop-by-hop and framing: one wrong value here and two servers disagree about where a message ends. */
const framing = [
  'connection',
  'content-length',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];
const ownOfRequests = new Set([
  ...framing,
  // What consumers authenticate with here is never the upstream's business, nor is the reverse.
  'authorization',
  'expect',
  'forwarded',
  'proxy-authorization',
  'signature',
  'signature-input',
  'traceparent',
  'tracestate',
  'via',
  'x-api-key',
  'x-request-id',
]);
const ownOfResponses = new Set([
  ...framing,
  'alt-svc',
  'proxy-authenticate',
  'ratelimit',
  'vary',
  'www-authenticate',
  'x-request-id',
]);
const ownFamilies = {
  request: ['x-turnpike-', 'x-forwarded-'],
  response: ['x-turnpike-', 'x-ratelimit-', 'ratelimit-', 'access-control-'],
} as const;

function isOwn(direction: 'request' | 'response', name: string): boolean {
  // CGI and WSGI servers fold `_` and `-` into one: X_Turnpike_Plan would arrive as X-Turnpike-Plan.
  const folded = name.toLowerCase().replaceAll('_', '-');
  const names = direction === 'request' ? ownOfRequests : ownOfResponses;
  return names.has(folded) || ownFamilies[direction].some((family) => folded.startsWith(family));
}

export const ownHeaders = { request: (name: string) => isOwn('request', name) };

const value = z
  .string()
  .max(1000)
  .regex(plainValue, 'may hold visible ASCII characters, blanks and tabs')
  .superRefine((text, context) => {
    for (const [whole, name] of text.matchAll(placeholder)) {
      if ((HEADER_PLACEHOLDERS as readonly string[]).includes(name!)) continue;
      context.addIssue({
        code: 'custom',
        message: `${whole} is not one of ${HEADER_PLACEHOLDERS.join(', ')}`,
      });
    }
  });

const ruleSchema = (direction: 'request' | 'response') =>
  z
    .strictObject({
      op: z.enum(['set', 'add', 'remove']),
      name: z
        .string()
        .regex(token, 'is not a header name')
        .refine((name) => !isOwn(direction, name), 'belongs to the gateway'),
      value: value
        .nullable()
        .default(null)
        .describe(`May hold ${HEADER_PLACEHOLDERS.map((name) => `\${${name}}`).join(', ')}; null to remove`),
    })
    .refine((rule) => (rule.op === 'remove') === (rule.value === null), {
      path: ['value'],
      message: 'is needed by set and add, and by them only',
    });

/** Applied in their order. */
export const headerRulesSchema = {
  request: z.array(ruleSchema('request')).max(MOST_RULES),
  response: z.array(ruleSchema('response')).max(MOST_RULES),
};

export type HeaderRule = z.output<typeof headerRulesSchema.request>[number];
