import { z } from 'zod';
import { inTransaction, kernelProblems, notFound, type Route, route } from '#kernel';
import { actingFor } from './acting.ts';
import { closeOrganization } from './close-organization.ts';
import { confirmPerson } from './confirm-person.ts';
import { clearSessionCookies } from './cookie.ts';
import { confirmationFields } from './credential-fields.ts';
import { erasePerson } from './erase-person.ts';
import { exportPerson, exportSchema } from './export-person.ts';
import type { Identity } from './identity.ts';
import { identityProblems } from './problems.ts';
import { organizationParams } from './routes-organizations.ts';
import { findUser } from './store-users.ts';

export function endingRoutes(identity: Identity): Route[] {
  return [exportRoute(identity), eraseRoute(identity), closeRoute(identity)];
}

function exportRoute(identity: Identity): Route {
  return route({
    method: 'GET',
    path: '/me/export',
    tag: 'accounts',
    summary: 'Everything that is kept about me',
    access: 'signed-in',
    response: { status: 200, schema: exportSchema },
    problems: [kernelProblems.notFound],
    async handler({ db, actor, at, reply }) {
      const user = actor.userId === null ? null : await findUser(db, actor.userId);
      if (!user) throw notFound('person');
      reply.header('content-disposition', 'attachment; filename="my-data.json"');
      return exportPerson(db, identity, { user, sessionId: actor.tokenId, at });
    },
  });
}

function eraseRoute(identity: Identity): Route {
  return route({
    method: 'DELETE',
    path: '/me',
    tag: 'accounts',
    summary: 'Delete my account and my personal data',
    description: 'Organizations that only I own are closed, or need another owner first. Invoices stay.',
    access: 'signed-in',
    body: z.strictObject(confirmationFields),
    response: { status: 204 },
    problems: [
      kernelProblems.notFound,
      kernelProblems.rateLimited,
      kernelProblems.conflict,
      identityProblems.passwordMissing,
      identityProblems.organizationNeeded,
    ],
    transaction: false,
    async handler({ db, actor, body, ip, at, reply }) {
      const user = await confirmPerson(db, identity, { ...body, actor, ip, at });
      await inTransaction(db, (tx) => erasePerson(tx, identity, { userId: user.id, actor, at }));
      clearSessionCookies(reply, identity.publicUrl);
      return undefined;
    },
  });
}

function closeRoute(identity: Identity): Route {
  return route({
    method: 'POST',
    path: '/organizations/{organization_id}/close',
    tag: 'organizations',
    summary: 'Close an organization for good',
    description: 'Needs organization:close there, and that nothing runs in its name.',
    access: 'signed-in',
    params: organizationParams,
    response: { status: 204 },
    problems: [kernelProblems.notFound, identityProblems.organizationBusy],
    async handler(call) {
      const { db, at, params } = call;
      const { organization, actor } = await actingFor(call, params.organization_id, 'organization:close');
      await closeOrganization(db, identity, { organizationId: organization.id, actor, at });
      return undefined;
    },
  });
}
