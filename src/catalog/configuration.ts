/** What a provider sells, as one document that is kept outside: products with their plans and routes. */
import { z } from 'zod';
import { MOST_ROUTES } from './editor.ts';
import { newPlanSchema } from './plan.ts';
import { planTermsSchema } from './plan-terms.ts';
import { newProductSchema } from './product.ts';
import { newRouteSchema } from './route-definition.ts';
import { supportSchema } from './support.ts';
import { upstreamCredentialSchema } from './upstream-credential.ts';

export const MOST_PRODUCTS = 200;

const plan = newPlanSchema
  .omit({ product_id: true })
  .extend({
    terms: planTermsSchema
      .optional()
      .describe('Changed terms become a new version: a published one never changes'),
    publish: z.boolean().default(false).describe('Publishes the version that has these terms'),
    support: supportSchema.optional().describe('Whom its subscribers ask, beside what the product says'),
  })
  .refine((one) => !one.publish || one.terms !== undefined, {
    path: ['terms'],
    message: 'is needed by publish: a plan without terms sells nothing',
  });

const product = newProductSchema.extend({
  published: z.boolean().default(false).describe('On offer in the marketplace'),
  plans: z.array(plan).max(50).default([]),
  routes: z.array(newRouteSchema).max(MOST_ROUTES).default([]),
  support: supportSchema.optional(),
  upstream_credential: upstreamCredentialSchema
    .nullable()
    .optional()
    .describe('Never exported. Left out, it stays as it is; null takes it away'),
});

const productsSchema = z
  .array(product)
  .max(MOST_PRODUCTS)
  .superRefine((products, context) => {
    checkTwice(
      products,
      (one) => one.slug,
      (index) => [index, 'slug'],
    );
    products.forEach(({ plans, routes }, at) => {
      checkTwice(
        plans,
        (one) => one.slug,
        (index) => [at, 'plans', index, 'slug'],
      );
      checkTwice(routes, routeName, (index) => [at, 'routes', index, 'template']);
    });
    function checkTwice<T>(
      items: readonly T[],
      nameOf: (item: T) => string,
      path: (index: number) => (string | number)[],
    ) {
      const seen = new Set<string>();
      items.forEach((item, index) => {
        const name = nameOf(item);
        if (seen.has(name))
          context.addIssue({ code: 'custom', path: path(index), message: `${name} stands here twice` });
        seen.add(name);
      });
    }
  });

/** The whole document; what stands under `connections` is for later rooms to say. */
export function configurationSchema<C extends z.ZodType>(connections: C) {
  return z.strictObject({ version: z.literal(1), products: productsSchema, connections });
}

export interface Configuration {
  readonly version: 1;
  readonly products: z.output<typeof productsSchema>;
  readonly connections?: Record<string, Record<string, unknown> | undefined> | undefined;
}
export type ConfiguredProduct = Configuration['products'][number];
export type ConfiguredPlan = ConfiguredProduct['plans'][number];
export type ConfiguredRoute = ConfiguredProduct['routes'][number];

export const changeSchema = z.object({
  action: z.enum(['create', 'change', 'publish', 'unpublish', 'new-version', 'delete']),
  object: z
    .string()
    .describe(
      'What it happens to: product weather, plan weather/basic, route weather GET /now, connection payouts',
    ),
  fields: z.array(z.object({ pointer: z.string(), before: z.unknown(), after: z.unknown() })),
});
export type Change = z.output<typeof changeSchema>;

export function routeName({ method, template }: { method: string; template: string }): string {
  return `${method} ${template}`;
}

/** The fields of a schema that a presented object has as well: those that can be written back. */
export function writable(schema: z.ZodObject, presented: object): Record<string, unknown> {
  const names = Object.keys(schema.shape).filter((name) => name in presented);
  return Object.fromEntries(names.map((name) => [name, (presented as Record<string, unknown>)[name]]));
}

/** Which of the wanted fields are not as they are. What a file leaves open is left alone. */
export function differences(now: Record<string, unknown>, wanted: Record<string, unknown>): Change['fields'] {
  return Object.keys(wanted)
    .filter((name) => wanted[name] !== undefined && !same(now[name], wanted[name]))
    .map((name) => ({ pointer: `/${name}`, before: now[name] ?? null, after: wanted[name] }));
}

const decimalForm = /^-?\d+(\.\d+)?$/;

/** Objects whatever the order of their names; 1, "1" and "1.0" are one quantity. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isQuantity(a) && isQuantity(b)) return plain(a) === plain(b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) =>
    same((a as Record<string, unknown>)[name], (b as Record<string, unknown>)[name]),
  );
}

function isQuantity(value: unknown): value is string | number {
  return typeof value === 'number' || (typeof value === 'string' && decimalForm.test(value));
}

function plain(value: string | number): string {
  const text = String(value);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
