import { z } from 'zod';
import { defineEvent } from '#kernel';
import { ROLES } from './roles.ts';

export const userSignedUp = defineEvent(
  'user.signed_up',
  z.object({ user_id: z.string(), organization_id: z.string().nullable() }),
);

export const organizationCreated = defineEvent(
  'organization.created',
  z.object({ organization_id: z.string(), created_by: z.string().nullable() }),
);

export const memberAdded = defineEvent(
  'member.added',
  z.object({ organization_id: z.string(), user_id: z.string(), role: z.enum(ROLES) }),
);

export const providerOnboarded = defineEvent(
  'provider.onboarded',
  z.object({ organization_id: z.string(), slug: z.string() }),
);

/** A mail waits to be taken over (`takeMail`). What it says is not in the event. */
export const mailRequested = defineEvent('mail.requested', z.object({ mail_id: z.string() }));

const ofOrganization = z.object({ organization_id: z.string() });
const ofUser = z.object({ user_id: z.string() });

export const organizationClosed = defineEvent('organization.closed', ofOrganization);
export const organizationSuspended = defineEvent('organization.suspended', ofOrganization);
export const organizationResumed = defineEvent('organization.resumed', ofOrganization);
export const userSuspended = defineEvent('user.suspended', ofUser);
export const userResumed = defineEvent('user.resumed', ofUser);
/** A sandbox consumer's time is to go on; the job that moves it is sent once this is delivered. */
export const testClockAdvanceRequested = defineEvent('test_clock.advance_requested', ofOrganization);
/** Whoever keeps something about this person forgets it. */
export const userErased = defineEvent('user.erased', ofUser);
