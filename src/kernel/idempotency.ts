import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import type { Db } from './db.ts';
import { invalid, kernelProblems, Problem } from './problem.ts';
import type { Call, Route } from './route.ts';

/**
 * Runs a write once per (caller, Idempotency-Key). The key's row is written in the request's own transaction:
 * a second request with the key waits for the first to commit and then gets its answer; a refused or crashed
 * request leaves no row and may be tried again. Another body under the same key is a conflict.
 */
export async function replayOrRun(
  tx: Db,
  key: string,
  declared: Route,
  call: Call<unknown, unknown, unknown>,
  request: FastifyRequest,
): Promise<unknown> {
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw invalid([
      { pointer: '/headers/idempotency-key', detail: 'must be 1 to 255 visible ASCII characters' },
    ]);
  }
  const { actor } = call;
  const scope = actor.organizationId ?? actor.userId ?? actor.name;
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const hash = createHash('sha256').update(`${declared.method} ${request.url}\n`).update(body).digest();
  const inserted = await sql<{ key: string }>`
    insert into kernel_idempotency_keys (scope, key, request_hash, created_at)
    values (${scope}, ${key}, ${hash}, ${call.at})
    on conflict (scope, key) do nothing returning key`.execute(tx);
  if (inserted.rows.length === 0) return replay(tx, scope, key, hash, call);
  let status: number = declared.response.status;
  const { reply } = call;
  const remember = (code: number) => {
    status = code;
    reply.status(code);
  };
  const watched = Object.create(call, {
    reply: { value: { ...reply, status: remember } },
  }) as typeof call;
  const answer = await declared.handler(watched);
  await sql`
    update kernel_idempotency_keys set status = ${status}, answer = ${JSON.stringify(answer ?? null)}::jsonb
    where scope = ${scope} and key = ${key}`.execute(tx);
  return answer;
}

async function replay(
  tx: Db,
  scope: string,
  key: string,
  hash: Buffer,
  call: Call<unknown, unknown, unknown>,
): Promise<unknown> {
  const found = await sql<{ request_hash: Buffer; status: number; answer: unknown }>`
    select request_hash, status, answer from kernel_idempotency_keys
    where scope = ${scope} and key = ${key}`.execute(tx);
  const [row] = found.rows;
  if (!row?.request_hash.equals(hash)) throw new Problem(kernelProblems.idempotencyMismatch);
  call.reply.status(row.status);
  call.reply.header('idempotent-replayed', 'true');
  return row.answer ?? undefined;
}

/** Forgets keys that were used before this instant. */
export async function forgetIdempotencyKeys(db: Db, before: Temporal.Instant): Promise<void> {
  await sql`delete from kernel_idempotency_keys where created_at < ${before}`.execute(db);
}
