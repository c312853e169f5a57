import { z } from 'zod';
import { audit } from './audit.ts';
import { instantText } from './clock.ts';
import { type InstallationSecrets, rotateKeys } from './data-keys.ts';
import { sealStates } from './reseal.ts';
import { type Route, route } from './route.ts';

const keys = z.object({
  root_key_id: z.string(),
  sealing_keys: z.array(
    z.object({
      id: z.string(),
      created_at: z.string(),
      active_from: z.string(),
      current: z.boolean().describe('Seals what is new'),
      values: z.int().describe('What it still protects; a former key is forgotten at 0'),
    }),
  ),
});

const rotation = z.object({
  root_key_id: z.string(),
  sealing_key_id: z.string(),
  active_from: z.string().describe('From then on it seals; the former key goes on opening what it sealed'),
});

export interface KeyRoutesDeps {
  readonly secrets: Pick<InstallationSecrets, 'sealingKeyId' | 'reload'>;
  readonly rootKeyPath: string;
  /** What else changes its keys with them: those that sign access tokens. */
  rotateSigningKeys(at: Temporal.Instant): Promise<void>;
}

/** Keys of the installation, for the operator. */
export function keyRoutes(deps: KeyRoutesDeps): Route[] {
  return [
    route({
      method: 'GET',
      path: '/operations/keys',
      tag: 'operations',
      summary: 'The keys that seal secrets, and how far a rotation is',
      access: 'operator',
      response: { status: 200, schema: keys },
      async handler(call) {
        const states = await sealStates(call.db);
        return {
          root_key_id: states[0]!.key.rootKeyId,
          sealing_keys: states.map(({ key, values }) => ({
            id: key.id,
            created_at: instantText(key.createdAt),
            active_from: instantText(key.activeFrom),
            current: key.id === deps.secrets.sealingKeyId(),
            values: Number(values),
          })),
        };
      },
    }),
    route({
      method: 'POST',
      path: '/operations/keys/rotate',
      tag: 'operations',
      summary:
        'Make a new root key, sealing key and signing key; what is sealed is sealed again in the background',
      access: 'operator',
      // The file of the root key changes with the transaction, so that is begun and committed in there.
      transaction: false,
      response: { status: 200, schema: rotation },
      async handler(call) {
        const made = await rotateKeys(call.db, deps.rootKeyPath, call.at, (tx, { rootKeyId, sealingKeyId }) =>
          audit(tx, {
            at: call.at,
            organizationId: null,
            actor: call.actor,
            action: 'keys.rotated',
            object: sealingKeyId,
            detail: { root_key_id: rootKeyId },
          }),
        );
        await deps.rotateSigningKeys(call.at);
        await deps.secrets.reload(call.at);
        return {
          root_key_id: made.rootKeyId,
          sealing_key_id: made.sealingKeyId,
          active_from: instantText(made.activeFrom),
        };
      },
    }),
  ];
}
