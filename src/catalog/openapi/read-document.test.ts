import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { RouteDocumentation } from './documentation.ts';
import { readOpenApi } from './read-document.ts';
import { LONGEST_DOCUMENTATION } from './read-operation.ts';
import { UnreadableDocument } from './read-text.ts';

const limits = { mostRoutes: 2000 };
// biome-ignore lint/suspicious/noExplicitAny: documents are whatever somebody wrote
type Json = any;

function read(document: Json) {
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  const result = readOpenApi(text, limits);
  return {
    ...result,
    paths: result.operations.map((one) => `${one.method} ${one.template}`),
    said: result.report.items.map((item) => `${item.severity} ${item.code}`),
    docs: result.operations.map((one) => JSON.parse(one.documentation) as RouteDocumentation),
  };
}

const ok = { 200: { description: 'Fine' } };
const about = (paths: Json, more: Json = {}) => ({
  openapi: '3.0.3',
  info: { title: 'T', version: '1' },
  paths,
  ...more,
});
const answering = (schema: Json, more: Json = {}, openapi = '3.0.3') =>
  about(
    {
      '/x': {
        get: { responses: { 200: { description: 'd', content: { 'application/json': { schema } } } } },
      },
    },
    { openapi, ...more },
  );
const schemaOf = (document: Json): Json => read(document).docs[0]!.responses[0]!.content[0]!.schema;

describe('a document', () => {
  test('of GitHub is read whole, within bounds and the same each time', () => {
    const file = new URL('../../../tests/cases/openapi/real/api.github.com.json.gz', import.meta.url);
    const text = gunzipSync(readFileSync(file)).toString();
    const first = read(text);
    assert.equal(first.operations.length, 1222);
    assert.deepEqual(
      first.report.items.filter((item) => item.severity === 'error').map((item) => item.pointer),
      ['/paths/~1repos~1{owner}~1{repo}~1compare~1{base}...{head}'],
    );
    for (const one of first.operations) {
      assert.ok(one.documentation.length <= LONGEST_DOCUMENTATION, one.pointer);
      // Examples are what their author wrote, references of theirs included.
      const said = JSON.parse(one.documentation, (name, value) =>
        ['value', 'examples'].includes(name) ? null : value,
      );
      assert.doesNotMatch(JSON.stringify(said), /"\$ref"/, one.pointer);
    }
    assert.deepEqual(read(text).operations, first.operations);
  });

  test('of Figma, 3.1 in YAML, is read whole', () => {
    const file = new URL('../../../tests/cases/openapi/real/figma.yaml.gz', import.meta.url);
    const found = read(gunzipSync(readFileSync(file)).toString());
    assert.equal(found.version, '3.1.0');
    assert.equal(found.operations.length, 54);
    assert.deepEqual(found.report.counts.error, 0);
    assert.ok(found.said.includes('warning callbacks'));
  });

  test('that is none, or of a version that is not read, is refused with the reason', () => {
    for (const [text, reason] of [
      ['', /is empty/],
      ['  \n ', /is empty/],
      ['\ufeff', /is empty/],
      ['{"swagger":"2.0","paths":{}}', /Swagger 2.0/],
      ['swagger: "2.0"', /Swagger 2.0/],
      ['{"openapi":"4.0.0","paths":{}}', /OpenAPI 4.0.0/],
      ['{"openapi":"2.9"}', /OpenAPI 2.9/],
      ['{}', /no "openapi"/],
      ['[]', /no "openapi"/],
      ['null', /no "openapi"/],
      ['"openapi"', /no "openapi"/],
      ['just words', /no "openapi"/],
      ['{"openapi": "3.0.0", ', /not valid JSON/],
      ['openapi: 3.0.0\npaths:\n\t- x', /not valid YAML \(line 3\)/],
      ['a: *nowhere', /not valid YAML|cannot be followed/],
      ['<html><body>404</body></html>', /no "openapi"/],
      [`{"openapi":"3.0.0","x":${'['.repeat(200_000)}`, /nested too deeply|not valid JSON/],
      [`openapi: 3.0.0\nx: ${'['.repeat(20_000)}`, /nested too deeply|not valid YAML/],
    ] as const) {
      assert.throws(
        () => readOpenApi(text, limits),
        (error) => error instanceof UnreadableDocument && reason.test(error.message),
        text.slice(0, 60),
      );
    }
  });

  test('of a version that is near is read, and says so', () => {
    for (const openapi of ['3.0.0-rc', '3.0.0-rc1', '3.2.0', '3.9']) {
      const found = read(about({ '/x': { get: { responses: ok } } }, { openapi }));
      assert.deepEqual(found.paths, ['GET /x'], openapi);
      assert.ok(found.said.includes('warning version'), openapi);
    }
    for (const openapi of ['3.0', '3.1.1', ' 3.0.4 ']) {
      assert.deepEqual(read(about({ '/x': { get: { responses: ok } } }, { openapi })).said, [], openapi);
    }
    assert.deepEqual(read('openapi: 3.1\npaths: {/x: {get: {responses: {200: {description: d}}}}}').paths, [
      'GET /x',
    ]);
  });

  test('may be YAML with anchors, merge keys, a byte order mark and braces', () => {
    const yaml = `\ufeffopenapi: 3.0.3
info: {title: Anchors, version: 1}
x-answers: &answers
  200: &fine
    description: Fine
paths:
  /a:
    get:
      responses: *answers
  /b:
    get: &get
      summary: B
      responses:
        <<: *answers
        404: {description: Gone}
    post:
      <<: *get
      summary: C`;
    const found = read(yaml);
    assert.deepEqual(new Set(found.paths), new Set(['GET /a', 'GET /b', 'POST /b']));
    const b = found.operations.findIndex((one) => one.template === '/b' && one.method === 'POST');
    assert.equal(found.operations[b]!.name, 'C');
    assert.deepEqual(
      found.docs[b]!.responses.map((one) => one.status),
      ['200', '404'],
    );
    assert.equal(
      read('{openapi: 3.0.3, paths: {/x: {get: {responses: {200: {description: d}}}}}}').paths.length,
      1,
    );
  });

  test('that is a bomb of aliases is refused, or read within bounds', () => {
    const levels = Array.from({ length: 12 }, (_, level) =>
      level === 0
        ? 'a0: &a0 {type: string}'
        : `a${level}: &a${level} {allOf: [${`*a${level - 1}, `.repeat(9)}*a${level - 1}]}`,
    );
    const yaml = `openapi: 3.0.0\n${levels.join('\n')}\npaths: {/x: {get: {responses: {200: {description: d, content: {a/b: {schema: *a11}}}}}}}`;
    try {
      assert.ok(read(yaml).operations[0]!.documentation.length <= LONGEST_DOCUMENTATION);
    } catch (error) {
      assert.ok(error instanceof UnreadableDocument);
      assert.match(error.message, /aliases/);
    }
  });

  test('that fans out by references is read within bounds', () => {
    const schemas = Object.fromEntries(
      Array.from({ length: 30 }, (_, level) => [
        `S${level}`,
        {
          type: 'object',
          properties: Object.fromEntries(
            'abcdefgh'.split('').map((name) => [name, { $ref: `#/components/schemas/S${level + 1}` }]),
          ),
        },
      ]),
    );
    const found = read(
      answering(
        { $ref: '#/components/schemas/S0' },
        { components: { schemas: { ...schemas, S30: { type: 'string' } } } },
      ),
    );
    assert.ok(found.operations[0]!.documentation.length <= LONGEST_DOCUMENTATION);
    assert.ok(found.said.includes('info documentation-cut'));
  });

  test('names what stands twice, which a reader would swallow', () => {
    const twice =
      '{"openapi":"3.0.3","paths":{"/a\\"b":{},"/x":{"get":{"responses":{"200":{"description":"1"}}}},"/x":{"get":{"responses":{"200":{"description":"2"}}}}}}';
    const found = read(twice);
    assert.deepEqual(
      found.report.items.filter((one) => one.code === 'repeated-name').map((one) => one.pointer),
      ['/paths/~1x'],
    );
    const yaml =
      'openapi: 3.0.3\npaths:\n  /x: {get: {responses: {200: {description: a}}}}\n  /x: {get: {responses: {200: {description: b}}}}';
    assert.deepEqual(
      read(yaml)
        .report.items.filter((one) => one.code === 'repeated-name')
        .map((one) => one.pointer),
      ['line 4'],
    );
  });

  test('reaches for no prototype', () => {
    const text = `{"openapi":"3.0.3","__proto__":{"polluted":1},"paths":{"/x":{"get":{"operationId":"constructor","__proto__":{"polluted":1},
      "responses":{"200":{"description":"d","content":{"application/json":{"schema":{"type":"object","properties":{"__proto__":{"type":"string"},"constructor":{"type":"string"},"toString":{"$ref":"#/components/schemas/__proto__"},"z":{"$ref":"#/components/schemas/hasOwnProperty"}},"example":{"__proto__":{"polluted":1},"a":1}}}}}}}}},"components":{"schemas":{"__proto__":{"type":"integer"}}}}`;
    const found = read(text);
    assert.equal(({} as Json).polluted, undefined);
    const { schema } = found.docs[0]!.responses[0]!.content[0]! as Json;
    assert.deepEqual(Object.keys(schema.properties), ['constructor', 'toString', 'z']);
    assert.deepEqual(schema.examples, [{ a: 1 }]);
    assert.ok(found.said.includes('warning missing-reference'));
  });

  test('has no more routes than a product', () => {
    const paths = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [`/p${index}`, { get: { responses: ok } }]),
    );
    const found = readOpenApi(JSON.stringify(about(paths)), { mostRoutes: 50 });
    assert.equal(found.operations.length, 50);
    assert.deepEqual(
      found.report.items.filter((one) => one.severity === 'error').map((one) => one.code),
      ['too-many-routes'],
    );
  });
});

describe('paths', () => {
  const pathsOf = (...paths: string[]) =>
    read(about(Object.fromEntries(paths.map((path) => [path, { get: { responses: ok } }]))));

  test('that a route cannot have are left out, each with its reason', () => {
    const found = pathsOf(
      '/fine',
      '',
      'no-slash',
      '/a.{b}',
      '/{a}.{b}',
      '/{path}*',
      '/{path*}',
      '/{+path}',
      '/{a}{b}',
      '/ü',
      '/a b',
      '/x?y=1',
      '/x#y',
      '/a//b',
      '/..',
      '/%2e%2e/x',
      '/{id}/x/{id}',
      `/${'x'.repeat(600)}`,
      `/${'x/'.repeat(40)}x`,
      '/{}',
      '/{',
    );
    assert.deepEqual(found.paths, ['GET /fine']);
    const errors = found.report.items.filter((one) => one.severity === 'error');
    assert.equal(errors.length, 20);
    for (const one of errors) assert.equal(one.code, 'unsupported-path', one.pointer);
  });

  test('have parameters renamed to what ours may be called', () => {
    const found = read(
      about({
        '/users/{user-id}/x/{1st}/{näme}': {
          parameters: [
            { name: 'user-id', in: 'path', required: true, schema: { type: 'integer' }, example: 7 },
          ],
          get: { responses: ok },
        },
      }),
    );
    assert.deepEqual(found.paths, ['GET /users/{user_id}/x/{p_1st}/{n_me}']);
    assert.deepEqual(
      found.docs[0]!.parameters.map((one) => `${one.in} ${one.name}`),
      ['path user_id', 'path p_1st', 'path n_me'],
    );
    assert.deepEqual(found.operations[0]!.sampleParameters, { user_id: '7' });
    assert.ok(found.said.includes('info renamed-parameter'));
  });

  test('that match the same calls become one, and only the first of two operations', () => {
    const found = read(
      about({
        '/items/{id}': { get: { responses: ok, summary: 'first' } },
        '/items/{item_id}': {
          get: { responses: ok, summary: 'second' },
          put: {
            responses: ok,
            parameters: [{ name: 'item_id', in: 'path', required: true, description: 'Which' }],
          },
        },
        '/slash/': { get: { responses: ok } },
        '/slash': { get: { responses: ok } },
      }),
    );
    assert.deepEqual(found.paths, ['GET /items/{id}', 'PUT /items/{id}', 'GET /slash']);
    assert.equal(found.docs[1]!.parameters[0]!.name, 'id');
    assert.equal(found.docs[1]!.parameters[0]!.description, 'Which');
    assert.equal(found.said.filter((one) => one === 'error duplicate-operation').length, 2);
  });

  test('may stand elsewhere in the document, not outside of it', () => {
    const item = { get: { responses: ok } };
    const found = read(
      about(
        {
          '/a': { $ref: '#/components/pathItems/A' },
          '/b': { $ref: 'other.yaml#/b' },
          '/c': { $ref: '#/paths/~1c' },
          '/d': null,
          '/e': 7,
        },
        { openapi: '3.1.0', components: { pathItems: { A: item } } },
      ),
    );
    assert.deepEqual(found.paths, ['GET /a']);
    assert.equal(found.said.filter((one) => one === 'error unread-path').length, 4);
  });
});

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
