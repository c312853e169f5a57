import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ParameterDocumentation, RouteDocumentation } from './openapi/documentation.ts';
import { sampleRequest } from './sample-request.ts';

const route = {
  method: 'POST',
  template: '/items/{id}',
  sampleParameters: { limit: '3' },
} as const;

const parameter = (over: Partial<ParameterDocumentation>): ParameterDocumentation => ({
  name: 'q',
  in: 'query',
  required: true,
  deprecated: false,
  description: '',
  style: null,
  explode: null,
  schema: { type: 'string' },
  examples: [],
  ...over,
});

const documented = (
  parameters: ParameterDocumentation[],
  body: RouteDocumentation['request_body'] = null,
): RouteDocumentation => ({ tags: [], deprecated: false, parameters, request_body: body, responses: [] });

const json = (schema: Record<string, unknown>, type = 'application/json') => ({
  description: '',
  required: true,
  content: [{ media_type: type, schema, examples: [] }],
});

const pairs = (request: ReturnType<typeof sampleRequest>) =>
  request.parameters.map(({ in: place, name, value }) => `${place} ${name}=${value}`);

test('a route that nobody described is called with its path and its samples', () => {
  const made = sampleRequest(route, null);
  assert.deepEqual(pairs(made), ['path id=id', 'query limit=3']);
  assert.deepEqual([made.method, made.body, made.content_type], ['POST', null, null]);
  assert.equal(sampleRequest({ ...route, method: 'ANY' }, null).method, 'GET');
});

test('optional parameters without a sample are left out', () => {
  const made = sampleRequest(
    route,
    documented([
      parameter({ name: 'id', in: 'path', schema: { type: 'integer', minimum: 7 } }),
      parameter({ name: 'unit', required: false }),
      parameter({ name: 'limit', required: false }),
    ]),
  );
  assert.deepEqual(pairs(made), ['path id=7', 'query limit=3']);
});

test('lists and objects are written in the style of their parameter', () => {
  const list = { type: 'array', items: { type: 'string', enum: ['a'] } };
  const object = { type: 'object', properties: { x: { const: 1 }, y: { const: 'z' } } };
  const samples = { ...route, sampleParameters: {}, template: '/items' };
  const made = sampleRequest(
    samples,
    documented([
      parameter({ examples: [{ name: 'default', summary: '', value: ['a', 'b'] }] }),
      parameter({ name: 'joined', explode: false, schema: list }),
      parameter({ name: 'filter', style: 'deepObject', schema: object }),
      parameter({ name: 'X-List', in: 'header', schema: list }),
    ]),
  );
  assert.deepEqual(pairs(made), [
    'query q=a',
    'query q=b',
    'query joined=a',
    'query filter[x]=1',
    'query filter[y]=z',
    'header X-List=a',
  ]);
});

test('a body has what may be written, not what may only be read', () => {
  const schema = {
    type: 'object',
    properties: { id: { type: 'string', readOnly: true }, secret: { const: 's', writeOnly: true } },
  };
  const made = sampleRequest(route, documented([], json(schema)));
  assert.equal(made.content_type, 'application/json');
  assert.deepEqual(JSON.parse(made.body ?? ''), { secret: 's' });
});

test('forms are encoded, parts and files are left to whoever has them', () => {
  const schema = { type: 'object', properties: { a: { const: 'x y' }, b: { const: 2 } } };
  const form = sampleRequest(route, documented([], json(schema, 'application/x-www-form-urlencoded')));
  assert.equal(form.body, 'a=x+y&b=2');
  const parts = sampleRequest(route, documented([], json(schema, 'multipart/form-data')));
  assert.deepEqual([parts.content_type, parts.body], ['multipart/form-data', null]);
});
