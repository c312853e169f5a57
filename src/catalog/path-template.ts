/**
 * Route templates: `/items/{id}/parts/{part_id}`. Literals are kept to characters that need no escaping, so
 * that a template has one spelling; dot segments are refused because the upstream would fold them into
 * another path.
 */

export type Segment = { readonly literal: string } | { readonly parameter: string };

export type TemplateVerdict =
  | {
      readonly ok: true;
      readonly segments: readonly Segment[];
      readonly parameters: readonly string[];
      readonly shape: string;
    }
  | { readonly ok: false; readonly reason: string };

const longestTemplate = 512;
const mostSegments = 32;
const literal = /^[A-Za-z0-9._~!$&'()*+,;=:@-]+$/;
const parameter = /^\{([A-Za-z_][A-Za-z0-9_]{0,63})\}$/;

/** Reads a template. `shape` is equal for templates that match the same paths: `/items/{}`. */
export function parseTemplate(template: string): TemplateVerdict {
  if (template.length > longestTemplate) return refusal(`is longer than ${longestTemplate} characters`);
  if (!template.startsWith('/')) return refusal('must start with /');
  const parts = template === '/' ? [] : template.slice(1).split('/');
  if (parts.length > mostSegments) return refusal(`has more than ${mostSegments} segments`);
  const segments: Segment[] = [];
  const parameters: string[] = [];
  for (const part of parts) {
    const segment = parseSegment(part);
    if (typeof segment === 'string') return refusal(segment);
    if ('parameter' in segment) {
      if (parameters.includes(segment.parameter))
        return refusal(`names the parameter {${segment.parameter}} twice`);
      parameters.push(segment.parameter);
    }
    segments.push(segment);
  }
  const shape = `/${segments.map((one) => ('literal' in one ? one.literal : '{}')).join('/')}`;
  return { ok: true, segments, parameters, shape };
}

function parseSegment(part: string): Segment | string {
  if (part === '') return 'must not contain // nor end with /';
  const named = parameter.exec(part)?.[1];
  if (named !== undefined) return { parameter: named };
  if (/[{}]/.test(part)) return `has a parameter that is not a whole segment: ${part}`;
  if (part === '.' || part === '..' || /%2e/i.test(part)) return 'must not contain dot segments';
  if (!literal.test(part)) return `has characters that a path segment may not have: ${part}`;
  return { literal: part };
}

function refusal(reason: string): TemplateVerdict {
  return { ok: false, reason };
}
