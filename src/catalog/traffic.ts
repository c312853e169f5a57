/** How a product, or one of its routes, treats its callers. The gateway enforces it. */
import { z } from 'zod';
import { isAddressEntry } from '#kernel/addresses';
import { ownHeaders } from './header-rules.ts';

const MOST_ENTRIES = 200;
const ORIGIN =
  /^[a-z][a-z0-9+.-]{0,30}:\/\/(?:\*\.)?(?:[a-z0-9_.-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/;
const HOST = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;
const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, 'is not the name of a header');

const origin = z
  .string()
  .refine(
    (value) => value === '*' || ORIGIN.test(value),
    'must be an origin such as https://app.example.com or https://*.example.com, in lower case, or *',
  );

const corsSchema = z
  .strictObject({
    origins: z
      .array(origin)
      .max(MOST_ENTRIES)
      .default(['*'])
      .describe(
        'Whose pages may call: ["*"] all, [] none, or a list in which https://*.example.com may stand',
      ),
    credentials: z.boolean().default(false).describe('Whether pages may send cookies; never for all origins'),
    allowed_headers: z
      .array(headerName)
      .max(50)
      .nullable()
      .default(null)
      .describe('Headers that pages may send; null for any'),
    exposed_headers: z
      .array(headerName)
      .max(50)
      .default([])
      .describe("Headers that pages may read, beside the gateway's own"),
    max_age_seconds: z.int().min(0).max(86_400).default(600),
  })
  .superRefine(({ origins, credentials }, context) => {
    if (!origins.includes('*')) return;
    if (origins.length > 1)
      context.addIssue({ code: 'custom', path: ['origins'], message: 'has * beside other origins' });
    if (credentials)
      context.addIssue({
        code: 'custom',
        path: ['credentials'],
        message: 'cannot be allowed to all origins',
      });
  });

const addressEntry = z
  .string()
  .max(50)
  .refine(isAddressEntry, 'must be an address or a network such as 203.0.113.0/24');
const addressEntries = z.array(addressEntry).max(MOST_ENTRIES).default([]);
const addressesSchema = z.strictObject({
  allow: addressEntries.describe('Addresses and networks that may call; all when empty'),
  deny: addressEntries.describe('Addresses and networks that may not, also of those allowed'),
});

export const hostName = z
  .string()
  .max(253)
  .transform((value) => value.toLowerCase())
  .refine((value) => HOST.test(value), 'must be a host name such as api.example.com');

/** What means something by itself: to browsers, to caches, or to us. */
const NO_KEY = new Set([
  'origin',
  'user-agent',
  'cookie',
  'content-type',
  'accept',
  'range',
  'cache-control',
]);

const keyHeader = z
  .string()
  .regex(
    /^[!#$%&'*+.^`|~0-9A-Za-z-]{1,100}$/,
    'is not the name of a header, or has a _ that upstreams read as -',
  )
  .transform((name) => name.toLowerCase())
  .refine(
    (name) => !NO_KEY.has(name) && !name.startsWith('access-control-') && !ownHeaders.request(name),
    'means something else',
  );

/** What a route may treat otherwise than its product. */
const routeFields = {
  cors: corsSchema,
  addresses: addressesSchema,
  body_bytes: z
    .int()
    .min(0)
    .max(2 ** 44)
    .nullable()
    .describe('The largest request body; null for the installation’s limit'),
  key_in_query: z.boolean().describe('Whether the key may stand in the query'),
  key_query_parameter: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{1,64}$/, 'must be 1 to 64 letters, digits, _, . and -')
    .describe('Under which name it stands there'),
  key_headers: z
    .array(keyHeader)
    .max(5)
    .refine((names) => new Set(names).size === names.length, 'lists a name twice')
    .describe('Headers in which the key may stand beside Authorization and X-Api-Key, such as apikey'),
  signing: z
    .enum(['off', 'optional', 'required'])
    .describe("Whether calls are signed (RFC 9421) with the key's signing secret"),
};

const productFields = {
  ...routeFields,
  hosts: z
    .array(hostName)
    .max(20)
    .refine((names) => new Set(names).size === names.length, 'lists a name twice')
    .describe(
      'Host names under which the product is reached without its path, once the operator approved them',
    ),
  abuse: z
    .enum(['default', 'off', 'alert', 'throttle'])
    .describe('What follows bursts of refused calls and keys in too many places'),
};

/** Members that are left out stay as they are. */
export const trafficChangeSchema = z.strictObject(productFields).partial();
export const routeTrafficSchema = z.strictObject(routeFields).partial();
export const trafficSchema = z.object(productFields);

export type Traffic = z.output<typeof trafficSchema>;
export type TrafficChange = z.output<typeof trafficChangeSchema>;
export type RouteTraffic = z.output<typeof routeTrafficSchema>;

/** Browsers may call, because keys never travel by themselves as cookies do; all else is off. */
export const DEFAULT_TRAFFIC: Traffic = {
  cors: {
    origins: ['*'],
    credentials: false,
    allowed_headers: null,
    exposed_headers: [],
    max_age_seconds: 600,
  },
  addresses: { allow: [], deny: [] },
  body_bytes: null,
  key_in_query: false,
  key_query_parameter: 'api_key',
  key_headers: [],
  signing: 'off',
  hosts: [],
  abuse: 'default',
};

export function changeTraffic(before: Traffic, change: TrafficChange | undefined): Traffic {
  const given = Object.entries(change ?? {}).filter(([, value]) => value !== undefined);
  return { ...before, ...Object.fromEntries(given) };
}
