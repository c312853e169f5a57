import { z } from 'zod';
import { type Call, notFound, type Route, route } from '#kernel';
import { BUILT_IN_METERS, meterDefinitionSchema, meterNamed } from '#rating';
import { reference } from './fields.ts';
import { meterChangeSchema, meterKey, meterSchema, newMeterSchema, presentMeter } from './meter.ts';
import { eventTypesOf } from './plan-terms.ts';
import { catalogProblems } from './problems.ts';
import { editorOf } from './routes-products.ts';
import { changeMeter, createMeter, removeMeter } from './save-meter.ts';
import { metersOfProduct } from './store-meters.ts';
import { publishedVersionsOf } from './store-plans.ts';
import { findOwnProduct } from './store-products.ts';

const tag = 'catalog';
const productParams = z.object({ product_id: reference });
const meterParams = z.object({ product_id: reference, meter_key: meterKey });

const listedSchema = z.object({
  name: z.string().describe('What prices name'),
  built_in: z.boolean(),
  description: z.string(),
  definition: meterDefinitionSchema,
});
const aboutBuiltIn = { requests: 'Calls', units: 'Quota units that the calls weigh' } as const;

async function ownProduct(call: Call<{ product_id: string }, unknown, unknown>) {
  const product = await findOwnProduct(call.db, call.organizationId, call.params.product_id);
  if (!product) throw notFound('product');
  return product;
}

export function meterRoutes(): Route[] {
  return [...readingRoutes(), ...writingRoutes()];
}

function readingRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/products/{product_id}/meters',
      tag,
      summary:
        'List the meters that prices can stand on: built-in ones, your own, and event types that are priced',
      access: 'catalog:read',
      params: productParams,
      response: { status: 200, schema: z.object({ data: z.array(listedSchema) }) },
      handler: async (call) => {
        const product = await ownProduct(call);
        const own = await metersOfProduct(call.db, product.organizationId, product.id);
        const versions = await publishedVersionsOf(call.db, [product.id]);
        const eventTypes = [...new Set(versions.flatMap((version) => eventTypesOf(version.terms)))].sort();
        const listed = (name: string, built_in: boolean, description: string) => {
          return { name, built_in, description, definition: meterNamed(name) };
        };
        return {
          data: [
            ...BUILT_IN_METERS.map((name) => listed(name, true, aboutBuiltIn[name])),
            ...own.map((meter) => ({
              name: meter.key,
              built_in: false,
              description: meter.name,
              definition: meter.definition,
            })),
            ...eventTypes
              .filter((name) => !own.some((meter) => meter.key === name))
              .map((name) => listed(name, false, `Sum of the values of ${name} events`)),
          ],
        };
      },
    }),
    route({
      method: 'GET',
      path: '/products/{product_id}/meters/{meter_key}',
      tag,
      summary: 'Show a meter of yours',
      access: 'catalog:read',
      params: meterParams,
      response: { status: 200, schema: meterSchema },
      handler: async (call) => {
        const product = await ownProduct(call);
        const own = await metersOfProduct(call.db, product.organizationId, product.id);
        const meter = own.find((one) => one.key === call.params.meter_key);
        if (!meter) throw notFound('meter');
        return presentMeter(meter);
      },
    }),
  ];
}

function writingRoutes(): Route[] {
  return [
    route({
      method: 'POST',
      path: '/products/{product_id}/meters',
      tag,
      summary: 'Define a meter: which events count, and how',
      access: 'catalog:write',
      params: productParams,
      body: newMeterSchema,
      response: { status: 201, schema: meterSchema },
      problems: [catalogProblems.meterKeyTaken, catalogProblems.tooManyOfAKind],
      handler: async (call) =>
        presentMeter(await createMeter(call.db, call.params.product_id, call.body, editorOf(call))),
    }),
    route({
      method: 'PATCH',
      path: '/products/{product_id}/meters/{meter_key}',
      tag,
      summary: 'Change a meter; once a published version prices it, only its name',
      access: 'catalog:write',
      params: meterParams,
      body: meterChangeSchema,
      response: { status: 200, schema: meterSchema },
      problems: [catalogProblems.meterPriced, catalogProblems.staleRevision],
      handler: async (call) => {
        const { product_id: productId, meter_key: key } = call.params;
        return presentMeter(await changeMeter(call.db, productId, key, call.body, editorOf(call)));
      },
    }),
    route({
      method: 'DELETE',
      path: '/products/{product_id}/meters/{meter_key}',
      tag,
      summary: 'Delete a meter that no published version prices',
      access: 'catalog:write',
      params: meterParams,
      response: { status: 204 },
      problems: [catalogProblems.meterPriced],
      handler: async (call) => {
        await removeMeter(call.db, call.params.product_id, call.params.meter_key, editorOf(call));
        return undefined;
      },
    }),
  ];
}
