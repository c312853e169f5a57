import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem } from '#kernel';
import { callFormSchema } from './call-form.ts';
import { callTarget } from './call-target.ts';
import { shownBody } from './shown-body.ts';

const route = { method: 'ANY', template: '/items/{id}/parts', protocol: 'http' } as const;

const form = (over: Record<string, unknown> = {}) =>
  callFormSchema.parse({
    subscription_id: 'sub_1',
    route_id: 'route_1',
    path_parameters: { id: '7' },
    ...over,
  });

const pointerOf = (run: () => unknown): string | undefined => {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof Problem, String(error));
    return error.errors?.[0]?.pointer ?? error.kind.type;
  }
  throw new Error('It was accepted');
};

test('what is filled in stays in its place', () => {
  const target = callTarget(
    '/acme/shop',
    route,
    form({
      method: 'POST',
      path_parameters: { id: '../x?y#z' },
      query: [
        { name: 'a', value: '1&b=2' },
        { name: 'a', value: 'ü' },
      ],
      headers: [
        { name: 'X-A', value: '1' },
        { name: 'x-a', value: '2' },
      ],
      body: '{}',
      content_type: 'application/json',
    }),
  );
  assert.deepEqual(target, {
    method: 'POST',
    path: '/acme/shop/items/..%2Fx%3Fy%23z/parts?a=1%26b%3D2&a=%C3%BC',
    headers: { 'x-a': ['1', '2'], 'content-type': 'application/json' },
    body: '{}',
  });
});

test('segments of dots, gaps, other methods and bodies of reads are refused where they were filled in', () => {
  const refused = (over: Record<string, unknown>, of: Parameters<typeof callTarget>[1] = route) =>
    pointerOf(() => callTarget('/acme/shop', of, form(over)));
  for (const id of ['', '.', '..']) assert.equal(refused({ path_parameters: { id } }), '/path_parameters/id');
  assert.equal(refused({ path_parameters: {} }), '/path_parameters/id');
  assert.equal(refused({ method: 'POST' }, { ...route, method: 'GET' }), '/method');
  assert.equal(refused({ body: 'x' }), '/body');
  assert.match(refused({}, { ...route, protocol: 'grpc' }) ?? '', /route-not-callable$/);
});

test('headers of the transport, of the gateway and of credentials cannot be filled in', () => {
  const names = ['Host', 'authorization', 'X-Api-Key', 'cookie', 'Content-Length', 'X-Forwarded-For'];
  for (const name of [...names, 'x-turnpike-plan', 'Transfer-Encoding', 'proxy-x', 'a b', 'a:b', ''])
    assert.equal(
      callFormSchema.safeParse({ ...form(), headers: [{ name, value: '1' }] }).success,
      false,
      name,
    );
  for (const value of ['a\r\nb: c', 'a\u0000', '€'])
    assert.equal(callFormSchema.safeParse({ ...form(), headers: [{ name: 'x-a', value }] }).success, false);
});

test('bodies are shown as text where they are text', () => {
  const bytes = Buffer.from('{"ü":1}');
  assert.deepEqual(shownBody(bytes, 'application/json; charset=utf-8', true), {
    body: '{"ü":1}',
    body_encoding: 'text',
  });
  assert.equal(shownBody(Buffer.from([0xe4]), 'text/plain; charset=iso-8859-1', true).body, 'ä');
  assert.equal(shownBody(Buffer.from([0xff, 0xfe]), 'application/json', true).body_encoding, 'base64');
  assert.equal(shownBody(bytes.subarray(0, 3), 'text/plain', false).body_encoding, 'text');
  assert.equal(shownBody(bytes, 'image/png', true).body_encoding, 'base64');
  assert.equal(shownBody(bytes, 'text/plain; charset=nonsense', true).body_encoding, 'base64');
});
