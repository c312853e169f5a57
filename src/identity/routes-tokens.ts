import { z } from 'zod';
import {
  audit,
  decodeCursor,
  kernelProblems,
  momentField,
  notFound,
  pageOf,
  pageQuery,
  type Route,
  route,
  toPage,
} from '#kernel';
import { actingFor } from './acting.ts';
import { createServiceToken } from './create-service-token.ts';
import type { Identity } from './identity.ts';
import { identityProblems } from './problems.ts';
import { organizationParams } from './routes-organizations.ts';
import {
  createdServiceTokenSchema,
  permissionsField,
  presentServiceToken,
  serviceTokenSchema,
} from './service-token.ts';
import { endServiceToken, pageOfServiceTokens, revokeServiceToken } from './store-tokens.ts';

const tag = 'service tokens';
const path = '/organizations/{organization_id}/service-tokens';
const tokenParams = organizationParams.extend({ token_id: z.string().min(1).max(100) });
const needsWrite = 'Needs settings:write in that organization.';

export function serviceTokenRoutes(identity: Identity): Route[] {
  return [listRoute(), createRoute(identity), rotateRoute(identity), revokeRoute(identity)];
}

function listRoute(): Route {
  return route({
    method: 'GET',
    path,
    tag,
    summary: "An organization's service tokens, without their secrets",
    description: needsWrite,
    access: 'signed-in',
    params: organizationParams,
    query: z.strictObject(pageQuery),
    response: { status: 200, schema: pageOf(serviceTokenSchema) },
    problems: [kernelProblems.notFound],
    async handler(call) {
      const { db, params, query } = call;
      const { organization } = await actingFor(call, params.organization_id, 'settings:write');
      const after = decodeCursor(query.cursor);
      const rows = await pageOfServiceTokens(
        db,
        organization.id,
        after ? String(after[0]) : null,
        query.limit + 1,
      );
      return toPage(rows, query.limit, ({ id }) => [id], presentServiceToken);
    },
  });
}

function createRoute(identity: Identity): Route {
  return route({
    method: 'POST',
    path,
    tag,
    summary: 'Create a service token; it is shown this once',
    description: `${needsWrite} A token gets no permission that its maker lacks.`,
    access: 'signed-in',
    params: organizationParams,
    body: z.strictObject({
      name: z.string().trim().min(1).max(100),
      permissions: permissionsField,
      expires_at: momentField.nullable().default(null),
    }),
    response: { status: 201, schema: createdServiceTokenSchema },
    problems: [kernelProblems.notFound, identityProblems.scopeRefused, identityProblems.tooManyTokens],
    async handler(call) {
      const { db, at, params, body } = call;
      const { organization, actor } = await actingFor(call, params.organization_id, 'settings:write');
      const { name, permissions, expires_at: expiresAt } = body;
      const request = { organizationId: organization.id, name, permissions, expiresAt, actor, at };
      const { token, secret } = await createServiceToken(db, identity.secrets, request);
      return { ...presentServiceToken(token), token: secret };
    },
  });
}

function rotateRoute(identity: Identity): Route {
  return route({
    method: 'POST',
    path: `${path}/{token_id}/rotate`,
    tag,
    summary: 'A new token of the same name and permissions; the one before ends after the overlap',
    description: `${needsWrite} The new token is shown this once.`,
    access: 'signed-in',
    params: tokenParams,
    body: z.strictObject({ overlap_hours: z.number().int().min(0).max(168).default(24) }),
    response: { status: 201, schema: createdServiceTokenSchema },
    problems: [kernelProblems.notFound, identityProblems.scopeRefused, identityProblems.tooManyTokens],
    async handler(call) {
      const { db, at, params, body } = call;
      const { organization, actor } = await actingFor(call, params.organization_id, 'settings:write');
      const endsAt = at.add({ hours: body.overlap_hours });
      const before = await endServiceToken(db, organization.id, params.token_id, endsAt, at);
      if (!before) throw notFound('live service token');
      const { name, permissions, expiresAt } = before;
      const request = { organizationId: organization.id, name, permissions, expiresAt, actor, at };
      const { token, secret } = await createServiceToken(db, identity.secrets, request);
      return { ...presentServiceToken(token), token: secret };
    },
    async afterCommit(_call, answer) {
      identity.recentTokens.forget();
      return answer;
    },
  });
}

function revokeRoute(identity: Identity): Route {
  return route({
    method: 'DELETE',
    path: `${path}/{token_id}`,
    tag,
    summary: 'Revoke a service token; it is refused within a second',
    description: needsWrite,
    access: 'signed-in',
    params: tokenParams,
    response: { status: 204 },
    problems: [kernelProblems.notFound],
    async handler(call) {
      const { db, at, params } = call;
      const { organization, actor } = await actingFor(call, params.organization_id, 'settings:write');
      const organizationId = organization.id;
      const revoked = await revokeServiceToken(db, organizationId, params.token_id, at);
      if (!revoked) throw notFound('service token');
      const action = 'service_token.revoked';
      if (!revoked.alreadyRevoked)
        await audit(db, { at, organizationId, actor, action, object: params.token_id });
      return undefined;
    },
    async afterCommit(_call, answer) {
      identity.recentTokens.forget();
      return answer;
    },
  });
}
