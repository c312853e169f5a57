import type { NewProduct, OwnProduct } from '../../../api/products.ts';

/** How the upstream is called as its form holds it. There and back. */

export type Upstream = OwnProduct['upstream'];
export type HeaderOp = Upstream['request_headers'][number]['op'];
export type HeaderList = 'requestHeaders' | 'responseHeaders';

export const HOSTS: Upstream['host'][] = ['target', 'preserve', 'literal'];
export const PROOFS: Upstream['proof'][] = ['none', 'secret', 'signature'];
export const HEADER_OPS: HeaderOp[] = ['set', 'add', 'remove'];

export interface HeaderValues {
  op: HeaderOp;
  name: string;
  value: string;
}

export interface UpstreamValues {
  weight: string;
  targets: { url: string; weight: string }[];
  retries: string;
  failures: string;
  openMs: string;
  errorPercent: string;
  connectMs: string;
  headersMs: string;
  idleMs: string;
  host: Upstream['host'];
  hostName: string;
  requestHeaders: HeaderValues[];
  responseHeaders: HeaderValues[];
  proof: Upstream['proof'];
}

const textOf = (number: number | null) => (number === null ? '' : String(number));
const numberOf = (text: string) => (text.trim() === '' ? null : Number(text));

const rulesFrom = (rules: Upstream['request_headers']): HeaderValues[] =>
  rules.map(({ op, name, value }) => ({ op, name, value: value ?? '' }));
const rulesOf = (rules: HeaderValues[]) =>
  rules.map(({ op, name, value }) => ({ op, name: name.trim(), value: op === 'remove' ? null : value }));

export function upstreamValues({ upstream }: OwnProduct): UpstreamValues {
  return {
    weight: String(upstream.weight),
    targets: upstream.targets.map(({ url, weight }) => ({ url, weight: String(weight) })),
    retries: String(upstream.retries),
    failures: String(upstream.health.failures),
    openMs: String(upstream.health.open_ms),
    errorPercent: textOf(upstream.health.server_error_percent),
    connectMs: textOf(upstream.timeouts.connect_ms),
    headersMs: textOf(upstream.timeouts.headers_ms),
    idleMs: textOf(upstream.timeouts.idle_ms),
    host: upstream.host,
    hostName: upstream.host_name ?? '',
    requestHeaders: rulesFrom(upstream.request_headers),
    responseHeaders: rulesFrom(upstream.response_headers),
    proof: upstream.proof,
  };
}

export function upstreamOf(values: UpstreamValues): NonNullable<NewProduct['upstream']> {
  return {
    weight: Number(values.weight),
    targets: values.targets.map(({ url, weight }) => ({ url: url.trim(), weight: Number(weight) })),
    retries: Number(values.retries),
    health: {
      failures: Number(values.failures),
      open_ms: Number(values.openMs),
      server_error_percent: numberOf(values.errorPercent),
    },
    timeouts: {
      connect_ms: numberOf(values.connectMs),
      headers_ms: numberOf(values.headersMs),
      idle_ms: numberOf(values.idleMs),
    },
    host: values.host,
    host_name: values.host === 'literal' ? values.hostName.trim() : null,
    request_headers: rulesOf(values.requestHeaders),
    response_headers: rulesOf(values.responseHeaders),
    proof: values.proof,
  };
}

type UpstreamField =
  | keyof UpstreamValues
  | `targets.${number}.${'url' | 'weight'}`
  | `${HeaderList}.${number}.${keyof HeaderValues}`;

const POINTERS: Record<string, UpstreamField> = {
  '/upstream/weight': 'weight',
  '/upstream/retries': 'retries',
  '/upstream/health/failures': 'failures',
  '/upstream/health/open_ms': 'openMs',
  '/upstream/health/server_error_percent': 'errorPercent',
  '/upstream/timeouts/connect_ms': 'connectMs',
  '/upstream/timeouts/headers_ms': 'headersMs',
  '/upstream/timeouts/idle_ms': 'idleMs',
  '/upstream/host': 'host',
  '/upstream/host_name': 'hostName',
  '/upstream/proof': 'proof',
};

export function upstreamPointers(values: UpstreamValues): Record<string, UpstreamField> {
  const pointers = { ...POINTERS };
  values.targets.forEach((_, index) => {
    pointers[`/upstream/targets/${index}/url`] = `targets.${index}.url`;
    pointers[`/upstream/targets/${index}/weight`] = `targets.${index}.weight`;
  });
  for (const [list, at] of [
    ['requestHeaders', 'request_headers'],
    ['responseHeaders', 'response_headers'],
  ] as const) {
    values[list].forEach((_, index) => {
      for (const field of ['op', 'name', 'value'] as const)
        pointers[`/upstream/${at}/${index}/${field}`] = `${list}.${index}.${field}`;
    });
  }
  return pointers;
}
