import { z } from 'zod';
import {
  decodeCursor,
  instantText,
  kernelProblems,
  notFound,
  Problem,
  pageOf,
  pageQuery,
  type Route,
  route,
  toPage,
} from '#kernel';
import { acceptInvitation } from './accept-invitation.ts';
import { actingFor } from './acting.ts';
import { addMember } from './add-member.ts';
import { changeRole, removeMember } from './change-role.ts';
import type { Identity } from './identity.ts';
import { invitationSchema, memberSchema, presentInvitation, presentMember, roleField } from './member.ts';
import { identityProblems } from './problems.ts';
import { permissionsOf, ROLES } from './roles.ts';
import { organizationParams } from './routes-organizations.ts';
import { findOpenInvitation, openInvitations, pageOfMembers, revokeInvitations } from './store-members.ts';
import { emailField } from './user.ts';

const tag = 'members';
const memberParams = organizationParams.extend({ user_id: z.string().min(1).max(100) });
const invitationParams = organizationParams.extend({ invitation_id: z.string().min(1).max(100) });
const needsWrite = 'Needs members:write in that organization.';

export function memberRoutes(identity: Identity): Route[] {
  return [
    listMembersRoute(),
    addMemberRoute(identity),
    changeRoleRoute(),
    removeMemberRoute(),
    listInvitationsRoute(),
    revokeInvitationRoute(),
    resendInvitationRoute(identity),
    acceptInvitationRoute(identity),
    listRolesRoute(),
  ];
}

function listMembersRoute(): Route {
  return route({
    method: 'GET',
    path: '/organizations/{organization_id}/members',
    tag,
    summary: 'The members of an organization',
    access: 'signed-in',
    params: organizationParams,
    query: z.strictObject(pageQuery),
    response: { status: 200, schema: pageOf(memberSchema) },
    problems: [kernelProblems.notFound],
    async handler(call) {
      const { db, params, query } = call;
      const { organization } = await actingFor(call, params.organization_id, 'members:read');
      const after = decodeCursor(query.cursor);
      const rows = await pageOfMembers(db, organization.id, after ? String(after[0]) : null, query.limit + 1);
      return toPage(rows, query.limit, ({ userId }) => [userId], presentMember);
    },
  });
}

function addMemberRoute(identity: Identity): Route {
  return route({
    method: 'POST',
    path: '/organizations/{organization_id}/members',
    tag,
    summary: 'Add a person by e-mail, or invite an address that has no account yet',
    description: `${needsWrite} One of member and invitation is null. The invitation's token is shown once.`,
    access: 'signed-in',
    params: organizationParams,
    body: z.strictObject({ email: emailField, role: roleField }),
    response: {
      status: 201,
      schema: z.object({
        member: memberSchema.nullable(),
        invitation: invitationSchema.extend({ token: z.string() }).nullable(),
      }),
    },
    problems: [kernelProblems.notFound, identityProblems.roleRefused, identityProblems.alreadyMember],
    async handler(call) {
      const { db, at, params, body } = call;
      const { organization, actor, role } = await actingFor(call, params.organization_id, 'members:write');
      const request = { ...body, organizationId: organization.id, actor, ownRole: role, at };
      const added = await addMember(db, identity, request);
      if (added.member) return { member: presentMember(added.member), invitation: null };
      return { member: null, invitation: { ...presentInvitation(added.invitation), token: added.token } };
    },
  });
}

function changeRoleRoute(): Route {
  return route({
    method: 'PATCH',
    path: '/organizations/{organization_id}/members/{user_id}',
    tag,
    summary: "Change a member's role",
    description: `${needsWrite} Nobody changes their own role; owners are made and unmade by owners only.`,
    access: 'signed-in',
    params: memberParams,
    body: z.strictObject({ role: roleField }),
    response: { status: 200, schema: memberSchema },
    problems: [
      kernelProblems.notFound,
      identityProblems.roleRefused,
      identityProblems.ownRole,
      identityProblems.lastOwner,
    ],
    async handler(call) {
      const { db, at, params, body } = call;
      const { organization, actor, role } = await actingFor(call, params.organization_id, 'members:write');
      const request = {
        organizationId: organization.id,
        userId: params.user_id,
        role: body.role,
        actor,
        ownRole: role,
        at,
      };
      return presentMember(await changeRole(db, request));
    },
  });
}

function removeMemberRoute(): Route {
  return route({
    method: 'DELETE',
    path: '/organizations/{organization_id}/members/{user_id}',
    tag,
    summary: 'Remove a member, or leave',
    description: `${needsWrite} Leaving needs nothing. The last owner stays.`,
    access: 'signed-in',
    params: memberParams,
    response: { status: 204 },
    problems: [kernelProblems.notFound, identityProblems.roleRefused, identityProblems.lastOwner],
    async handler(call) {
      const { db, at, params } = call;
      const isLeaving = params.user_id === call.actor.userId;
      const acting = await actingFor(call, params.organization_id, isLeaving ? null : 'members:write');
      const { organization, actor, role } = acting;
      await removeMember(db, {
        organizationId: organization.id,
        userId: params.user_id,
        actor,
        ownRole: role,
        at,
      });
      return undefined;
    },
  });
}

function listInvitationsRoute(): Route {
  return route({
    method: 'GET',
    path: '/organizations/{organization_id}/invitations',
    tag,
    summary: 'Invitations that are open',
    access: 'signed-in',
    params: organizationParams,
    query: z.strictObject(pageQuery),
    response: { status: 200, schema: pageOf(invitationSchema) },
    problems: [kernelProblems.notFound],
    async handler(call) {
      const { db, params, query } = call;
      const { organization } = await actingFor(call, params.organization_id, 'members:read');
      const after = decodeCursor(query.cursor);
      const rows = await openInvitations(
        db,
        organization.id,
        after ? String(after[0]) : null,
        query.limit + 1,
      );
      return toPage(rows, query.limit, ({ id }) => [id], presentInvitation);
    },
  });
}

function revokeInvitationRoute(): Route {
  return route({
    method: 'DELETE',
    path: '/organizations/{organization_id}/invitations/{invitation_id}',
    tag,
    summary: 'Withdraw an invitation',
    description: needsWrite,
    access: 'signed-in',
    params: invitationParams,
    response: { status: 204 },
    problems: [kernelProblems.notFound],
    async handler(call) {
      const { db, at, params } = call;
      const { organization } = await actingFor(call, params.organization_id, 'members:write');
      const revoked = await revokeInvitations(db, organization.id, { id: params.invitation_id }, at);
      if (revoked === 0) throw notFound('open invitation');
      return undefined;
    },
  });
}

function resendInvitationRoute(identity: Identity): Route {
  return route({
    method: 'POST',
    path: '/organizations/{organization_id}/invitations/{invitation_id}/resend',
    tag,
    summary: 'Send an invitation once more, under a new id; the link before ends',
    description: needsWrite,
    access: 'signed-in',
    params: invitationParams,
    response: { status: 201, schema: invitationSchema },
    problems: [kernelProblems.notFound, kernelProblems.conflict, identityProblems.roleRefused],
    async handler(call) {
      const { db, at, params } = call;
      const { organization, actor, role } = await actingFor(call, params.organization_id, 'members:write');
      const open = await findOpenInvitation(db, organization.id, params.invitation_id);
      if (!open) throw notFound('open invitation');
      const request = { email: open.email, role: open.role, organizationId: organization.id };
      const added = await addMember(db, identity, { ...request, actor, ownRole: role, at });
      if (added.invitation) return presentInvitation(added.invitation);
      throw new Problem(kernelProblems.conflict, {
        detail: 'The address has an account now: add it as a member.',
      });
    },
  });
}

function acceptInvitationRoute(identity: Identity): Route {
  return route({
    method: 'POST',
    path: '/invitations/accept',
    tag,
    summary: 'Take up an invitation to my e-mail address',
    access: 'signed-in',
    body: z.strictObject({ token: z.string().min(1).max(200) }),
    response: {
      status: 200,
      schema: z.object({ organization_id: z.string(), role: roleField, joined_at: z.string() }),
    },
    problems: [kernelProblems.notFound, identityProblems.alreadyMember],
    async handler({ db, actor, at, body }) {
      const member = await acceptInvitation(db, identity.secrets, { token: body.token, actor, at });
      const { organizationId, role, joinedAt } = member;
      return { organization_id: organizationId, role, joined_at: instantText(joinedAt) };
    },
  });
}

function listRolesRoute(): Route {
  return route({
    method: 'GET',
    path: '/roles',
    tag,
    summary: 'The roles and what each may do',
    access: 'signed-in',
    response: {
      status: 200,
      schema: z.object({ data: z.array(z.object({ role: roleField, permissions: z.array(z.string()) })) }),
    },
    handler: async () => ({ data: ROLES.map((role) => ({ role, permissions: [...permissionsOf(role)] })) }),
  });
}
