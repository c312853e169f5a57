import { z } from 'zod';
import { momentField, type Route, route, type Secrets } from '#kernel';
import { keyName, reference } from './fields.ts';
import { isDigestText } from './foreign-key.ts';
import { type ImportedKey, importKeys, REFUSALS } from './import-keys.ts';
import { restrictionFields } from './key-restrictions.ts';
import { FOREIGN_KEY_LENGTH } from './key-text/index.ts';

const MOST_ROWS = 1000;
const BODY_LIMIT_BYTES = 8 * 1024 * 1024;
const { least, most } = FOREIGN_KEY_LENGTH;

const importedKey = z
  .strictObject({
    subscription_id: reference,
    name: keyName,
    key: z
      .string()
      .max(1000)
      .optional()
      .describe(`The key as consumers send it: ${least} to ${most} printable characters. It is not stored`),
    sha256: z
      .string()
      .max(100)
      .refine(isDigestText, 'must be a SHA-256 in hex or base64')
      .optional()
      .describe('Instead of the key: the SHA-256 of its text, in hex or base64'),
    environment: z.enum(['live', 'test']).default('live'),
    expires_at: momentField.nullable().default(null),
    allowed_ips: restrictionFields.allowed_ips.default([]),
    scopes: restrictionFields.scopes.default([]),
    routes: restrictionFields.routes.default([]),
  })
  .superRefine((row, context) => {
    if ((row.key === undefined) !== (row.sha256 === undefined)) return;
    const path = [row.key === undefined ? 'key' : 'sha256'];
    context.addIssue({ code: 'custom', path, message: 'give either key or sha256' });
  });

const resultSchema = z.object({
  imported: z.int(),
  unchanged: z.int(),
  refused: z.int(),
  results: z
    .array(
      z.object({
        index: z.int(),
        status: z.enum(['imported', 'unchanged', 'refused']),
        key_id: z.string().nullable(),
        reason: z.enum(REFUSALS).nullable(),
        detail: z.string().nullable(),
      }),
    )
    .describe('One per row, in their order'),
});

export function importRoutes(secrets: Secrets): Route[] {
  return [
    route({
      method: 'POST',
      path: '/products/{product_id}/keys/import',
      tag: 'keys',
      summary: 'Import API keys that you issued before',
      description:
        'Consumers go on with the keys that they have. Each row has its own outcome, and what is imported already ' +
        'stays as it is, so a batch can be sent again. A key belongs to one subscription of the installation.',
      access: 'keys:write',
      params: z.object({ product_id: reference }),
      body: z.strictObject({ keys: z.array(importedKey).min(1).max(MOST_ROWS) }),
      bodyLimitBytes: BODY_LIMIT_BYTES,
      response: { status: 200, schema: resultSchema },
      handler: async (call) => {
        const { organizationId, actor, at } = call;
        const rows = call.body.keys.map(rowOf);
        const productId = call.params.product_id;
        const outcomes = await importKeys(call.db, secrets, { productId, organizationId, rows, actor, at });
        const count = (status: string) => outcomes.filter((one) => one.status === status).length;
        return {
          imported: count('imported'),
          unchanged: count('unchanged'),
          refused: count('refused'),
          results: outcomes.map((one, index) =>
            one.status === 'refused'
              ? { index, status: one.status, key_id: null, reason: one.reason, detail: one.detail }
              : { index, status: one.status, key_id: one.keyId, reason: null, detail: null },
          ),
        };
      },
    }),
  ];
}

function rowOf(row: z.output<typeof importedKey>): ImportedKey {
  return {
    subscriptionId: row.subscription_id,
    name: row.name,
    secret: row.key === undefined ? { sha256: row.sha256! } : { key: row.key },
    environment: row.environment,
    expiresAt: row.expires_at,
    restrictions: { allowedIps: row.allowed_ips, scopes: row.scopes, routes: row.routes },
  };
}
