/** A call of a route that could be made as it stands: what code samples show and a console begins with. Pure. */
import { z } from 'zod';
import type { Example, ParameterDocumentation, RouteDocumentation, Schema } from './openapi/documentation.ts';
import { sampleValue } from './openapi/sample-value.ts';
import { parseTemplate } from './path-template.ts';
import type { RouteDefinition } from './route-definition.ts';

const parameterSchema = z.object({
  name: z.string(),
  in: z.enum(['path', 'query', 'header']),
  value: z.string().describe('Not encoded'),
});

export const sampleRequestSchema = z.object({
  method: z.string().describe('That of the route; GET of one that takes any'),
  parameters: z
    .array(parameterSchema)
    .describe('Those that are needed, and those with samples; a query may have one more than once'),
  content_type: z.string().nullable(),
  body: z.string().nullable(),
});
export type SampleRequest = z.output<typeof sampleRequestSchema>;
type Parameter = SampleRequest['parameters'][number];

type Sampled = Pick<RouteDefinition, 'method' | 'template' | 'sampleParameters'>;

export function sampleRequest(route: Sampled, documentation: RouteDocumentation | null): SampleRequest {
  const body = bodyOf(documentation);
  return {
    method: route.method === 'ANY' ? 'GET' : route.method,
    parameters: documentation ? described(route, documentation.parameters) : undescribed(route),
    content_type: body?.contentType ?? null,
    body: body?.text ?? null,
  };
}

function described(route: Sampled, parameters: readonly ParameterDocumentation[]): Parameter[] {
  const { sampleParameters: samples } = route;
  const made = parameters
    .filter((one) => one.required || Object.hasOwn(samples, one.name))
    .flatMap((one) => valuesOf(one, samples[one.name]));
  const known = new Set(parameters.map(({ name }) => name));
  return [...made, ...undescribed(route).filter(({ name }) => !known.has(name))];
}

/** Of a route that nobody described: its path, and whatever it has samples of. */
function undescribed({ template, sampleParameters }: Sampled): Parameter[] {
  const parsed = parseTemplate(template);
  const inPath = parsed.ok ? parsed.parameters : [];
  const others = Object.keys(sampleParameters).filter((name) => !inPath.includes(name));
  return [
    ...inPath.map((name) => ({ name, in: 'path' as const, value: sampleParameters[name] ?? name })),
    ...others.map((name) => ({ name, in: 'query' as const, value: sampleParameters[name]! })),
  ];
}

function valuesOf(parameter: ParameterDocumentation, sample: string | undefined): Parameter[] {
  const { name, in: place, schema, examples } = parameter;
  if (sample !== undefined) return [{ name, in: place, value: sample }];
  const value = exampleOf(schema, examples);
  const as = (text: string, key = name): Parameter => ({ name: key, in: place, value: text });
  if (Array.isArray(value)) {
    const texts = value.map(textOf);
    // A query repeats the name by default; paths and headers never do.
    if (place === 'query' && parameter.explode !== false) return texts.map((text) => as(text));
    return [as(texts.join(','))];
  }
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value);
    if (parameter.style === 'deepObject')
      return fields.map(([key, one]) => as(textOf(one), `${name}[${key}]`));
    if (place === 'query' && parameter.explode !== false)
      return fields.map(([key, one]) => as(textOf(one), key));
    return [as(fields.flatMap(([key, one]) => [key, textOf(one)]).join(','))];
  }
  return [as(value === null || value === undefined ? name : textOf(value))];
}

function exampleOf(schema: Schema | null, examples: readonly Example[]): unknown {
  const [first] = examples;
  return first ? first.value : schema && sampleValue(schema, 'request');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

const isJson = (type: string) => /[/+]json\b/i.test(type);

/** JSON where the route takes it, else what it names first. Files and parts are left to whoever has them. */
function bodyOf(
  documentation: RouteDocumentation | null,
): { contentType: string; text: string | null } | null {
  const content = documentation?.request_body?.content ?? [];
  const media = content.find(({ media_type: type }) => isJson(type)) ?? content[0];
  if (media === undefined) return null;
  const { media_type: contentType } = media;
  const value = exampleOf(media.schema, media.examples);
  if (value === null || value === undefined || /^multipart\//i.test(contentType))
    return { contentType, text: null };
  if (isJson(contentType)) return { contentType, text: JSON.stringify(value, null, 2) };
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType) && typeof value === 'object') {
    const fields = Object.entries(value).map(([name, one]) => [name, textOf(one)]);
    return { contentType, text: new URLSearchParams(fields).toString() };
  }
  return { contentType, text: textOf(value) };
}
