import { z } from 'zod';
import { type Db, instantText } from '#kernel';
import type { Identity } from './identity.ts';
import { idleSince, ownSessionSchema, presentOwnSession } from './own-session.ts';
import { ROLES } from './roles.ts';
import { membershipsOf } from './store-accounts.ts';
import { invitationsAbout } from './store-endings.ts';
import { loginsOf } from './store-logins.ts';
import { liveSessionsOf } from './store-own-sessions.ts';
import { hasSecondFactor } from './store-second-factors.ts';
import { presentUser, type User, userSchema } from './user.ts';

const invitationSchema = z.object({
  organization_id: z.string(),
  email: z.string(),
  role: z.string(),
  sent_by_me: z.boolean(),
  created_at: z.string(),
});

export const exportSchema = z.object({
  exported_at: z.string(),
  person: userSchema,
  second_factor: z.boolean(),
  organizations: z.array(
    z.object({ id: z.string(), slug: z.string(), name: z.string(), role: z.enum(ROLES) }),
  ),
  sessions: z.array(ownSessionSchema),
  linked_logins: z.array(
    z.object({
      provider: z.string(),
      issuer: z.string(),
      subject: z.string(),
      label: z.string().nullable(),
      linked_at: z.string(),
    }),
  ),
  invitations: z.array(invitationSchema),
});

/** Everything that is kept about a person as such, in one document. What belongs to an organization is its members' to export. */
export async function exportPerson(
  db: Db,
  identity: Identity,
  request: { user: User; sessionId: string | null; at: Temporal.Instant },
): Promise<z.input<typeof exportSchema>> {
  const { user, sessionId, at } = request;
  const sessions = await liveSessionsOf(db, user.id, { at, idleSince: idleSince(at) }, null, 1000);
  return {
    exported_at: instantText(at),
    person: presentUser(user),
    second_factor: await hasSecondFactor(db, user.id),
    organizations: (await membershipsOf(db, user.id)).map(({ organization, role }) => {
      const { id, slug, name } = organization;
      return { id, slug, name, role };
    }),
    sessions: sessions.map((session) => presentOwnSession(identity, session, sessionId)),
    linked_logins: (await loginsOf(db, user.id)).map(({ provider, issuer, subject, label, linkedAt }) => {
      return { provider, issuer, subject, label, linked_at: instantText(linkedAt) };
    }),
    invitations: (await invitationsAbout(db, user.id, user.email)).map((one) => ({
      organization_id: one.organizationId,
      // Whom they invited is another person's address.
      email: one.sent && one.email !== user.email ? one.email.replace(/^(.).*@/, '$1…@') : one.email,
      role: one.role,
      sent_by_me: one.sent,
      created_at: instantText(one.createdAt),
    })),
  };
}
