import { audit, type Db, emit, notFound } from '#kernel';
import { type ChangelogEntry, MOST_ENTRIES, type NewEntry } from './changelog.ts';
import { checkRoom, type Editor, lockPlan, lockProduct } from './editor.ts';
import { changelogPublished } from './events.ts';
import { MOST_PAGES, type NewPage, type Page } from './page.ts';
import {
  countEntries,
  deleteEntry,
  deletePage,
  findEntry,
  findPage,
  pagesOf,
  saveEntryRow,
  savePageRow,
  saveSupportRow,
} from './store-pages.ts';
import type { Support } from './support.ts';

// None of this concerns gateways, so none of it is told to them.

/** Writes a page of documentation, or writes it anew. */
export async function savePage(
  tx: Db,
  productId: string,
  slug: string,
  fields: NewPage,
  editor: Editor,
): Promise<Page> {
  await lockProduct(tx, editor, productId);
  const before = await findPage(tx, productId, slug);
  if (!before) checkRoom((await pagesOf(tx, productId)).length, MOST_PAGES, 'pages');
  const page = {
    productId,
    slug,
    ...fields,
    createdAt: before?.createdAt ?? editor.at,
    updatedAt: editor.at,
  };
  await savePageRow(tx, page);
  await record(tx, editor, productId, 'page_saved', { slug });
  return page;
}

export async function removePage(tx: Db, productId: string, slug: string, editor: Editor): Promise<void> {
  await lockProduct(tx, editor, productId);
  if (!(await findPage(tx, productId, slug))) throw notFound('page');
  await deletePage(tx, productId, slug);
  await record(tx, editor, productId, 'page_deleted', { slug });
}

/** Writes what a version changed. Publishing it is announced, once; what was published stays so. */
export async function saveEntry(
  tx: Db,
  productId: string,
  version: string,
  { title, markdown, publish }: NewEntry,
  editor: Editor,
): Promise<ChangelogEntry> {
  const product = await lockProduct(tx, editor, productId);
  const before = await findEntry(tx, productId, version);
  if (!before) checkRoom(await countEntries(tx, productId), MOST_ENTRIES, 'changelog entries');
  const entry: ChangelogEntry = {
    productId,
    version,
    title,
    markdown,
    publishedAt: before?.publishedAt ?? (publish ? editor.at : null),
    createdAt: before?.createdAt ?? editor.at,
    updatedAt: editor.at,
  };
  await saveEntryRow(tx, entry);
  await record(tx, editor, productId, 'changelog_saved', { version, published: entry.publishedAt !== null });
  if (publish && !before?.publishedAt) {
    const facts = { product_id: productId, organization_id: product.organizationId, version, title };
    await emit(tx, changelogPublished, facts, { organizationId: product.organizationId, at: editor.at });
  }
  return entry;
}

export async function removeEntry(tx: Db, productId: string, version: string, editor: Editor): Promise<void> {
  await lockProduct(tx, editor, productId);
  if (!(await findEntry(tx, productId, version))) throw notFound('changelog entry');
  await deleteEntry(tx, productId, version);
  await record(tx, editor, productId, 'changelog_deleted', { version });
}

/** Of a product as a whole. */
export async function saveProductSupport(
  tx: Db,
  productId: string,
  support: Support,
  editor: Editor,
): Promise<void> {
  await lockProduct(tx, editor, productId);
  await saveSupportRow(tx, { productId, planId: '' }, support, editor.at);
  await record(tx, editor, productId, 'support_changed', {});
}

/** Of the subscribers of one plan, beside the product's own. */
export async function savePlanSupport(
  tx: Db,
  planId: string,
  support: Support,
  editor: Editor,
): Promise<void> {
  const { productId } = await lockPlan(tx, planId, editor);
  await saveSupportRow(tx, { productId, planId }, support, editor.at);
  await record(tx, editor, productId, 'support_changed', { plan_id: planId });
}

function record(
  tx: Db,
  { organizationId, actor, at }: Editor,
  productId: string,
  what: string,
  detail: Record<string, unknown>,
): Promise<void> {
  return audit(tx, { at, organizationId, actor, action: `product.${what}`, object: productId, detail });
}
