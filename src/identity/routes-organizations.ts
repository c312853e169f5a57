import { z } from 'zod';
import { decodeCursor, kernelProblems, Problem, pageOf, pageQuery, type Route, route, toPage } from '#kernel';
import { actingFor } from './acting.ts';
import { changeOrganization } from './change-organization.ts';
import { createOrganization } from './create-organization.ts';
import { onboardProvider } from './onboard-provider.ts';
import {
  addressField,
  billingEmailField,
  countryField,
  currencyField,
  externalIdField,
  organizationNameField,
  organizationSchema,
  presentOrganization,
  slugField,
  taxIdField,
  timeZoneField,
} from './organization.ts';
import { identityProblems } from './problems.ts';
import { membershipsOf, type OrganizationChange, pageOfOrganizations } from './store-accounts.ts';

const tag = 'organizations';
const legalNameField = z.string().trim().min(1).max(200);

export const organizationParams = z.strictObject({
  organization_id: z.string().min(1).max(200).describe('Our id or the external id'),
});

const commercialFields = {
  billing_time_zone: timeZoneField.optional(),
  default_currency: currencyField.optional(),
};

const changeBody = z.strictObject({
  ...commercialFields,
  name: organizationNameField.optional(),
  slug: slugField.optional().describe('Fixed once the organization provides'),
  external_id: externalIdField.nullable().optional().describe('Given by the operator'),
  billing_email: billingEmailField.nullable().optional(),
  legal: z
    .strictObject({
      name: legalNameField.nullable().optional(),
      address: addressField.nullable().optional(),
      country: countryField.nullable().optional(),
      tax_id: taxIdField
        .nullable()
        .optional()
        .describe('VAT or GST number; of known countries its form is checked'),
    })
    .optional(),
});

const providerBody = z.strictObject({
  ...commercialFields,
  billing_email: billingEmailField.optional(),
  legal: z.strictObject({
    name: legalNameField,
    address: addressField,
    country: countryField,
    tax_id: taxIdField.optional(),
  }),
});

type ChangeBody = z.output<typeof changeBody>;

function toChange({ legal = {}, ...columns }: ChangeBody): OrganizationChange {
  const { name, address, country, tax_id } = legal;
  return { ...columns, legal_name: name, legal_address: address, legal_country: country, tax_id };
}

export function organizationRoutes(): Route[] {
  return [listRoute(), createRoute(), getRoute(), changeRoute(), providerRoute()];
}

function listRoute(): Route {
  return route({
    method: 'GET',
    path: '/organizations',
    tag,
    summary: 'My organizations; all of them for the operator',
    access: 'signed-in',
    query: z.strictObject(pageQuery),
    response: { status: 200, schema: pageOf(organizationSchema) },
    async handler({ db, actor, query }) {
      const after = decodeCursor(query.cursor);
      if (actor.operator) {
        const rows = await pageOfOrganizations(db, after ? String(after[0]) : null, query.limit + 1);
        return toPage(rows, query.limit, ({ id }) => [id], presentOrganization);
      }
      const { userId } = actor;
      if (userId === null)
        throw new Problem(kernelProblems.forbidden, { detail: 'Service tokens have one: see /me.' });
      const own = (await membershipsOf(db, userId)).map(({ organization }) => organization);
      const start = after ? own.findIndex(({ id }) => id === after[0]) + 1 : 0;
      return toPage(own.slice(start), query.limit, ({ id }) => [id], presentOrganization);
    },
  });
}

function createRoute(): Route {
  return route({
    method: 'POST',
    path: '/organizations',
    tag,
    summary: 'Create an organization and become its owner',
    access: 'signed-in',
    idempotent: true,
    body: z.strictObject({ ...commercialFields, name: organizationNameField, slug: slugField.optional() }),
    response: { status: 201, schema: organizationSchema },
    problems: [identityProblems.organizationSlugTaken, identityProblems.tooManyOrganizations],
    async handler({ db, actor, at, body }) {
      if (actor.userId === null) {
        throw new Problem(kernelProblems.forbidden, {
          detail: 'An organization needs a person as its owner.',
        });
      }
      const organization = await createOrganization(db, {
        name: body.name,
        slug: body.slug,
        billingTimeZone: body.billing_time_zone,
        defaultCurrency: body.default_currency,
        owner: actor,
        at,
      });
      return presentOrganization(organization);
    },
  });
}

function getRoute(): Route {
  return route({
    method: 'GET',
    path: '/organizations/{organization_id}',
    tag,
    summary: 'An organization',
    access: 'signed-in',
    params: organizationParams,
    response: { status: 200, schema: organizationSchema },
    problems: [kernelProblems.notFound],
    async handler(call) {
      const { organization } = await actingFor(call, call.params.organization_id, null);
      return presentOrganization(organization);
    },
  });
}

function changeRoute(): Route {
  return route({
    method: 'PATCH',
    path: '/organizations/{organization_id}',
    tag,
    summary: 'Change an organization',
    description: 'Needs settings:write in that organization.',
    access: 'signed-in',
    params: organizationParams,
    body: changeBody,
    response: { status: 200, schema: organizationSchema },
    problems: [
      kernelProblems.notFound,
      identityProblems.organizationSlugTaken,
      identityProblems.externalIdTaken,
      identityProblems.slugFixed,
    ],
    async handler(call) {
      const { db, at, params, body } = call;
      const { organization, actor } = await actingFor(call, params.organization_id, 'settings:write');
      const request = { organizationId: organization.id, change: toChange(body), actor, at };
      return presentOrganization(await changeOrganization(db, request));
    },
  });
}

function providerRoute(): Route {
  return route({
    method: 'POST',
    path: '/organizations/{organization_id}/provider',
    tag,
    summary: 'Onboard as a provider: the organization may sell from then on',
    description: 'Needs settings:write in that organization. Repeating it updates the legal identity.',
    access: 'signed-in',
    params: organizationParams,
    body: providerBody,
    response: { status: 200, schema: organizationSchema },
    problems: [kernelProblems.notFound],
    async handler(call) {
      const { db, at, params, body } = call;
      const { organization, actor } = await actingFor(call, params.organization_id, 'settings:write');
      const request = { organizationId: organization.id, profile: toChange(body), actor, at };
      return presentOrganization(await onboardProvider(db, request));
    },
  });
}
