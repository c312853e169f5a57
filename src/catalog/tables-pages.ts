import type { Contact, Question } from './support.ts';

export interface PageRow {
  product_id: string;
  slug: string;
  position: number;
  title: string;
  markdown: string;
  created_at: Temporal.Instant;
  updated_at: Temporal.Instant;
}

export interface ChangelogRow {
  product_id: string;
  version: string;
  title: string;
  markdown: string;
  published_at: Temporal.Instant | null;
  created_at: Temporal.Instant;
  updated_at: Temporal.Instant;
}

export interface SupportRow {
  product_id: string;
  /** Empty for the product as a whole. */
  plan_id: string;
  contacts: Contact[];
  faq: Question[];
  updated_at: Temporal.Instant;
}
