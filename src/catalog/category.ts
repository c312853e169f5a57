/** The operator's list of what products can be about. */
import { z } from 'zod';
import { slug, text, title } from './fields.ts';

export interface Category {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly position: number;
}

export const MOST_CATEGORIES = 200;

export const newCategorySchema = z.strictObject({
  name: title,
  description: text(500).default(''),
  position: z.int().min(0).max(100_000).default(500),
});

export const categorySchema = z.object({
  slug,
  name: z.string(),
  description: z.string(),
  position: z.int(),
});
