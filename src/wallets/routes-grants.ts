import { z } from 'zod';
import { currencyField } from '#identity';
import {
  audit,
  type Db,
  invalid,
  momentField,
  newId,
  notFound,
  parseAmount,
  type Route,
  route,
} from '#kernel';
import { revokeGrant } from './end-credit.ts';
import { giveCredit } from './grant-credit.ts';
import { grantSchema, presentGrant } from './present.ts';
import { walletProblems } from './problems.ts';
import * as store from './store-wallets.ts';
import { DEFAULT_PRIORITY } from './wallet.ts';

/** Whether the consumer has ever bought anything of the provider: there is nobody else to give credit to. */
export type HasBought = (db: Db, providerId: string, consumerId: string) => Promise<boolean>;

const id = z.string().max(64);
export const amountText = z.string().max(25).describe('In major units');

const reason = z
  .string()
  .min(1)
  .max(500)
  .refine((value) => value.trim() !== '', 'must not be empty')
  .refine(
    (value) => !value.includes('\u0000') && value.isWellFormed(),
    'contains characters that cannot be stored',
  )
  .describe('Kept in the audit log; the consumer sees it');

/** An amount above zero in minor units, or a refusal that points at it. */
export function readAmount(text: string, currency: string, pointer = '/amount'): bigint {
  let minor: bigint;
  try {
    ({ minor } = parseAmount(text, currency));
  } catch (error) {
    throw invalid([{ pointer, detail: (error as Error).message }]);
  }
  if (minor <= 0n) throw invalid([{ pointer, detail: 'must be more than zero' }]);
  return minor;
}

export function grantRoutes(hasBought: HasBought): Route[] {
  return [giveRoute(hasBought), revokeRoute, readSettings, saveSettings];
}

/** Given in the consumer's time: that of a sandbox consumer is another than its provider's. */
function giveRoute(hasBought: HasBought): Route {
  return route({
    method: 'POST',
    path: '/wallets/grants',
    tag: 'wallets',
    summary: 'Give a consumer credit',
    description:
      'For the provider. It is taken off invoices before tax, and calls that are paid in advance may use it.',
    access: 'billing:write',
    idempotent: true,
    body: z.strictObject({
      organization_id: id.describe('A consumer who has bought from you'),
      amount: amountText,
      currency: currencyField,
      priority: z.int().min(0).max(1000).default(DEFAULT_PRIORITY).describe('Lower numbers are used first'),
      expires_at: momentField.nullable().default(null),
      reason,
    }),
    response: { status: 201, schema: grantSchema },
    async handler(call) {
      const { body, actor, db, organizationId: providerId } = call;
      const { organization_id: organizationId, currency, priority, expires_at: expiresAt } = body;
      const at = call.atOf(organizationId);
      const amountMinor = readAmount(body.amount, currency);
      if (expiresAt !== null && Temporal.Instant.compare(expiresAt, at) <= 0)
        throw invalid([{ pointer: '/expires_at', detail: 'must be in the future' }]);
      if (!(await hasBought(db, providerId, organizationId))) throw notFound('organization');
      const ref = { organizationId, providerId, currency };
      const order = { ref, amountMinor, priority, expiresAt: expiresAt?.round('millisecond') ?? null };
      // Repetition is the request's own: its Idempotency-Key answers the first grant.
      const key = `gift:${newId('gft')}`;
      const grant = await giveCredit(db, { ...order, reason: body.reason, key, actor, at });
      return presentGrant(grant, currency);
    },
  });
}

const revokeRoute = route({
  method: 'POST',
  path: '/wallets/{wallet_id}/grants/{grant_id}/revoke',
  tag: 'wallets',
  summary: 'Take back what is left of credit that you gave',
  description:
    'For the provider. What is set aside for calls stays. Credit that was paid for cannot be revoked.',
  access: 'billing:write',
  params: z.object({ wallet_id: id, grant_id: id }),
  body: z.strictObject({ reason }),
  response: { status: 200, schema: grantSchema },
  problems: [walletProblems.grantNotRevocable],
  async handler(call) {
    const { db, at, actor, organizationId: providerId, params } = call;
    const [wallet] = await store.findWallets(db, [params.wallet_id]);
    if (wallet?.providerId !== providerId) throw notFound('wallet');
    const order = { walletId: wallet.id, grantId: params.grant_id, providerId };
    const grant = await revokeGrant(db, { ...order, reason: call.body.reason, actor, at });
    return presentGrant(grant, wallet.currency);
  },
});

const settingsSchema = z.object({
  paid_expires_days: z
    .int()
    .nullable()
    .describe('Paid credit lapses so many days after it was paid; null: never'),
});

const readSettings = route({
  method: 'GET',
  path: '/wallets/settings',
  tag: 'wallets',
  summary: 'How credit with you behaves',
  access: 'billing:read',
  response: { status: 200, schema: settingsSchema },
  async handler(call) {
    return { paid_expires_days: await store.paidExpiresDays(call.db, call.organizationId) };
  },
});

const saveSettings = route({
  method: 'PUT',
  path: '/wallets/settings',
  tag: 'wallets',
  summary: 'Change how credit with you behaves',
  description:
    'In force for credit that is bought from now on. Ask your lawyer before you let paid credit lapse.',
  access: 'billing:write',
  body: z.strictObject({ paid_expires_days: z.int().min(1).max(3660).nullable() }),
  response: { status: 200, schema: settingsSchema },
  async handler(call) {
    const { db, at, actor, organizationId, body } = call;
    await store.savePaidExpiresDays(db, organizationId, body.paid_expires_days, at);
    const action = 'wallet.settings_changed';
    await audit(db, { at, organizationId, actor, action, object: organizationId, detail: body });
    return body;
  },
});
