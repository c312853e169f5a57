import type { NewProduct, OwnProduct } from '../../../api/products.ts';
import { entryPointers, linesOf } from '../lines.ts';

/** How callers are treated as its form holds it: lists as lines of text. There and back. */

type Traffic = OwnProduct['traffic'];

export const SIGNINGS: Traffic['signing'][] = ['off', 'optional', 'required'];
export const ABUSES: Traffic['abuse'][] = ['default', 'off', 'alert', 'throttle'];

export interface TrafficValues {
  origins: string;
  credentials: boolean;
  allowedHeaders: string;
  exposedHeaders: string;
  maxAge: string;
  allow: string;
  deny: string;
  bodyBytes: string;
  keyInQuery: boolean;
  signing: Traffic['signing'];
  abuse: Traffic['abuse'];
  hosts: string;
  quotaStatus: '429' | '403';
}

const linesFrom = (entries: readonly string[] | null) => (entries ?? []).join('\n');

export function trafficValues(product: OwnProduct): TrafficValues {
  const { cors, addresses, ...traffic } = product.traffic;
  return {
    origins: linesFrom(cors.origins),
    credentials: cors.credentials,
    allowedHeaders: linesFrom(cors.allowed_headers),
    exposedHeaders: linesFrom(cors.exposed_headers),
    maxAge: String(cors.max_age_seconds),
    allow: linesFrom(addresses.allow),
    deny: linesFrom(addresses.deny),
    bodyBytes: traffic.body_bytes === null ? '' : String(traffic.body_bytes),
    keyInQuery: traffic.key_in_query,
    signing: traffic.signing,
    abuse: traffic.abuse,
    hosts: linesFrom(traffic.hosts as string[]),
    quotaStatus: product.quota_denial_status === 403 ? '403' : '429',
  };
}

export function trafficOf(values: TrafficValues): Pick<NewProduct, 'traffic' | 'quota_denial_status'> {
  const allowedHeaders = linesOf(values.allowedHeaders);
  const bodyBytes = values.bodyBytes.trim();
  return {
    quota_denial_status: values.quotaStatus === '403' ? 403 : 429,
    traffic: {
      cors: {
        origins: linesOf(values.origins),
        credentials: values.credentials,
        allowed_headers: allowedHeaders.length === 0 ? null : allowedHeaders,
        exposed_headers: linesOf(values.exposedHeaders),
        max_age_seconds: Number(values.maxAge),
      },
      addresses: { allow: linesOf(values.allow), deny: linesOf(values.deny) },
      body_bytes: bodyBytes === '' ? null : Number(bodyBytes),
      key_in_query: values.keyInQuery,
      signing: values.signing,
      abuse: values.abuse,
      hosts: linesOf(values.hosts),
    },
  };
}

export function trafficPointers(values: TrafficValues): Record<string, keyof TrafficValues> {
  return {
    ...entryPointers('/traffic/cors/origins', 'origins', values.origins),
    ...entryPointers('/traffic/cors/allowed_headers', 'allowedHeaders', values.allowedHeaders),
    ...entryPointers('/traffic/cors/exposed_headers', 'exposedHeaders', values.exposedHeaders),
    ...entryPointers('/traffic/addresses/allow', 'allow', values.allow),
    ...entryPointers('/traffic/addresses/deny', 'deny', values.deny),
    ...entryPointers('/traffic/hosts', 'hosts', values.hosts),
    '/traffic/cors/credentials': 'credentials',
    '/traffic/cors/max_age_seconds': 'maxAge',
    '/traffic/body_bytes': 'bodyBytes',
    '/traffic/signing': 'signing',
    '/traffic/abuse': 'abuse',
    '/quota_denial_status': 'quotaStatus',
  };
}
