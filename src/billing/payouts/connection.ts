import { z } from 'zod';
import type { Connection } from '#catalog';
import { readIban } from '#connectors/payments';
import { saveAccount } from './save-account.ts';
import { payoutAccounts } from './store.ts';

const schema = z.strictObject({
  holder_name: z.string().trim().min(1).max(140),
  iban: z
    .string()
    .max(50)
    .refine((text) => readIban(text) !== null, 'is not a valid account number (ISO 13616)')
    .transform((text) => readIban(text) ?? text),
});

/** Where a provider's payouts go. */
export const payoutConnection: Connection = {
  name: 'payouts',
  schema,
  permissions: { read: 'payouts:read', write: 'billing:write' },
  async find(db, organizationId) {
    const account = (await payoutAccounts(db, [organizationId])).get(organizationId);
    return account ? { holder_name: account.holderName, iban: account.iban } : null;
  },
  save: (tx, fields, editor) => saveAccount(tx, schema.parse(fields), editor),
};
