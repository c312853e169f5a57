/** What changed in a product, version by version. */
import { z } from 'zod';
import { instantText } from '#kernel';
import { instant, text, title } from './fields.ts';

export interface ChangelogEntry {
  readonly productId: string;
  readonly version: string;
  readonly title: string;
  readonly markdown: string;
  /** Null while it is a draft. */
  readonly publishedAt: Temporal.Instant | null;
  readonly createdAt: Temporal.Instant;
  readonly updatedAt: Temporal.Instant;
}

export const MOST_ENTRIES = 1000;

export const versionText = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9.+-]{0,62}$/, 'must be 1 to 63 of letters, digits, ., + and -');

export const newEntrySchema = z.strictObject({
  title,
  markdown: text(50_000).describe('Markdown, kept as it is written'),
  publish: z.boolean().default(false).describe('Shows it, for good: what was published stays so'),
});
export type NewEntry = z.output<typeof newEntrySchema>;

export const entrySchema = z.object({
  version: z.string(),
  title: z.string(),
  markdown: z.string(),
  published_at: instant.nullable(),
  updated_at: instant,
});

export function presentEntry(entry: ChangelogEntry): z.input<typeof entrySchema> {
  return {
    version: entry.version,
    title: entry.title,
    markdown: entry.markdown,
    published_at: entry.publishedAt && instantText(entry.publishedAt),
    updated_at: instantText(entry.updatedAt),
  };
}
