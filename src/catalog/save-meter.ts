import { type Db, newId, notFound, Problem } from '#kernel';
import { differencesBetween } from './compare-terms.ts';
import { checkRevision, checkRoom, type Editor, lockProduct, recordEdit } from './editor.ts';
import { type Meter, type MeterChange, MOST_METERS, type NewMeter } from './meter.ts';
import { catalogProblems } from './problems.ts';
import {
  countMeters,
  deleteMeter,
  insertMeter,
  isPriced,
  metersByKeys,
  updateMeter,
} from './store-meters.ts';

export async function createMeter(
  tx: Db,
  productId: string,
  fields: NewMeter,
  editor: Editor,
): Promise<Meter> {
  await lockProduct(tx, editor, productId);
  checkRoom(await countMeters(tx, editor.organizationId), MOST_METERS, 'meters');
  const meter: Meter = {
    id: newId('mtr'),
    organizationId: editor.organizationId,
    productId: fields.all_products ? null : productId,
    key: fields.key,
    name: fields.name,
    definition: fields.definition,
    revision: 1,
    createdAt: editor.at,
    updatedAt: editor.at,
  };
  if (!(await insertMeter(tx, meter))) throw new Problem(catalogProblems.meterKeyTaken);
  await record(tx, editor, productId, meter, 'meter.created');
  return meter;
}

/**
 * Changes a meter that no published version prices. Once one does, invoices are made of it, and charts, gates
 * and invoices would no longer mean the same by its key: then only the name changes, and what is to be counted
 * otherwise is another meter, which the next version prices.
 */
export async function changeMeter(
  tx: Db,
  productId: string,
  key: string,
  change: MeterChange,
  editor: Editor,
): Promise<Meter> {
  const before = await lockMeter(tx, productId, key, editor);
  checkRevision(before, change.revision);
  const definition = change.definition ?? before.definition;
  if (differencesBetween(before.definition, definition).length > 0) await refusePriced(tx, before);
  const after: Meter = {
    ...before,
    name: change.name ?? before.name,
    definition,
    revision: before.revision + 1,
    updatedAt: editor.at,
  };
  await updateMeter(tx, after);
  await record(tx, editor, productId, after, 'meter.changed');
  return after;
}

export async function removeMeter(tx: Db, productId: string, key: string, editor: Editor): Promise<void> {
  const meter = await lockMeter(tx, productId, key, editor);
  await refusePriced(tx, meter);
  await deleteMeter(tx, meter.id);
  await record(tx, editor, productId, meter, 'meter.deleted');
}

async function lockMeter(tx: Db, productId: string, key: string, editor: Editor): Promise<Meter> {
  await lockProduct(tx, editor, productId);
  const [meter] = await metersByKeys(tx, editor.organizationId, [key], 'update');
  if (!meter || (meter.productId !== null && meter.productId !== productId)) throw notFound('meter');
  return meter;
}

async function refusePriced(tx: Db, meter: Meter): Promise<void> {
  if (!(await isPriced(tx, meter.organizationId, meter.key))) return;
  throw new Problem(catalogProblems.meterPriced, {
    detail: `Make a meter of another key and price it in a new version; ${meter.key} stays what it was.`,
  });
}

function record(tx: Db, editor: Editor, productId: string, meter: Meter, action: string): Promise<void> {
  return recordEdit(tx, editor, { productId, action, object: meter.id, detail: { key: meter.key } });
}
