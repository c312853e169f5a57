import { z } from 'zod';
import { defineEvent } from '#kernel';

const product = z.object({ product_id: z.string(), organization_id: z.string() });
const withReason = product.extend({ reason: z.string() });

export const productPublished = defineEvent('product.published', product);
export const productUnpublished = defineEvent('product.unpublished', product);
/** Waits for the operator. */
export const productSubmitted = defineEvent('product.submitted', product);
export const productRefused = defineEvent('product.refused', withReason);
export const productSuspended = defineEvent(
  'product.suspended',
  withReason.extend({ blocks_calls: z.boolean() }),
);
export const productReinstated = defineEvent('product.reinstated', product);
export const changelogPublished = defineEvent(
  'product.changelog-published',
  product.extend({ version: z.string(), title: z.string() }),
);
/** An organization asks for a private product. */
export const accessRequested = defineEvent(
  'product.access-requested',
  product.extend({ consumer_organization_id: z.string() }),
);
export const accessDecided = defineEvent(
  'product.access-decided',
  product.extend({
    consumer_organization_id: z.string(),
    state: z.enum(['granted', 'refused', 'revoked']),
    reason: z.string(),
  }),
);
export const planVersionPublished = defineEvent(
  'plan_version.published',
  product.extend({ plan_id: z.string(), plan_version_id: z.string(), number: z.number() }),
);
