/** How the gateway calls a product's upstream: where else, how patiently, and with which headers. */
import { z } from 'zod';
import { headerRulesSchema } from './header-rules.ts';

const MOST_TARGETS = 15;
const weight = z.int().min(0).max(1000).describe('Share of the calls; 0 for none');

const target = z.strictObject({
  url: z.string().min(1).max(2048),
  weight: weight.default(1),
});

/** The gateway's own limits hold as well: the shorter time wins. */
const timeouts = {
  connect_ms: z.int().min(10).max(60_000).nullable().default(null),
  headers_ms: z.int().min(10).max(600_000).nullable().default(null),
  idle_ms: z.int().min(10).max(3_600_000).nullable().default(null),
};

const health = z.strictObject({
  failures: z
    .int()
    .min(1)
    .max(1000)
    .default(5)
    .describe('Faults in a row after which a target is left alone'),
  open_ms: z
    .int()
    .min(100)
    .max(60_000)
    .default(1000)
    .describe('For how long at first; doubled up to a minute'),
  server_error_percent: z
    .int()
    .min(1)
    .max(100)
    .nullable()
    .default(null)
    .describe('Share of 5xx answers within 10 s (of at least 20) that counts as a fault'),
});

const hostName = z
  .string()
  .max(255)
  .regex(/^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/, 'is not a host name');

export const upstreamSettingsSchema = z
  .strictObject({
    weight: weight.default(1).describe('Share of the calls that upstream_url gets'),
    targets: z.array(target).max(MOST_TARGETS).default([]),
    retries: z
      .int()
      .min(0)
      .max(3)
      .default(1)
      .describe('Further targets to try; never after a byte of an answer'),
    health: health.prefault({}),
    timeouts: z.strictObject(timeouts).prefault({}),
    host: z
      .enum(['target', 'preserve', 'literal'])
      .default('target')
      .describe("What Host says: the target's name, what the consumer called, or host_name"),
    host_name: hostName.nullable().default(null),
    request_headers: headerRulesSchema.request.default([]),
    response_headers: headerRulesSchema.response.default([]),
    proof: z
      .enum(['none', 'secret', 'signature'])
      .default('none')
      .describe('How the upstream can tell that a call came through the gateway; see docs/upstream-proof.md'),
  })
  .superRefine((settings, context) => {
    const issue = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path, message });
    if ((settings.host === 'literal') !== (settings.host_name !== null)) {
      issue(['host_name'], 'is needed by host literal, and by it only');
    }
    if (settings.weight + settings.targets.reduce((sum, one) => sum + one.weight, 0) === 0) {
      issue(['weight'], 'no target would get any calls');
    }
  });

export type UpstreamSettings = z.output<typeof upstreamSettingsSchema>;

/** Of a route; limits that are null are the product's, header rules come after the product's. */
export const routeUpstreamSchema = z.strictObject({
  headers_ms: timeouts.headers_ms,
  idle_ms: timeouts.idle_ms,
  request_headers: headerRulesSchema.request.default([]),
  response_headers: headerRulesSchema.response.default([]),
});
export type RouteUpstream = z.output<typeof routeUpstreamSchema>;

export const DEFAULT_UPSTREAM: UpstreamSettings = upstreamSettingsSchema.parse({});
export const DEFAULT_ROUTE_UPSTREAM: RouteUpstream = routeUpstreamSchema.parse({});
