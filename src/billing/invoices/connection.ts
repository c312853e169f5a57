import { z } from 'zod';
import type { Connection } from '#catalog';
import { audit, type Db } from '#kernel';
import { changePolicy, type OwnPolicy, ownPolicies } from './policy.ts';
import { changeSettings, type OwnSettings, ownSettings } from './settings.ts';
import { consolidating, setConsolidation } from './store-consolidation.ts';

const days = z.int().min(1).max(3650).nullable().optional();
const fields = {
  grace_minutes: z.int().min(0).max(20_160).nullable().optional(),
  payment_terms_days: z.int().min(0).max(365).nullable().optional(),
  consolidate_invoices: z
    .boolean()
    .optional()
    .describe('What a consumer’s subscriptions owe at one time is put on one invoice'),
  draft_grace_hours: z.int().min(0).max(720).nullable().optional(),
  write_off_after_days: days,
  past_due_after_days: z.int().min(0).max(3650).nullable().optional(),
  apply_credit: z.boolean().nullable().optional(),
  left_over_credit: z.enum(['credit', 'refund']).nullable().optional(),
  retry_after_days: z
    .array(z.int().min(1).max(60))
    .max(10)
    .refine((all) => all.every((day, index) => index === 0 || day > all[index - 1]!), 'must ascend')
    .nullable()
    .optional(),
};

/** What a provider may say of its own bills; null goes back to the installation's. */
export const settingsChangeSchema = z.strictObject(fields);

/** How a provider's customers are billed. */
export const billingConnection: Connection = {
  name: 'billing',
  schema: settingsChangeSchema,
  permissions: { read: 'billing:read', write: 'billing:write' },
  async find(db, organizationId) {
    const own = (await ownSettings(db, [organizationId])).get(organizationId);
    const policy = (await ownPolicies(db, [organizationId])).get(organizationId);
    if (!own || !policy) return null;
    return {
      consolidate_invoices: (await consolidating(db, [organizationId])).has(organizationId),
      grace_minutes: own.graceMinutes,
      payment_terms_days: own.paymentTermsDays,
      draft_grace_hours: policy.draftGraceHours,
      write_off_after_days: policy.writeOffAfterDays,
      past_due_after_days: policy.pastDueAfterDays,
      apply_credit: policy.applyCredit,
      left_over_credit: policy.leftOverCredit,
      retry_after_days: policy.retryAfterDays && [...policy.retryAfterDays],
    };
  },
  async save(tx, wanted, { at, actor, organizationId }) {
    await saveChange(tx, organizationId, settingsChangeSchema.parse(wanted), at);
    await audit(tx, {
      at,
      organizationId,
      actor,
      action: 'billing_settings.changed',
      object: organizationId,
      detail: wanted,
    });
  },
};

/** Null goes back to the installation's; what is not given stays as it is. */
export async function saveChange(
  tx: Db,
  organizationId: string,
  change: z.output<typeof settingsChangeSchema>,
  at: Temporal.Instant,
): Promise<{ settings: OwnSettings; policy: OwnPolicy }> {
  const periods = { graceMinutes: change.grace_minutes, paymentTermsDays: change.payment_terms_days };
  const choices = {
    draftGraceHours: change.draft_grace_hours,
    writeOffAfterDays: change.write_off_after_days,
    pastDueAfterDays: change.past_due_after_days,
    applyCredit: change.apply_credit,
    leftOverCredit: change.left_over_credit,
    retryAfterDays: change.retry_after_days,
  };
  const settings = await changeSettings(tx, organizationId, periods, at);
  await setConsolidation(tx, organizationId, change.consolidate_invoices, at);
  return { settings, policy: await changePolicy(tx, organizationId, choices, at) };
}
