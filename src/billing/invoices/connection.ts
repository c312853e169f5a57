import { z } from 'zod';
import type { Connection } from '#catalog';
import { audit } from '#kernel';
import { changeSettings, ownSettings } from './settings.ts';
import { consolidating, setConsolidation } from './store-consolidation.ts';

const fields = {
  grace_minutes: z.int().min(0).max(20_160).nullable().optional(),
  payment_terms_days: z.int().min(0).max(365).nullable().optional(),
  consolidate_invoices: z
    .boolean()
    .optional()
    .describe('What a consumer’s subscriptions owe at one time is put on one invoice'),
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
    if (!own) return null;
    const together = (await consolidating(db, [organizationId])).has(organizationId);
    const shown = { grace_minutes: own.graceMinutes, payment_terms_days: own.paymentTermsDays };
    return { ...shown, consolidate_invoices: together };
  },
  async save(tx, wanted, { at, actor, organizationId }) {
    const change = settingsChangeSchema.parse(wanted);
    const { grace_minutes: graceMinutes, payment_terms_days: paymentTermsDays } = change;
    await changeSettings(tx, organizationId, { graceMinutes, paymentTermsDays }, at);
    await setConsolidation(tx, organizationId, change.consolidate_invoices, at);
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
