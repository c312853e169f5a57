import { z } from 'zod';
import { countryField, findOrganizations } from '#identity';
import {
  type Access,
  type Call,
  decodeCursor,
  invalid,
  kernelProblems,
  newId,
  pageOf,
  pageQuery,
  type Route,
  route,
  toPage,
} from '#kernel';
import { invoiceProblems } from './problems.ts';
import { importEuRates, removeTaxFact, saveExemption, saveRate, saveRegistration } from './save-tax-fact.ts';
import { listExemptions, listRates, listRegistrations } from './store-tax.ts';
import {
  acceptExemption,
  acceptRate,
  acceptRegistration,
  exemptionSchema,
  newExemptionSchema,
  newRateSchema,
  newRegistrationSchema,
  presentExemption,
  presentRate,
  presentRegistration,
  rateSchema,
  registrationSchema,
} from './tax-schemas.ts';

const tag = 'taxes';
const id = z.string().max(64);
const tooMany = [invoiceProblems.tooManyTaxFacts];

type AnyCall = Call<unknown, unknown, unknown>;

/** Of a provider, or the installation's defaults that the operator keeps. */
interface Shelf {
  readonly path: string;
  readonly whose: string;
  readonly write: Access;
  readonly ownerOf: (call: AnyCall) => string | null;
}

const own: Shelf = {
  path: '/billing/tax/rates',
  whose: 'your own',
  write: 'billing:write',
  ownerOf: (call) => call.organizationId,
};

const defaults: Shelf = {
  path: '/billing/tax/default-rates',
  whose: "the installation's",
  write: 'operator',
  ownerOf: () => null,
};

function pageOfCall(call: Call<unknown, { limit: number; cursor?: string | undefined }, unknown>) {
  const after = decodeCursor(call.query.cursor)?.[0];
  return { limit: call.query.limit + 1, afterId: after === undefined ? null : String(after) };
}

function rateRoutes({ path, whose, write, ownerOf }: Shelf): Route[] {
  return [
    route({
      method: 'GET',
      path,
      tag,
      summary: `List tax rates: ${whose}`,
      access: 'billing:read',
      query: z.strictObject({ ...pageQuery, country: countryField.optional() }),
      response: { status: 200, schema: pageOf(rateSchema) },
      async handler(call) {
        const { limit, country } = call.query;
        const rows = await listRates(call.db, ownerOf(call), country ?? null, pageOfCall(call));
        return toPage(rows, limit, (one) => [one.id], presentRate);
      },
    }),
    route({
      method: 'POST',
      path,
      tag,
      summary: `Save a tax rate: ${whose}`,
      description:
        'The same place, category, name and first day once more changes the rate. A new percentage is a new rate with its ' +
        'first day: of the same name the one that began last counts. Rates of one place with different names add up; a ' +
        'tax on a tax is not supported. Only sellers with a tax registration charge any.',
      access: write,
      body: newRateSchema,
      response: { status: 200, schema: rateSchema },
      problems: tooMany,
      async handler(call) {
        return presentRate(await saveRate(call.db, acceptRate(call.body, newId('txr'), ownerOf(call)), call));
      },
    }),
    route({
      method: 'POST',
      path: `${path}/import`,
      tag,
      summary: `Import the standard VAT rates of the European Union into ${whose}`,
      description:
        'As maintained with this version. Those that are there already stay as they are; the others are answered.',
      access: write,
      body: z.strictObject({ set: z.literal('eu_standard') }),
      response: { status: 200, schema: z.object({ data: z.array(rateSchema) }) },
      problems: tooMany,
      async handler(call) {
        const rates = await importEuRates(call.db, ownerOf(call), call);
        return { data: rates.map(presentRate) };
      },
    }),
    route({
      method: 'DELETE',
      path: `${path}/{rate_id}`,
      tag,
      summary: `Delete a tax rate: ${whose}`,
      description: 'Issued invoices keep what they were made with. To end a rate, save it with its last day.',
      access: write,
      params: z.object({ rate_id: id }),
      response: { status: 204 },
      problems: [kernelProblems.notFound],
      async handler(call) {
        await removeTaxFact(call.db, 'rate', call.params.rate_id, ownerOf(call), call);
        return undefined;
      },
    }),
  ];
}

function registrationRoutes(): Route[] {
  const path = '/billing/tax/registrations';
  return [
    route({
      method: 'GET',
      path,
      tag,
      summary: 'List where you are registered for tax',
      access: 'billing:read',
      query: z.strictObject(pageQuery),
      response: { status: 200, schema: pageOf(registrationSchema) },
      async handler(call) {
        const rows = await listRegistrations(call.db, call.organizationId, pageOfCall(call));
        return toPage(rows, call.query.limit, (one) => [one.id], presentRegistration);
      },
    }),
    route({
      method: 'POST',
      path,
      tag,
      summary: 'Save where you are registered for tax',
      description:
        'Without a registration no tax is charged. The same place, scheme and first day once more changes it.',
      access: 'billing:write',
      body: newRegistrationSchema,
      response: { status: 200, schema: registrationSchema },
      problems: tooMany,
      async handler(call) {
        const one = acceptRegistration(call.body, newId('txn'), call.organizationId);
        return presentRegistration(await saveRegistration(call.db, one, call));
      },
    }),
    route({
      method: 'DELETE',
      path: `${path}/{registration_id}`,
      tag,
      summary: 'Delete a tax registration that was entered by mistake',
      access: 'billing:write',
      params: z.object({ registration_id: id }),
      response: { status: 204 },
      problems: [kernelProblems.notFound],
      async handler(call) {
        await removeTaxFact(call.db, 'registration', call.params.registration_id, call.organizationId, call);
        return undefined;
      },
    }),
  ];
}

function exemptionRoutes(): Route[] {
  const path = '/billing/tax/exemptions';
  return [
    route({
      method: 'GET',
      path,
      tag,
      summary: 'List the consumers that you need not charge tax',
      access: 'billing:read',
      query: z.strictObject({ ...pageQuery, organization_id: id.optional() }),
      response: { status: 200, schema: pageOf(exemptionSchema) },
      async handler(call) {
        const { limit, organization_id: buyerId } = call.query;
        const rows = await listExemptions(call.db, call.organizationId, buyerId ?? null, pageOfCall(call));
        return toPage(rows, limit, (one) => [one.id], presentExemption);
      },
    }),
    route({
      method: 'POST',
      path,
      tag,
      summary: 'Save the exemption certificate of a consumer',
      description: 'The same consumer, place and certificate once more changes it.',
      access: 'billing:write',
      body: newExemptionSchema,
      response: { status: 200, schema: exemptionSchema },
      problems: tooMany,
      async handler(call) {
        const buyerId = call.body.organization_id;
        if (!(await findOrganizations(call.db, [buyerId])).has(buyerId)) {
          throw invalid([{ pointer: '/organization_id', detail: 'is no organization' }]);
        }
        const one = acceptExemption(call.body, newId('txe'), call.organizationId);
        return presentExemption(await saveExemption(call.db, one, call));
      },
    }),
    route({
      method: 'DELETE',
      path: `${path}/{exemption_id}`,
      tag,
      summary: 'Delete an exemption',
      access: 'billing:write',
      params: z.object({ exemption_id: id }),
      response: { status: 204 },
      problems: [kernelProblems.notFound],
      async handler(call) {
        await removeTaxFact(call.db, 'exemption', call.params.exemption_id, call.organizationId, call);
        return undefined;
      },
    }),
  ];
}

/** What taxes go by. */
export function taxFactRoutes(): Route[] {
  return [...rateRoutes(own), ...rateRoutes(defaults), ...registrationRoutes(), ...exemptionRoutes()];
}
