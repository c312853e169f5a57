import { KEY_PLACEHOLDER } from '../plan/first-call.ts';

/** A call, ready to be written in a language or sent by the console. */
export interface SampleCall {
  method: string;
  url: string;
  headers: [name: string, value: string][];
  body: string | null;
}

/** What the server says of a call that could be made as it stands. */
export interface CallParts {
  method: string;
  parameters: { name: string; in: 'path' | 'query' | 'header'; value: string }[];
  content_type: string | null;
  body: string | null;
}

interface Called {
  /** Where the product is called. */
  address: string;
  template: string;
}

/** '/items/{id}' with id 'a b' and q '1' → 'https://…/items/a%20b?q=1'. */
export function callUrl({ address, template }: Called, parts: CallParts): string {
  const of = (place: string) => parts.parameters.filter((one) => one.in === place);
  const inPath = new Map(of('path').map(({ name, value }) => [name, value]));
  const path = template.replaceAll(/\{([^}]+)\}/g, (_, name: string) =>
    encodeURIComponent(inPath.get(name) ?? name),
  );
  const query = new URLSearchParams(of('query').map(({ name, value }) => [name, value])).toString();
  return `${address.replace(/\/+$/, '')}${path}${query && `?${query}`}`;
}

export function sampleCall(called: Called, parts: CallParts, key = KEY_PLACEHOLDER): SampleCall {
  const own = parts.parameters.filter((one) => one.in === 'header');
  const type = parts.body === null ? [] : [['Content-Type', parts.content_type ?? 'text/plain'] as const];
  return {
    method: parts.method,
    url: callUrl(called, parts),
    headers: [
      ['Authorization', `Bearer ${key}`],
      ...type.map(([name, value]): [string, string] => [name, value]),
      ...own.map(({ name, value }): [string, string] => [name, value]),
    ],
    body: parts.body,
  };
}
