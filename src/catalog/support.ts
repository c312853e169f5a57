/** Whom subscribers ask, and what is asked often: of a product, and of single plans beside it. */
import { z } from 'zod';
import { text, title } from './fields.ts';

const isWebAddress = (value: string) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);

const contact = z.strictObject({
  label: title,
  email: z.email().max(254).nullable().default(null),
  url: text(500).refine(isWebAddress, 'must be an address of the web').nullable().default(null),
  phone: z
    .string()
    .regex(/^\+?[0-9 ().-]{3,30}$/, 'is not a telephone number')
    .nullable()
    .default(null),
  hours: text(200).default('').describe('When somebody is there, as people say it'),
  response_time: text(200).default('').describe('How soon somebody answers'),
});
export type Contact = z.output<typeof contact>;

const question = z.strictObject({
  question: text(300, 1),
  answer: text(10_000).describe('Markdown'),
});
export type Question = z.output<typeof question>;

export const supportSchema = z.strictObject({
  contacts: z.array(contact).max(10).default([]),
  faq: z.array(question).max(50).default([]),
});
export type Support = z.output<typeof supportSchema>;

export const noSupport: Support = { contacts: [], faq: [] };
