import { type Db, notFound, type UsageDb } from '#kernel';
import { findInvoice, invoicesByNumber, roomSources, usageSources } from '../invoices/index.ts';
import { presentReplay, type ReplayAnswer } from './present-replay.ts';
import { replayInvoice } from './replay.ts';

/** Replays the invoices with this id or number, on bare stores: for the command line. */
export async function replayByName(
  { db, usageDb }: { readonly db: Db; readonly usageDb: UsageDb },
  name: string,
): Promise<ReplayAnswer[]> {
  const ids = name.startsWith('inv_') ? [name] : await invoicesByNumber(db, name);
  const sources = { ...roomSources, ...usageSources(usageDb) };
  const answers: ReplayAnswer[] = [];
  for (const id of ids) {
    const found = await findInvoice(db, id);
    if (found) answers.push(presentReplay(await replayInvoice(db, sources, found.invoice), true));
  }
  if (answers.length === 0) throw notFound('invoice');
  return answers;
}
