import { z } from 'zod';
import { instantText } from '#kernel';
import { ROLES, type Role } from './roles.ts';

export interface Member {
  readonly organizationId: string;
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly joinedAt: Temporal.Instant;
}

export interface Invitation {
  readonly id: string;
  readonly organizationId: string;
  readonly email: string;
  readonly role: Role;
  readonly createdAt: Temporal.Instant;
  readonly expiresAt: Temporal.Instant;
}

export const roleField = z.enum(ROLES);

export const memberSchema = z.object({
  user_id: z.string(),
  email: z.string(),
  name: z.string(),
  role: roleField,
  joined_at: z.string(),
});

export const invitationSchema = z.object({
  id: z.string(),
  email: z.string(),
  role: roleField,
  created_at: z.string(),
  expires_at: z.string(),
});

export function presentMember(member: Member): z.input<typeof memberSchema> {
  return {
    user_id: member.userId,
    email: member.email,
    name: member.name,
    role: member.role,
    joined_at: instantText(member.joinedAt),
  };
}

export function presentInvitation(invitation: Invitation): z.input<typeof invitationSchema> {
  return {
    id: invitation.id,
    email: invitation.email,
    role: invitation.role,
    created_at: instantText(invitation.createdAt),
    expires_at: instantText(invitation.expiresAt),
  };
}
