import { z } from 'zod';
import { defineEvent } from '#kernel';

const product = z.object({ product_id: z.string(), organization_id: z.string() });

export const productPublished = defineEvent('product.published', product);
export const productUnpublished = defineEvent('product.unpublished', product);
export const planVersionPublished = defineEvent(
  'plan_version.published',
  product.extend({ plan_id: z.string(), plan_version_id: z.string(), number: z.number() }),
);
