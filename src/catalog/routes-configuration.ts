import { z } from 'zod';
import { inTransaction, type Route, route, type Secrets } from '#kernel';
import { applyConfiguration } from './apply-configuration.ts';
import { type Change, changeSchema, configurationSchema } from './configuration.ts';
import { applyConnections, type Connection, connectionsSchema } from './connections.ts';
import { exportConfiguration } from './export-configuration.ts';
import { catalogProblems } from './problems.ts';
import { editorOf } from './routes-products.ts';
import { acceptUpstreams } from './save-product.ts';
import type { UpstreamPolicy } from './upstream-url.ts';

/** Thrown to undo what a rehearsal wrote. */
class Rehearsed extends Error {
  readonly changes: Change[];

  constructor(changes: Change[]) {
    super('The rehearsal is over');
    this.changes = changes;
  }
}

/** All of a provider's catalog in one document, and back. */
export function configurationRoutes(
  upstreams: UpstreamPolicy,
  connections: readonly Connection[],
  secrets: Secrets,
): Route[] {
  const schema = configurationSchema(connectionsSchema(connections));
  return [
    route({
      method: 'GET',
      path: '/configuration',
      tag: 'catalog',
      summary: 'Your products, plans, routes and connections as one document',
      access: 'catalog:read',
      response: { status: 200, schema },
      handler: (call) => exportConfiguration(call.db, call.organizationId, call.actor, connections),
    }),
    route({
      method: 'POST',
      path: '/configuration/apply',
      tag: 'catalog',
      summary: 'Make your products, plans and routes what a document says, all of it or nothing',
      access: 'catalog:write',
      bodyLimitBytes: 8 * 1024 * 1024,
      body: z.strictObject({
        configuration: schema,
        dry_run: z.boolean().default(false).describe('Says what would change and changes nothing'),
        prune: z.boolean().default(false).describe('Removes what the document does not name'),
      }),
      // Addresses of upstreams are judged before the transaction: they may wait for a name service.
      transaction: false,
      response: { status: 200, schema: z.object({ applied: z.boolean(), changes: z.array(changeSchema) }) },
      problems: [
        catalogProblems.notAProvider,
        catalogProblems.productSlugTaken,
        catalogProblems.productIncomplete,
        catalogProblems.planSlugTaken,
        catalogProblems.planTierTaken,
        catalogProblems.planInUse,
        catalogProblems.routeConflict,
        catalogProblems.tooManyOfAKind,
      ],
      async handler(call) {
        const { dry_run: isRehearsal, prune } = call.body;
        const products = await Promise.all(
          call.body.configuration.products.map((product, index) =>
            acceptUpstreams(upstreams, product, `/configuration/products/${index}`),
          ),
        );
        const configuration = { ...call.body.configuration, products };
        try {
          const changes = await inTransaction(call.db, async (tx) => {
            const editor = editorOf(call);
            const made = await applyConfiguration(tx, configuration, editor, { prune, secrets });
            made.push(...(await applyConnections(tx, connections, configuration.connections, editor)));
            if (isRehearsal) throw new Rehearsed(made);
            return made;
          });
          return { applied: true, changes };
        } catch (error) {
          if (error instanceof Rehearsed) return { applied: false, changes: error.changes };
          throw error;
        }
      },
    }),
  ];
}
