import { z } from 'zod';
import { instantText, type Route, route } from '#kernel';
import type { MeteringNode } from './node.ts';
import { listNodes } from './store-shipping.ts';
import { declareNodeLost } from './usage-complete-until.ts';

const tag = 'operations';

const nodeSchema = z.object({
  connection: z.string(),
  kind: z.enum(['gateway', 'api']),
  state: z.enum(['alive', 'closed', 'lost']),
  complete_until: z.string().describe('Everything admitted before this is in the usage store'),
  last_seen_at: z.string(),
  lost_at: z.string().nullable(),
});

function present(node: MeteringNode): z.input<typeof nodeSchema> {
  return {
    connection: node.connection,
    kind: node.kind,
    state: node.state,
    complete_until: instantText(node.completeUntil),
    last_seen_at: instantText(node.lastSeenAt),
    lost_at: node.lostAt === null ? null : instantText(node.lostAt),
  };
}

/** For the operator: whose usage is in, and how to stop waiting for a node that will not come back. */
export function nodeRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/metering/nodes',
      tag,
      summary: 'Nodes whose usage is collected',
      access: 'operator',
      response: { status: 200, schema: z.object({ data: z.array(nodeSchema), next_cursor: z.null() }) },
      handler: async ({ db }) => ({ data: (await listNodes(db)).map(present), next_cursor: null }),
    }),
    route({
      method: 'POST',
      path: '/metering/nodes/{connection}/declare-lost',
      tag,
      summary: 'Give up a node whose journal will not come back, so that periods can close',
      access: 'operator',
      params: z.object({ connection: z.string().min(1).max(200) }),
      response: { status: 204 },
      handler: async ({ db, params, actor, at }) => {
        await declareNodeLost(db, params.connection, { actor, at });
        return undefined;
      },
    }),
  ];
}
