/**
 * Where a call goes below the base path of an upstream: the original bytes below the product's address, or the
 * route's own template.
 */
import type { Forward } from '#enforcement/admission';
import type { Target } from './target.ts';

export function upstreamPath(decision: Forward, target: Target): string {
  const { route } = decision;
  const rest =
    route.upstreamPath === null ? target.rest : fillTemplate(route.template, route.upstreamPath, target.rest);
  return `${rest}${target.query}`;
}

/**
 * Parameters keep the bytes that the client sent: what was one segment stays one, escapes are not touched.
 */
function fillTemplate(template: string, upstreamTemplate: string, rest: string): string {
  const given = rest.split('/');
  const values = new Map<string, string>();
  for (const [index, part] of template.split('/').entries()) {
    if (part.startsWith('{')) values.set(part, given[index] ?? '');
  }
  return upstreamTemplate
    .split('/')
    .map((part) => values.get(part) ?? part)
    .join('/');
}
