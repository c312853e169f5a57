import type { UsageDb } from '#kernel';

/**
 * Takes addresses and agents out of an organization's request log, before their time is over by itself. The events that invoices
 * are made of hold neither. Repeating it changes nothing.
 */
export async function forgetRequestPersons(usageDb: UsageDb, organizationId: string): Promise<void> {
  await usageDb.command(
    `ALTER TABLE usage_requests UPDATE ip = '', user_agent = ''
     WHERE organization_id = {organization:String} AND (ip != '' OR user_agent != '')`,
    { organization: organizationId },
  );
}
