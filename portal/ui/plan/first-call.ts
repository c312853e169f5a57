/** The route that a newcomer calls first. */

export const KEY_PLACEHOLDER = 'YOUR_API_KEY';

interface SampledRoute {
  method: string;
  template: string;
  sample_parameters: Record<string, string>;
}

/** Readable, open to their plan, and with the fewest gaps to fill. */
export function firstRoute<Route extends SampledRoute>(
  routes: Route[],
  isAllowed: (route: Route) => boolean,
): Route | undefined {
  const gaps = (route: Route) =>
    [...route.template.matchAll(/\{([^}]+)\}/g)].filter(([, name]) => !(name! in route.sample_parameters))
      .length;
  const readable = (route: Route) => (route.method === 'GET' || route.method === 'ANY' ? 0 : 1);
  return routes.filter(isAllowed).toSorted((a, b) => readable(a) - readable(b) || gaps(a) - gaps(b))[0];
}
