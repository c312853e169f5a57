import createClient, { type Client, type Middleware } from 'openapi-fetch';
import { csrfToken } from './csrf.ts';
import { ApiProblem } from './problem.ts';
import type { paths } from './schema.d.ts';

export type Api = Client<paths>;

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The session is an HttpOnly cookie; each write repeats the readable CSRF cookie in a header (src/identity/README.md). */
const withCsrfToken: Middleware = {
  onRequest({ request }) {
    const token = csrfToken();
    if (token && !SAFE_METHODS.has(request.method)) request.headers.set('x-csrf-token', token);
    return request;
  },
};

const withoutNetwork: Middleware = {
  onError({ error }) {
    // A canceled request is no failure; it must stay what it is.
    return error instanceof DOMException ? undefined : ApiProblem.offline(error);
  },
};

function makeApi(headers: Record<string, string>): Api {
  const client = createClient<paths>({ baseUrl: '/', credentials: 'same-origin', headers });
  client.use(withCsrfToken, withoutNetwork);
  return client;
}

/** For what belongs to no organization: marketplace, accounts, the operator. */
export const api: Api = makeApi({});

const apis = new Map<string, Api>();

/** For what is done on behalf of an organization, named by id or slug. */
export function apiFor(organization: string): Api {
  const known = apis.get(organization);
  if (known) return known;
  const made = makeApi({ 'turnpike-organization': organization });
  apis.set(organization, made);
  return made;
}

/** The data of an answer; an ApiProblem is thrown for anything but success. */
export async function answer<Data>(
  pending: Promise<{ data?: Data; error?: unknown; response: Response }>,
): Promise<Exclude<Data, undefined>> {
  const { data, error, response } = await pending;
  if (!response.ok) throw ApiProblem.from(response, error);
  return data as Exclude<Data, undefined>;
}

type Operation<Path extends keyof paths, Method> = Method extends keyof paths[Path]
  ? paths[Path][Method]
  : never;

/** The JSON that an endpoint answers with: `Answer<'/api/v1/invoices', 'get'>`. */
export type Answer<Path extends keyof paths, Method extends string> =
  Operation<Path, Method> extends { responses: infer Responses }
    ? Responses[keyof Responses & (200 | 201 | 202)] extends { content: { 'application/json': infer Data } }
      ? Data
      : never
    : never;

/** The JSON that an endpoint takes. */
export type Body<Path extends keyof paths, Method extends string> =
  Operation<Path, Method> extends { requestBody?: { content: { 'application/json': infer Data } } }
    ? Data
    : never;

/** A key for one intention of the user, so that a repeated press or a retry does it once. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
