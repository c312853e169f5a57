import assert from 'node:assert/strict';
import type { Client, Json } from './client.ts';

export interface Ask {
  readonly caller: Client;
  readonly method: string;
  readonly url: string;
  readonly body?: string | Uint8Array;
  readonly headers?: Record<string, string>;
}

export interface Refusal {
  readonly status: number;
  readonly body: Json;
}

/** Sends, and checks what holds for every refusal: it is a whole problem, and never a 5xx. Null when it was none. */
export async function refusalOf(what: string, ask: Ask): Promise<Refusal | null> {
  const { caller, method, url, body, headers = {} } = ask;
  const json: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  const answer = await caller.send(method, url, body, { ...json, ...headers });
  const said = `${what} was answered ${answer.status} ${JSON.stringify(answer.body).slice(0, 300)}`;
  assert.ok(answer.status < 500, said);
  if (answer.status < 400) return null;
  assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/, said);
  const { type, title, status, request_id: requestId, errors = [] } = answer.body;
  assert.match(type, /^https:\/\/turnpike\.dev\/problems\/[a-z-]+$/, said);
  assert.ok(title.length > 0 && status === answer.status, said);
  assert.equal(requestId, answer.headers.get('x-request-id'), said);
  if (status === 422) assert.ok(errors.length > 0, said);
  for (const error of errors) assert.ok(typeof error.pointer === 'string' && error.detail.length > 0, said);
  return { status, body: answer.body };
}

/** Sends, and expects one of these refusals. */
export async function mustRefuse(what: string, status: number | readonly number[], ask: Ask): Promise<Json> {
  const refusal = await refusalOf(what, ask);
  const expected = [status].flat();
  const given = refusal === null ? 'was taken' : `was refused with ${refusal.status}`;
  assert.ok(refusal && expected.includes(refusal.status), `${what} ${given}, not with ${expected}`);
  return refusal.body;
}

/** The refusal may point at the place, at what is missing in it, or at the union that it is a branch of. */
export function assertPointsAt(problem: Json, pointer: string, what: string): void {
  const pointers: string[] = problem.errors.map((error: Json) => error.pointer);
  const isNear = (given: string) =>
    given === pointer || given.startsWith(`${pointer}/`) || (given !== '' && pointer.startsWith(`${given}/`));
  assert.ok(pointers.some(isNear), `${what} points at ${pointers}`);
}

/** Runs an expectation; when it does not hold, notes that and goes on. */
export type Check = (expectation: () => Promise<unknown>) => Promise<void>;

/** Six at a time; goes on after failures, so that one run tells all that is wrong. */
export async function forEach<T>(
  items: readonly T[],
  work: (item: T, check: Check) => Promise<unknown>,
): Promise<void> {
  const failures: string[] = [];
  const check: Check = async (expectation) => {
    await expectation().catch((error: Error) => failures.push(error.message));
  };
  const rest = items.toReversed();
  const worker = async () => {
    for (let item = rest.pop(); item !== undefined; item = rest.pop()) await work(item, check);
  };
  await Promise.all(Array.from({ length: 6 }, worker));
  assert.deepEqual(failures, []);
}
