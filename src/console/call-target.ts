/** The request line of a call, made of a stored route and what was filled in. Pure. */
import type { RouteDefinition } from '#catalog';
import { invalid, type PointedError, Problem } from '#kernel';
import type { CallForm } from './call-form.ts';
import { consoleProblems } from './problems.ts';

export interface CallTarget {
  readonly method: string;
  /** Path and query, encoded. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string | null;
}

type Called = Pick<RouteDefinition, 'method' | 'template' | 'protocol'>;
type Filled = Pick<CallForm, 'method' | 'path_parameters' | 'query' | 'headers' | 'content_type' | 'body'>;

/** `prefix`: where the product stands at the gateway, as `/provider/product`. */
export function callTarget(prefix: string, route: Called, form: Filled): CallTarget {
  if (route.protocol === 'grpc')
    throw new Problem(consoleProblems.routeNotCallable, { detail: 'It is called with gRPC.' });
  const method = methodOf(route, form.method);
  if (form.body !== null && (method === 'GET' || method === 'HEAD'))
    throw invalid([{ pointer: '/body', detail: `is not sent with ${method}` }]);
  const query = new URLSearchParams(form.query.map(({ name, value }) => [name, value])).toString();
  const path = `${prefix}${filledPath(route.template, form.path_parameters)}`;
  return {
    method,
    path: query === '' ? path : `${path}?${query}`,
    headers: headersOf(form),
    body: form.body,
  };
}

function methodOf({ method }: Called, asked: string | undefined): string {
  if (method === 'ANY') return asked ?? 'GET';
  if (asked === undefined || asked === method) return method;
  throw invalid([{ pointer: '/method', detail: `must be ${method}, the route's own` }]);
}

function filledPath(template: string, values: Readonly<Record<string, string>>): string {
  const errors: PointedError[] = [];
  const path = template.replaceAll(/\{([^}]+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name]! : '';
    const pointer = `/path_parameters/${name}`;
    if (value === '') errors.push({ pointer, detail: 'is needed' });
    // A segment of dots would lead to another address than the route's.
    if (value === '.' || value === '..') errors.push({ pointer, detail: 'cannot be sent in a path' });
    if (!value.isWellFormed()) errors.push({ pointer, detail: 'has half of a character' });
    else return encodeURIComponent(value);
    return '';
  });
  if (errors.length > 0) throw invalid(errors);
  return path;
}

function headersOf({ headers, content_type: type, body }: Filled): Record<string, string | string[]> {
  const named = Map.groupBy(headers, ({ name }) => name.toLowerCase());
  const own = Array.from(named, ([name, list]): [string, string | string[]] => {
    const values = list.map(({ value }) => value);
    return [name, values.length === 1 ? values[0]! : values];
  });
  return Object.fromEntries([
    ...own,
    ...(body === null ? [] : [['content-type', type ?? 'text/plain; charset=utf-8']]),
  ]);
}
