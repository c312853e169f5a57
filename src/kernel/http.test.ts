import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { z } from 'zod';
import { type Actor, anonymous } from './actor.ts';
import { manualClock } from './clock.ts';
import { createHttpServer } from './http.ts';
import { createLog } from './log.ts';
import { defineProblems, kernelProblems, Problem } from './problem.ts';
import { route } from './route.ts';
import { testDatabase } from './testing.ts';

const problems = defineProblems('kernel', { testRefused: { status: 409, title: 'Refused in a test' } });
let database: Awaited<ReturnType<typeof testDatabase>>;
let server: FastifyInstance;
const lines: string[] = [];

const person: Actor = {
  ...anonymous,
  kind: 'user',
  userId: 'usr_1',
  organizationId: 'org_1',
  permissions: new Set(['usage:read']),
  name: 'P',
};
const actors: Record<string, Actor> = { person, operator: { ...person, operator: true } };

const notes = [
  route({
    method: 'POST',
    path: '/notes/{kind}',
    tag: 'test',
    summary: 'Write a note',
    access: 'usage:read',
    params: z.object({ kind: z.string().max(5) }),
    query: z.strictObject({ size: z.coerce.number().int().max(3).optional() }),
    body: z.strictObject({
      text: z.string().max(20),
      parts: z
        .array(z.strictObject({ n: z.int() }))
        .max(5)
        .optional(),
    }),
    response: { status: 201, schema: z.object({ id: z.string() }) },
    idempotent: true,
    async handler(call) {
      await sql`insert into test_notes (text) values (${call.body.text})`.execute(call.db);
      if (call.body.text === 'refuse') throw new Problem(problems.testRefused, { detail: 'after writing' });
      if (call.body.text === 'crash') throw new Error('secret detail');
      return { id: `${call.params.kind}-${call.body.text}` };
    },
  }),
  route({
    method: 'GET',
    path: '/admin-only',
    tag: 'test',
    summary: 'x',
    access: 'operator',
    response: { status: 200, schema: z.object({}) },
    handler: async () => ({}),
  }),
  route({
    method: 'POST',
    path: '/hook',
    absolute: true,
    tag: 'test',
    summary: 'x',
    access: 'public',
    rawBody: true,
    response: { status: 200, schema: z.object({ bytes: z.int() }) },
    handler: async (call) => ({ bytes: call.body.length }),
  }),
];

before(async () => {
  database = await testDatabase();
  await sql`create table test_notes (text text not null)`.execute(database.db);
  server = await createHttpServer({
    db: database.db,
    clock: manualClock('2026-01-01T00:00:00Z'),
    log: createLog('error', { write: (line) => void lines.push(line) }),
    routes: notes,
    authenticate: async ({ headers }) => {
      if (headers.authorization === 'Bearer wrong') throw new Problem(kernelProblems.unauthenticated);
      return actors[headers.authorization ?? ''] ?? anonymous;
    },
    trustedProxies: [],
    checkResponses: true,
  });
});

after(async () => {
  await server.close();
  await database.drop();
});

function post(url: string, payload: unknown, headers: Record<string, string> = {}) {
  const raw = typeof payload === 'string' || Buffer.isBuffer(payload);
  return server.inject({
    method: 'POST',
    url,
    headers: { authorization: 'person', 'content-type': 'application/json', ...headers },
    payload: raw ? payload : JSON.stringify(payload),
  });
}

async function noteCount(): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from test_notes`.execute(database.db);
  return rows[0]!.n;
}

test('every wrong field is named with a pointer, and nothing is written', async () => {
  const answer = await post('/api/v1/notes/toolong?size=9', {
    text: 5,
    parts: [{ n: 1 }, { n: 'x', m: 1 }],
    extra: true,
  });
  assert.equal(answer.statusCode, 422);
  assert.match(answer.headers['content-type'] as string, /application\/problem\+json/);
  const pointers = answer
    .json()
    .errors.map((error: { pointer: string }) => error.pointer)
    .sort();
  assert.deepEqual(
    pointers,
    ['/extra', '/params/kind', '/parts/1/m', '/parts/1/n', '/query/size', '/text'].sort(),
  );
  assert.equal(await noteCount(), 0);
});

test('broken JSON, foreign types and huge bodies are refused', async () => {
  assert.equal((await post('/api/v1/notes/a', '{"text":')).statusCode, 400);
  assert.equal((await post('/api/v1/notes/a', Buffer.from([0x22, 0xc0, 0xae, 0x22]))).statusCode, 400);
  assert.equal((await post('/api/v1/notes/a', '{"__proto__":{"x":1},"text":"a"}')).statusCode, 400);
  assert.equal((await post('/api/v1/notes/a', '['.repeat(400_000))).statusCode, 400);
  assert.equal((await post('/api/v1/notes/a', '['.repeat(200_000) + ']'.repeat(200_000))).statusCode, 400);
  assert.equal((await post('/api/v1/notes/a', 'text=a', { 'content-type': 'text/plain' })).statusCode, 415);
  assert.equal((await post('/api/v1/notes/a', `{"text":"${'x'.repeat(2_000_000)}"}`)).statusCode, 413);
  assert.equal((await post('/api/v1/notes/a', '')).statusCode, 422);
});

test('texts that no store can hold are refused with their places', async () => {
  for (const [body = '', pointer, url = '/api/v1/notes/a'] of [
    ['{"text":"a\\u0000b"}', '/text'],
    ['{"text":"\\ud800"}', '/text'],
    ['{"text":"a","parts":[{"n":1},{"n":"\\udfff"}]}', '/parts/1/n'],
    ['{"te\\u0000xt/":"a"}', '/text~1'],
    ['{"text":"a"}', '/params/kind', '/api/v1/notes/%00'],
    ['{"text":"a"}', '/query/size', '/api/v1/notes/a?size=%00'],
  ]) {
    const answer = await post(url, body);
    assert.equal(answer.statusCode, 422, body);
    assert.deepEqual(
      answer.json().errors.map((error: { pointer: string }) => error.pointer),
      [pointer],
    );
  }
});

test('an address that cannot be read is a problem too', async () => {
  for (const url of ['/api/v1/notes/%zz', '/api/v1/notes/%', `/api/v1/notes/${'x'.repeat(400)}`]) {
    const answer = await post(url, { text: 'a' });
    assert.equal(answer.statusCode, 400, url);
    assert.match(answer.headers['content-type'] as string, /application\/problem\+json/);
    assert.equal(answer.json().request_id, answer.headers['x-request-id']);
  }
});

test('a refusal or crash leaves nothing behind; a crash hides its detail', async () => {
  const before = await noteCount();
  assert.equal((await post('/api/v1/notes/a', { text: 'refuse' })).json().type, problems.testRefused.type);
  const crash = await post('/api/v1/notes/a', { text: 'crash' });
  assert.equal(crash.statusCode, 500);
  assert.doesNotMatch(crash.body, /secret detail/);
  assert.match(lines.join(''), /secret detail/);
  assert.equal(await noteCount(), before);
});

test('who may not is told so', async () => {
  assert.equal((await post('/api/v1/notes/a', { text: 'a' }, { authorization: '' })).statusCode, 401);
  assert.equal(
    (await post('/api/v1/notes/a', { text: 'a' }, { authorization: 'Bearer wrong' })).statusCode,
    401,
  );
  assert.equal(
    (await server.inject({ url: '/api/v1/admin-only', headers: { authorization: 'person' } })).statusCode,
    403,
  );
  assert.equal(
    (await server.inject({ url: '/api/v1/admin-only/', headers: { authorization: 'operator' } })).statusCode,
    200,
  );
  assert.equal((await post('/hook', Buffer.from('abc'), { authorization: 'Bearer wrong' })).json().bytes, 3);
});

test('twenty requests with one Idempotency-Key write once and answer alike', async () => {
  const before = await noteCount();
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => post('/api/v1/notes/a', { text: 'once' }, { 'idempotency-key': 'k1' })),
  );
  assert.ok(answers.every((answer) => answer.statusCode === 201 && answer.json().id === 'a-once'));
  assert.equal(await noteCount(), before + 1);
  const other = await post('/api/v1/notes/a', { text: 'other' }, { 'idempotency-key': 'k1' });
  assert.equal(other.statusCode, 409);
  assert.equal(await noteCount(), before + 1);
});

test('a refused request with an Idempotency-Key may be tried again', async () => {
  assert.equal(
    (await post('/api/v1/notes/a', { text: 'refuse' }, { 'idempotency-key': 'k2' })).statusCode,
    409,
  );
  assert.equal(
    (await post('/api/v1/notes/a', { text: 'refuse' }, { 'idempotency-key': 'k2' })).json().type,
    problems.testRefused.type,
  );
});
