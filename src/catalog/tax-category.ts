import { z } from 'zod';

/**
 * What kind of sale a product is for taxes. `digital`: rendered electronically, so that private persons are taxed where they
 * live; the others are services taxed at the seller's place. `standard`, `reduced`: which rate; `zero`: taxed at 0 percent;
 * `exempt`: not taxed by law.
 */
export const TAX_CATEGORIES = ['digital', 'standard', 'reduced', 'zero', 'exempt'] as const;
export type TaxCategory = (typeof TAX_CATEGORIES)[number];
export const taxCategoryField = z.enum(TAX_CATEGORIES).describe('What kind of sale it is for taxes');
