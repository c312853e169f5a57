/** A page of documentation. */
import { z } from 'zod';
import { instantText } from '#kernel';
import { instant, text, title } from './fields.ts';

export interface Page {
  readonly productId: string;
  readonly slug: string;
  /** Pages are listed in this order. */
  readonly position: number;
  readonly title: string;
  readonly markdown: string;
  readonly createdAt: Temporal.Instant;
  readonly updatedAt: Temporal.Instant;
}

export const MOST_PAGES = 100;

export const newPageSchema = z.strictObject({
  title,
  markdown: text(100_000).describe('Markdown, kept as it is written'),
  position: z.int().min(0).max(100_000).default(0),
});
export type NewPage = z.output<typeof newPageSchema>;

export const pageHeadSchema = z.object({
  slug: z.string(),
  title: z.string(),
  position: z.int(),
  updated_at: instant,
});

export const pageSchema = pageHeadSchema.extend({ markdown: z.string() });

export function presentPageHead(page: Omit<Page, 'markdown'>): z.input<typeof pageHeadSchema> {
  return {
    slug: page.slug,
    title: page.title,
    position: page.position,
    updated_at: instantText(page.updatedAt),
  };
}

export function presentPage(page: Page): z.input<typeof pageSchema> {
  return { ...presentPageHead(page), markdown: page.markdown };
}
