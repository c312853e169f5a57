import { queryOptions } from '@tanstack/react-query';
import { type Answer, answer, api } from './client.ts';
import { queryClient } from './query.ts';

export type Member = Answer<'/api/v1/organizations/{organization_id}/members', 'get'>['data'][number];
export type Invitation = Answer<'/api/v1/organizations/{organization_id}/invitations', 'get'>['data'][number];
export type Role = Member['role'];

const firstPage = { limit: 200 };

export const membersQuery = (organization: string) =>
  queryOptions({
    queryKey: ['members', organization],
    queryFn: async () => {
      const params = { path: { organization_id: organization }, query: firstPage };
      return (await answer(api.GET('/api/v1/organizations/{organization_id}/members', { params }))).data;
    },
  });

export const invitationsQuery = (organization: string) =>
  queryOptions({
    queryKey: ['invitations', organization],
    queryFn: async () => {
      const params = { path: { organization_id: organization }, query: firstPage };
      return (await answer(api.GET('/api/v1/organizations/{organization_id}/invitations', { params }))).data;
    },
  });

async function changed(organization: string): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: ['members', organization] });
  await queryClient.invalidateQueries({ queryKey: ['invitations', organization] });
}

/** True when a mail goes out, false when the person has an account and was added. */
export async function addMember(organization: string, email: string, role: Role): Promise<boolean> {
  const params = { path: { organization_id: organization } };
  const body = { email, role };
  const path = '/api/v1/organizations/{organization_id}/members';
  const { invitation } = await answer(api.POST(path, { params, body }));
  await changed(organization);
  return invitation !== null;
}

export async function changeRole(organization: string, userId: string, role: Role): Promise<void> {
  const params = { path: { organization_id: organization, user_id: userId } };
  const path = '/api/v1/organizations/{organization_id}/members/{user_id}';
  await answer(api.PATCH(path, { params, body: { role } }));
  await changed(organization);
}

export async function removeMember(organization: string, userId: string): Promise<void> {
  const params = { path: { organization_id: organization, user_id: userId } };
  await answer(api.DELETE('/api/v1/organizations/{organization_id}/members/{user_id}', { params }));
  await changed(organization);
}

export async function resendInvitation(organization: string, id: string): Promise<void> {
  const params = { path: { organization_id: organization, invitation_id: id } };
  const path = '/api/v1/organizations/{organization_id}/invitations/{invitation_id}/resend';
  await answer(api.POST(path, { params }));
  await changed(organization);
}

export async function revokeInvitation(organization: string, id: string): Promise<void> {
  const params = { path: { organization_id: organization, invitation_id: id } };
  await answer(api.DELETE('/api/v1/organizations/{organization_id}/invitations/{invitation_id}', { params }));
  await changed(organization);
}
