import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { about, answering, type Json, ok, read, schemaOf } from './test-document.ts';

describe('what is said of an operation', () => {
  test('takes parameters from its path and itself, and refuses what is not the API’s', () => {
    const named = (name: string, place: string, more: Json = {}) => ({
      name,
      in: place,
      schema: { type: 'string' },
      ...more,
    });
    const found = read(
      about(
        {
          '/x/{id}': {
            parameters: [
              named('id', 'path', { required: true }),
              named('q', 'query', { description: 'of the path' }),
              { $ref: '#/components/parameters/Page' },
            ],
            get: {
              parameters: [
                named('q', 'query', { description: 'own' }),
                named('session', 'cookie'),
                named('Authorization', 'header'),
                named('X-Api-Key', 'header'),
                named('X-Turnpike-Consumer', 'header'),
                named('X-Fine', 'header'),
                named('other', 'path'),
                named('all', 'querystring'),
                { in: 'query' },
                null,
                { $ref: '#/components/parameters/Nowhere' },
                {
                  name: 'filter',
                  in: 'query',
                  content: { 'application/json': { schema: { type: 'object' } } },
                },
              ],
              responses: ok,
            },
          },
        },
        { components: { parameters: { Page: named('page', 'query', { style: 'form', explode: false }) } } },
      ),
    );
    assert.deepEqual(
      found.docs[0]!.parameters.map((one) => `${one.in} ${one.name} ${one.description}`.trim()),
      ['path id', 'query q own', 'query page', 'query filter', 'header X-Fine'],
    );
    assert.equal(found.said.filter((one) => one === 'warning parameter-left-out').length, 6);
    assert.equal(found.docs[0]!.parameters[2]!.explode, false);
  });

  test('reports what does not fit: callbacks, links, webhooks, servers, security, methods', () => {
    const found = read(
      about(
        {
          '/x': {
            servers: [{ url: 'https://elsewhere.example' }],
            trace: { responses: ok },
            get: {
              security: [],
              callbacks: { done: { '{$request.body#/url}': { post: { responses: ok } } } },
              servers: [{ url: 'https://there.example' }],
              responses: {
                200: { description: 'd', links: { next: { operationId: 'y' } } },
                teapot: { description: 'd' },
                '4xx': { description: 'd' },
              },
            },
            post: 7,
            put: {},
          },
        },
        {
          security: [{ oauth: [] }],
          servers: [{ url: 'https://{region}.example.com/{base}', variables: { region: { default: 'eu' } } }],
          webhooks: { ping: {} },
          components: {
            securitySchemes: {
              oauth: { type: 'oauth2' },
              cookie: { type: 'apiKey', in: 'cookie', name: 's' },
            },
          },
        },
      ),
    );
    for (const said of [
      'warning own-server',
      'error unsupported-method',
      'info own-security',
      'warning callbacks',
      'info links',
      'warning unknown-status',
      'error unread-operation',
      'info no-responses',
      'warning server-variables',
      'warning webhook',
      'info security-replaced',
    ])
      assert.ok(found.said.includes(said), said);
    assert.deepEqual(
      found.docs[0]!.responses.map((one) => one.status),
      ['200', '4XX'],
    );
  });

  test('keeps examples that can be kept', () => {
    const huge = { text: 'x'.repeat(9000) };
    const found = read(
      about(
        {
          '/x': {
            post: {
              requestBody: {
                content: { 'application/json': { example: { a: [1, null, true] }, schema: {} } },
              },
              responses: {
                200: {
                  description: 'd',
                  content: {
                    'application/json': {
                      examples: {
                        one: { summary: 'One', value: 1 },
                        ref: { $ref: '#/components/examples/E' },
                        far: { externalValue: 'https://x' },
                      },
                    },
                    'text/plain': { example: huge },
                  },
                },
              },
            },
          },
        },
        { components: { examples: { E: { value: { deep: true } } } } },
      ),
    );
    const [docs] = found.docs;
    assert.deepEqual(docs!.request_body!.content[0]!.examples, [
      { name: 'default', summary: '', value: { a: [1, null, true] } },
    ]);
    assert.deepEqual(
      docs!.responses[0]!.content[0]!.examples.map((one) => one.value),
      [1, { deep: true }],
    );
    assert.deepEqual(docs!.responses[0]!.content[1]!.examples, []);
    assert.equal(found.said.filter((one) => one === 'info example-left-out').length, 2);
  });

  test('is cut where it is too long, and texts lose what cannot be stored', () => {
    const found = read(
      about({
        '/x': {
          get: { summary: `a\0b\ud800${'s'.repeat(300)}`, description: 'd'.repeat(30_000), responses: ok },
        },
      }),
    );
    const [one] = found.operations;
    assert.equal(one!.name.length, 100);
    assert.ok(one!.name.startsWith('ab'));
    assert.ok(one!.name.isWellFormed());
    assert.equal(one!.description.length, 20_000);
  });
});

describe('a schema', () => {
  test('of 3.0 becomes one of 3.1', () => {
    assert.deepEqual(
      schemaOf(
        answering({
          type: 'integer',
          nullable: true,
          minimum: 1,
          exclusiveMinimum: true,
          maximum: 9,
          exclusiveMaximum: false,
          example: 3,
          enum: [1, 3],
          xml: {},
          'x-own': 1,
        }),
      ),
      { type: ['integer', 'null'], examples: [3], exclusiveMinimum: 1, maximum: 9, enum: [1, 3, null] },
    );
    const modern = {
      type: ['string', 'null'],
      exclusiveMinimum: 2,
      const: null,
      prefixItems: [{ type: 'string' }],
      items: false,
      if: { type: 'string' },
      contentEncoding: 'base64',
    };
    assert.deepEqual(
      Object.keys(schemaOf(answering(modern, {}, '3.1.0'))).sort(),
      Object.keys(modern).sort(),
    );
  });

  test('that holds itself is cut there', () => {
    const components = {
      schemas: {
        Node: {
          type: 'object',
          properties: {
            next: { $ref: '#/components/schemas/Node' },
            list: { type: 'array', items: { $ref: '#/components/schemas/Node' } },
          },
        },
        A: { $ref: '#/components/schemas/B' },
        B: { $ref: '#/components/schemas/A' },
      },
    };
    const node = schemaOf(answering({ $ref: '#/components/schemas/Node' }, { components }));
    assert.deepEqual(node.properties.next, { title: 'Node', 'x-turnpike-cut': 'recursion' });
    assert.deepEqual(node.properties.list.items, { title: 'Node', 'x-turnpike-cut': 'recursion' });
    assert.equal(
      schemaOf(answering({ $ref: '#/components/schemas/A' }, { components }))['x-turnpike-cut'],
      'recursion',
    );
    assert.ok(schemaOf(answering({ allOf: [{ $ref: '#' }] })).allOf);
  });

  test('takes what stands beside a reference', () => {
    const components = { schemas: { S: { type: 'string', description: 'target', title: 'S' } } };
    const beside = { $ref: '#/components/schemas/S', description: 'own', deprecated: true };
    assert.deepEqual(schemaOf(answering(beside, { components }, '3.1.0')), {
      type: 'string',
      title: 'S',
      description: 'own',
      deprecated: true,
    });
  });

  test('that is not there, elsewhere or no schema is left open and said', () => {
    for (const [schema, said] of [
      [{ $ref: '#/components/schemas/Nowhere' }, 'warning missing-reference'],
      [{ $ref: '#anchor' }, 'warning missing-reference'],
      [{ $ref: 'https://example.com/s.json' }, 'warning remote-reference'],
      [{ $ref: 'file:///etc/passwd' }, 'warning remote-reference'],
      [{ $ref: './other.yaml#/S' }, 'warning remote-reference'],
      [7, 'warning no-schema'],
      ['string', 'warning no-schema'],
      [{ type: 'file' }, 'warning unknown-type'],
      [{ type: ['string', 'any'] }, 'warning unknown-type'],
      [{ $dynamicRef: '#x' }, 'warning unread-keyword'],
    ] as const) {
      const found = read(answering(schema));
      assert.ok(found.said.includes(said), `${JSON.stringify(schema)} ${found.said}`);
    }
    assert.deepEqual(schemaOf(answering(true, {}, '3.1.0')), {});
    assert.deepEqual(schemaOf(answering(false, {}, '3.1.0')), { not: {} });
  });

  test('with enormous lists keeps the first of them', () => {
    const values = Array.from({ length: 100_000 }, (_, index) => `v${index}`);
    assert.equal(schemaOf(answering({ enum: values })).enum.length, 200);
    const properties = Object.fromEntries(values.slice(0, 5000).map((name) => [name, { type: 'string' }]));
    assert.equal(Object.keys(schemaOf(answering({ properties })).properties).length, 200);
    assert.ok(schemaOf(answering({ oneOf: values.map(() => ({})) })).oneOf.length <= 40);
  });

  test('nested a thousand deep is cut', () => {
    let schema: Json = { type: 'string' };
    for (let depth = 0; depth < 1000; depth += 1) schema = { type: 'object', properties: { a: schema } };
    assert.match(JSON.stringify(schemaOf(answering(schema))), /"x-turnpike-cut":"depth"/);
  });
});
