import { z } from 'zod';
import { INSTALLATION_CHAIN, listAudit, verifyAudit } from './audit.ts';
import type { AuditAnchor } from './audit-anchor.ts';
import { instantText } from './clock.ts';
import { decodeKeys, pageOf, pageQuery, toPage } from './page.ts';
import { notFound } from './problem.ts';
import { type Route, route } from './route.ts';

const entry = z.object({
  position: z.int(),
  at: z.string(),
  actor: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string() }),
  action: z.string(),
  object: z.string(),
  detail: z.record(z.string(), z.unknown()),
});

const verdict = z.object({
  intact: z.boolean(),
  entries: z.int().nullable(),
  anchored: z.int().nullable().describe('Ends that were compared with what the data directory remembers'),
  head: z.string().nullable().describe('Over the ends of all chains: keep it elsewhere to compare later'),
  broken: z.object({ chain: z.string(), position: z.int(), reason: z.string() }).nullable(),
});

const chainField = z
  .string()
  .max(100)
  .optional()
  .describe(`For the operator: an organization's id, or ${INSTALLATION_CHAIN}`);

/** The audit log: everybody's own, and all of it for the operator. */
export function auditRoutes(deps: { anchors(): readonly AuditAnchor[] }): Route[] {
  return [
    route({
      method: 'GET',
      path: '/audit',
      tag: 'operations',
      summary: 'What was done, by whom, newest first',
      access: 'audit:read',
      query: z.strictObject({
        ...pageQuery,
        chain: chainField,
        object: z.string().max(100).optional().describe('The id of what it happened to'),
        action: z
          .string()
          .regex(/^[a-z0-9_.-]{1,100}$/)
          .optional()
          .describe('Such as key.created, or key for all about keys'),
        actor: z.string().max(100).optional().describe('The id of who did it'),
      }),
      response: { status: 200, schema: pageOf(entry) },
      async handler(call) {
        const { limit, cursor, chain, object, action, actor } = call.query;
        const own = call.actor.operator
          ? (call.actor.organizationId ?? INSTALLATION_CHAIN)
          : call.organizationId;
        if (chain !== undefined && chain !== own && !call.actor.operator) throw notFound('audit log');
        const [before] = decodeKeys(cursor, z.tuple([z.int().min(1)])) ?? [null];
        const rows = await listAudit(call.db, chain ?? own, {
          before: before === null ? null : BigInt(before),
          limit: limit + 1,
          object,
          action,
          actorId: actor,
        });
        return toPage(
          rows,
          limit,
          ({ position }) => [Number(position)],
          (row) => ({
            position: Number(row.position),
            at: instantText(row.at),
            actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
            action: row.action,
            object: row.object_id,
            detail: row.detail,
          }),
        );
      },
    }),
    route({
      method: 'POST',
      path: '/audit/verify',
      tag: 'operations',
      summary: 'Walk every audit chain and name the first broken link',
      access: 'operator',
      transaction: false,
      response: { status: 200, schema: verdict },
      async handler(call) {
        const found = await verifyAudit(call.db, undefined, deps.anchors());
        if (!found.intact) {
          const { chain, position, reason } = found;
          const broken = { chain, position: Number(position), reason };
          return { intact: false, entries: null, anchored: null, head: null, broken };
        }
        const { anchored, head } = found;
        return { intact: true, entries: Number(found.entries), anchored, head, broken: null };
      },
    }),
  ];
}
