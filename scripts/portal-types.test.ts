import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type OpenApi, portalTypes, schemaType } from './portal-types.ts';

const flat = (text: string) => text.replace(/\s+/g, ' ');

test('scalars, enums, constants and null', () => {
  assert.equal(schemaType({ type: 'string' }), 'string');
  assert.equal(schemaType({ type: 'integer' }), 'number');
  assert.equal(schemaType({ type: ['string', 'null'] }), 'string | null');
  assert.equal(schemaType({ enum: ['a', 'b'] }), '"a" | "b"');
  assert.equal(schemaType({ const: 'block' }), '"block"');
  assert.equal(schemaType({}), 'unknown');
});

test('an object marks what may be missing', () => {
  const type = schemaType({
    type: 'object',
    properties: { id: { type: 'string' }, 'x-y': { type: 'number' } },
    required: ['id'],
  });
  assert.equal(flat(type), '{ id: string; "x-y"?: number; }');
});

test('free-form objects are records, closed empty ones accept nothing', () => {
  assert.equal(
    schemaType({ type: 'object', additionalProperties: { type: 'string' } }),
    'Record<string, string>',
  );
  assert.equal(schemaType({ type: 'object', additionalProperties: {} }), 'Record<string, unknown>');
  assert.equal(schemaType({ type: 'object', additionalProperties: false }), 'Record<string, never>');
});

test('an array of a union keeps the union together', () => {
  const items = { anyOf: [{ type: 'string' }, { type: 'null' }] };
  assert.equal(schemaType({ type: 'array', items }), '(string | null)[]');
  assert.equal(
    schemaType({ type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }] }),
    '[string, number]',
  );
});

test('references point into components', () => {
  assert.equal(schemaType({ $ref: '#/components/schemas/Invoice' }), `components['schemas']["Invoice"]`);
  assert.throws(() => schemaType({ $ref: 'other.json#/x' }), /cannot follow/);
});

test('an operation has parameters by place, a body and its responses', () => {
  const document: OpenApi = {
    paths: {
      '/things/{id}': {
        parameters: [{ name: 'id', in: 'path', schema: { type: 'string' } }],
        post: {
          parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer' } }],
          requestBody: { required: true, content: { 'application/json': { schema: { type: 'string' } } } },
          responses: { 200: { content: { 'application/json': { schema: { type: 'boolean' } } } }, 204: {} },
        },
      },
    },
  };
  assert.match(
    flat(portalTypes(document)),
    /"\/things\/\{id\}": \{ post: \{ parameters: \{ query\?: \{ limit\?: number \| undefined; \}; header\?: never; path: \{ id: string; \}; cookie\?: never; \}; requestBody: \{ content: \{ "application\/json": string; \}; \}; responses: \{ 200: \{ content: \{ "application\/json": boolean; \}; \}; 204: \{ content\?: never; \}; \}; \}; \};/,
  );
});

test('a reference to a missing component is refused', () => {
  const document: OpenApi = {
    paths: { '/x': { get: { parameters: [{ $ref: '#/components/parameters/Nothing' }] } } },
  };
  assert.throws(() => portalTypes(document), /does not contain/);
});
