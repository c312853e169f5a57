import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { readOpenApi } from './read-document.ts';
import { LONGEST_DOCUMENTATION } from './read-operation.ts';
import { about, answering, limits, ok, read } from './test-document.ts';
import { UnreadableDocument } from './unreadable.ts';

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
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
    const { schema } = found.docs[0]!.responses[0]!.content[0]! as { schema: Record<string, object> };
    assert.deepEqual(Object.keys(schema.properties!), ['constructor', 'toString', 'z']);
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
