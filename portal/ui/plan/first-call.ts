/** A command that calls a product, ready to be pasted. */

export const KEY_PLACEHOLDER = 'YOUR_API_KEY';

interface SampledRoute {
  method: string;
  template: string;
  sample_parameters: Record<string, string>;
}

/** '/items/{id}' with samples {id: '7', limit: '3'} → '/items/7?limit=3'. Parameters without a sample keep their braces' name. */
export function samplePath(route: SampledRoute): string {
  const used = new Set<string>();
  const path = route.template.replaceAll(/\{([^}]+)\}/g, (_, name: string) => {
    used.add(name);
    return encodeURIComponent(route.sample_parameters[name] ?? name);
  });
  const rest = Object.entries(route.sample_parameters).filter(([name]) => !used.has(name));
  return rest.length > 0 ? `${path}?${new URLSearchParams(rest)}` : path;
}

/** Names of the parameters in the path, in order. */
export function pathParameters(template: string): string[] {
  return [...template.matchAll(/\{([^}]+)\}/g)].map((match) => match[1]!);
}

export function curlCommand(address: string, route: SampledRoute, key: string): string {
  const method = route.method === 'ANY' || route.method === 'GET' ? '' : `-X ${route.method} `;
  const url = `${address.replace(/\/+$/, '')}${samplePath(route)}`;
  return `curl ${method}${shellQuoted(url)} \\\n  -H ${shellQuoted(`Authorization: Bearer ${key}`)}`;
}

/** The route that a newcomer's first call goes to: readable, open to their plan, and with the fewest gaps to fill. */
export function firstRoute<Route extends SampledRoute>(
  routes: Route[],
  isAllowed: (route: Route) => boolean,
): Route | undefined {
  const gaps = (route: Route) =>
    pathParameters(route.template).filter((name) => !(name in route.sample_parameters)).length;
  const readable = (route: Route) => (route.method === 'GET' || route.method === 'ANY' ? 0 : 1);
  return routes.filter(isAllowed).toSorted((a, b) => readable(a) - readable(b) || gaps(a) - gaps(b))[0];
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
