import { defineProblems } from '#kernel';

export const identityProblems = defineProblems('identity', {
  wrongCredentials: { status: 401, title: 'E-mail or password is wrong' },
  sessionEnded: { status: 401, title: 'The session has ended' },
  roleRefused: { status: 403, title: 'You may not grant or take this role' },
  ownRole: { status: 403, title: 'Nobody changes their own role' },
  scopeRefused: { status: 403, title: 'You may not grant these permissions' },
  emailTaken: { status: 409, title: 'An account with this e-mail exists' },
  organizationSlugTaken: { status: 409, title: 'An organization with this slug exists' },
  externalIdTaken: { status: 409, title: 'Another organization has this external id' },
  slugFixed: { status: 409, title: "A provider's slug is part of its public addresses" },
  alreadyMember: { status: 409, title: 'This person is a member with another role' },
  lastOwner: { status: 409, title: 'An organization keeps at least one owner' },
  tooManyOrganizations: { status: 409, title: 'This account owns as many organizations as it may' },
  tooManyTokens: { status: 409, title: 'This organization has as many service tokens as it may' },
});
