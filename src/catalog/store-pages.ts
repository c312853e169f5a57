import { sql } from 'kysely';
import { type Db, jsonb } from '#kernel';
import type { ChangelogEntry } from './changelog.ts';
import type { Page } from './page.ts';
import type { Support } from './support.ts';
import { tables } from './tables.ts';
import type { ChangelogRow, PageRow } from './tables-pages.ts';

/** Without their texts, in the order in which they are shown. */
export async function pagesOf(db: Db, productId: string): Promise<Omit<Page, 'markdown'>[]> {
  const rows = await tables(db)
    .selectFrom('catalog_pages')
    .select(['product_id', 'slug', 'position', 'title', 'created_at', 'updated_at'])
    .where('product_id', '=', productId)
    .orderBy('position')
    .orderBy('slug')
    .execute();
  return rows.map((row) => fromPageRow({ ...row, markdown: '' }));
}

export async function findPage(db: Db, productId: string, slug: string): Promise<Page | null> {
  const row = await tables(db)
    .selectFrom('catalog_pages')
    .selectAll()
    .where('product_id', '=', productId)
    .where('slug', '=', slug)
    .executeTakeFirst();
  return row ? fromPageRow(row) : null;
}

export async function savePageRow(tx: Db, page: Page): Promise<void> {
  const { productId, createdAt, updatedAt, ...said } = page;
  const changed = {
    title: said.title,
    markdown: said.markdown,
    position: said.position,
    updated_at: updatedAt,
  };
  await tables(tx)
    .insertInto('catalog_pages')
    .values({ product_id: productId, slug: said.slug, created_at: createdAt, ...changed })
    .onConflict((conflict) => conflict.columns(['product_id', 'slug']).doUpdateSet(changed))
    .execute();
}

export async function deletePage(tx: Db, productId: string, slug: string): Promise<void> {
  await tables(tx)
    .deleteFrom('catalog_pages')
    .where('product_id', '=', productId)
    .where('slug', '=', slug)
    .execute();
}

export async function findEntry(db: Db, productId: string, version: string): Promise<ChangelogEntry | null> {
  const row = await tables(db)
    .selectFrom('catalog_changelog')
    .selectAll()
    .where('product_id', '=', productId)
    .where('version', '=', version)
    .executeTakeFirst();
  return row ? fromChangelogRow(row) : null;
}

export async function countEntries(db: Db, productId: string): Promise<number> {
  const row = await tables(db)
    .selectFrom('catalog_changelog')
    .select((is) => is.fn.countAll<bigint>().as('count'))
    .where('product_id', '=', productId)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export async function saveEntryRow(tx: Db, entry: ChangelogEntry): Promise<void> {
  const changed = {
    title: entry.title,
    markdown: entry.markdown,
    published_at: entry.publishedAt,
    updated_at: entry.updatedAt,
  };
  await tables(tx)
    .insertInto('catalog_changelog')
    .values({ product_id: entry.productId, version: entry.version, created_at: entry.createdAt, ...changed })
    .onConflict((conflict) => conflict.columns(['product_id', 'version']).doUpdateSet(changed))
    .execute();
}

export async function deleteEntry(tx: Db, productId: string, version: string): Promise<void> {
  await tables(tx)
    .deleteFrom('catalog_changelog')
    .where('product_id', '=', productId)
    .where('version', '=', version)
    .execute();
}

export interface EntryPage {
  /** The entry before, as its times and version stand in the cursor. */
  readonly after: { at: string; version: string } | null;
  readonly size: number;
  readonly published: boolean;
}

/** Newest first: by publication, drafts by when they were made. */
export async function listEntries(db: Db, productId: string, page: EntryPage): Promise<ChangelogEntry[]> {
  const order = sql<Temporal.Instant>`coalesce(published_at, created_at)`;
  let list = tables(db).selectFrom('catalog_changelog').selectAll().where('product_id', '=', productId);
  if (page.published) list = list.where('published_at', 'is not', null);
  if (page.after !== null)
    list = list.where(
      sql<boolean>`(${order}, version) < (${page.after.at}::timestamptz, ${page.after.version}::text)`,
    );
  const rows = await list.orderBy(order, 'desc').orderBy('version', 'desc').limit(page.size).execute();
  return rows.map(fromChangelogRow);
}

/** Of the product ('') and of its plans. */
export async function supportOf(db: Db, productId: string): Promise<Map<string, Support>> {
  const rows = await tables(db)
    .selectFrom('catalog_support')
    .selectAll()
    .where('product_id', '=', productId)
    .execute();
  return new Map(rows.map((row) => [row.plan_id, { contacts: row.contacts, faq: row.faq }]));
}

export async function saveSupportRow(
  tx: Db,
  of: { productId: string; planId: string },
  support: Support,
  at: Temporal.Instant,
): Promise<void> {
  const changed = { contacts: jsonb(support.contacts), faq: jsonb(support.faq), updated_at: at };
  await tables(tx)
    .insertInto('catalog_support')
    .values({ product_id: of.productId, plan_id: of.planId, ...changed })
    .onConflict((conflict) => conflict.columns(['product_id', 'plan_id']).doUpdateSet(changed))
    .execute();
}

function fromPageRow(row: PageRow): Page {
  return {
    productId: row.product_id,
    slug: row.slug,
    position: row.position,
    title: row.title,
    markdown: row.markdown,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function fromChangelogRow(row: ChangelogRow): ChangelogEntry {
  return {
    productId: row.product_id,
    version: row.version,
    title: row.title,
    markdown: row.markdown,
    publishedAt: row.published_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
