import type { UsageDb } from '#kernel';

/** Whose lines of the request log: an organization's, or only those of some of its keys. */
export interface RequestLogOwner {
  readonly organizationId: string;
  readonly keyIds?: readonly string[];
}

/** Null when the table says something else than a number of days. */
export async function readRequestLogDays(usageDb: UsageDb): Promise<number | null> {
  const [table] = await usageDb.query<{ text: string }>(`
    select create_table_query as text from system.tables
    where database = currentDatabase() and name = 'usage_requests'`);
  const days = / TTL .*?toIntervalDay\((\d+)\)/i.exec(table?.text ?? '')?.[1];
  return days === undefined ? null : Number(days);
}

export async function changeRequestLogDays(usageDb: UsageDb, days: number): Promise<void> {
  if (!Number.isSafeInteger(days) || days < 1) throw new RangeError(`The request log is kept for whole days`);
  await usageDb.command(
    `alter table usage_requests modify ttl toDateTime(timestamp) + toIntervalDay(${days})
     settings mutations_sync = 0`,
  );
}

export async function blankRequests(
  usageDb: UsageDb,
  { organizationId, keyIds }: RequestLogOwner,
): Promise<void> {
  const keys = keyIds === undefined ? '1' : 'key_id in {keys:Array(String)}';
  await usageDb.command(
    `alter table usage_requests update ip = '', user_agent = '', path = '', error = ''
     where organization_id = {organization:String} and ${keys} and (ip <> '' or user_agent <> '' or path <> '' or error <> '')
     settings mutations_sync = 1`,
    { organization: organizationId, ...(keyIds === undefined ? {} : { keys: [...keyIds] }) },
  );
}
