/** What a provider has with others than its customers, as far as the configuration document sets it. */
import { z } from 'zod';
import { type Actor, type Db, kernelProblems, type Permission, Problem } from '#kernel';
import { type Change, type Configuration, differences } from './configuration.ts';
import type { Editor } from './editor.ts';

/** One of a kind for each provider. Rooms after this one have them; the roof hands them in. */
export interface Connection {
  readonly name: string;
  readonly schema: z.ZodObject;
  readonly permissions: { readonly read: Permission; readonly write: Permission };
  /** As it can be written back, without what is secret; null where nothing was set. */
  find(db: Db, organizationId: string): Promise<Record<string, unknown> | null>;
  /** `fields` are of the schema, and all that it asks for. */
  save(tx: Db, fields: Record<string, unknown>, editor: Editor): Promise<void>;
}

/** Under the name of each; what is left out stays as it is. */
export function connectionsSchema(connections: readonly Connection[]) {
  const shape = Object.fromEntries(connections.map(({ name, schema }) => [name, schema.optional()]));
  return z.strictObject(shape).describe('Left out, they stay as they are, whatever is pruned').optional();
}

/** Those that the actor may read. */
export async function exportConnections(
  db: Db,
  connections: readonly Connection[],
  actor: Actor,
  organizationId: string,
): Promise<Record<string, unknown> | undefined> {
  const found: [string, Record<string, unknown>][] = [];
  for (const connection of connections) {
    if (!may(actor, connection.permissions.read)) continue;
    const now = await connection.find(db, organizationId);
    if (now !== null) found.push([connection.name, now]);
  }
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

/** Saves those that are not as they are wanted. Whoever changes one needs its own permission as well. */
export async function applyConnections(
  tx: Db,
  connections: readonly Connection[],
  wanted: Configuration['connections'],
  editor: Editor,
): Promise<Change[]> {
  const changes: Change[] = [];
  for (const connection of connections) {
    const fields = wanted?.[connection.name];
    if (fields === undefined) continue;
    const now = await connection.find(tx, editor.organizationId);
    const changed = differences(now ?? {}, fields);
    if (changed.length === 0) continue;
    const { write } = connection.permissions;
    if (!may(editor.actor, write)) throw forbidden(connection.name, write);
    changes.push({
      action: now === null ? 'create' : 'change',
      object: `connection ${connection.name}`,
      fields: changed,
    });
    await connection.save(tx, fields, editor);
  }
  return changes;
}

function may(actor: Actor, permission: Permission): boolean {
  return actor.operator || actor.permissions.has(permission);
}

function forbidden(name: string, permission: Permission): Problem {
  return new Problem(kernelProblems.forbidden, {
    detail: `Changing the connection ${name} needs the permission ${permission}.`,
    extensions: { permission },
    errors: [{ pointer: `/configuration/connections/${name}`, detail: `needs ${permission}` }],
  });
}
