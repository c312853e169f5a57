import { z } from 'zod';
import {
  audit,
  decodeCursor,
  instantText,
  kernelProblems,
  notFound,
  pageOf,
  pageQuery,
  type Route,
  route,
  toPage,
} from '#kernel';
import { erasePerson } from './erase-person.ts';
import type { Identity } from './identity.ts';
import { identityProblems } from './problems.ts';
import { removeFactor } from './second-factor.ts';
import {
  type DirectoryOrganization,
  type DirectoryPerson,
  pageOfPeople,
  searchOrganizations,
} from './store-directory.ts';
import { revokeOtherSessions } from './store-sessions.ts';
import { findUser } from './store-users.ts';
import { resumePerson, setSuspended, suspendPerson } from './suspend.ts';

const tag = 'operator';
const people = '/directory/people';
const organizations = '/directory/organizations';
const personParams = z.strictObject({ user_id: z.string().min(1).max(100) });
const organizationParams = z.strictObject({ organization_id: z.string().min(1).max(100) });
const listQuery = z.strictObject({ ...pageQuery, search: z.string().trim().min(1).max(200).optional() });

const personSchema = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  operator: z.boolean(),
  email_verified: z.boolean(),
  second_factor: z.boolean(),
  live_sessions: z.number().int(),
  suspended_at: z.string().nullable(),
  erased_at: z.string().nullable(),
  created_at: z.string(),
});

const organizationSchema = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  external_id: z.string().nullable(),
  provider: z.boolean(),
  members: z.number().int(),
  suspended_at: z.string().nullable(),
  closed_at: z.string().nullable(),
  created_at: z.string(),
});

const textOf = (at: Temporal.Instant | null) => at && instantText(at);

const presentPerson = (person: DirectoryPerson): z.input<typeof personSchema> => ({
  id: person.id,
  email: person.email,
  name: person.name,
  operator: person.operator,
  email_verified: person.emailVerifiedAt !== null,
  second_factor: person.secondFactor,
  live_sessions: person.liveSessions,
  suspended_at: textOf(person.suspendedAt),
  erased_at: textOf(person.erasedAt),
  created_at: instantText(person.createdAt),
});

const presentOrganization = (one: DirectoryOrganization): z.input<typeof organizationSchema> => ({
  id: one.id,
  slug: one.slug,
  name: one.name,
  external_id: one.externalId,
  provider: one.provider,
  members: one.members,
  suspended_at: textOf(one.suspendedAt),
  closed_at: textOf(one.closedAt),
  created_at: instantText(one.createdAt),
});

/** What the operator sees of people and organizations, and may do about them. */
export function directoryRoutes(identity: Identity): Route[] {
  return [...listRoutes(), ...personRoutes(identity), eraseRoute(identity), ...organizationRoutes()];
}

function listRoutes(): Route[] {
  const listPeople = route({
    method: 'GET',
    path: people,
    tag,
    summary: 'People of this installation; `search` looks in addresses and names',
    access: 'operator',
    query: listQuery,
    response: { status: 200, schema: pageOf(personSchema) },
    async handler({ db, at, query }) {
      const after = decodeCursor(query.cursor);
      const filter = { search: query.search, at };
      const rows = await pageOfPeople(db, filter, after ? String(after[0]) : null, query.limit + 1);
      return toPage(rows, query.limit, ({ id }) => [id], presentPerson);
    },
  });
  const listOrganizations = route({
    method: 'GET',
    path: organizations,
    tag,
    summary: 'Organizations of this installation; `search` looks in names, slugs and external ids',
    access: 'operator',
    query: listQuery,
    response: { status: 200, schema: pageOf(organizationSchema) },
    async handler({ db, query }) {
      const after = decodeCursor(query.cursor);
      const rows = await searchOrganizations(
        db,
        query.search,
        after ? String(after[0]) : null,
        query.limit + 1,
      );
      return toPage(rows, query.limit, ({ id }) => [id], presentOrganization);
    },
  });
  const getPerson = route({
    method: 'GET',
    path: `${people}/{user_id}`,
    tag,
    summary: 'A person',
    access: 'operator',
    params: personParams,
    response: { status: 200, schema: personSchema },
    problems: [kernelProblems.notFound],
    async handler({ db, at, params }) {
      const [person] = await pageOfPeople(db, { search: undefined, id: params.user_id, at }, null, 1);
      if (!person) throw notFound('person');
      return presentPerson(person);
    },
  });
  return [listPeople, getPerson, listOrganizations];
}

function personRoutes(identity: Identity): Route[] {
  const suspend = route({
    method: 'POST',
    path: `${people}/{user_id}/suspend`,
    tag,
    summary: 'Keep a person out: sessions end and no log-in begins',
    access: 'operator',
    params: personParams,
    response: { status: 204 },
    problems: [kernelProblems.notFound, kernelProblems.conflict],
    handler: ({ db, actor, at, params }) => nothing(suspendPerson(db, params.user_id, { actor, at })),
  });
  const resume = route({
    method: 'POST',
    path: `${people}/{user_id}/resume`,
    tag,
    summary: 'Let a suspended person in again',
    access: 'operator',
    params: personParams,
    response: { status: 204 },
    problems: [kernelProblems.notFound],
    handler: ({ db, actor, at, params }) => nothing(resumePerson(db, params.user_id, { actor, at })),
  });
  const endSessions = route({
    method: 'POST',
    path: `${people}/{user_id}/end-sessions`,
    tag,
    summary: 'End all sessions of a person',
    access: 'operator',
    params: personParams,
    response: { status: 204 },
    problems: [kernelProblems.notFound],
    async handler({ db, actor, at, params }) {
      if (!(await findUser(db, params.user_id))) throw notFound('person');
      await revokeOtherSessions(db, params.user_id, null, 'ended by the operator', at);
      const object = params.user_id;
      await audit(db, { at, organizationId: null, actor, action: 'user.sessions_ended', object });
      return undefined;
    },
  });
  const resetFactor = route({
    method: 'POST',
    path: `${people}/{user_id}/reset-second-factor`,
    tag,
    summary: 'Turn off the second factor of who lost it; the person is told by mail',
    access: 'operator',
    params: personParams,
    response: { status: 204 },
    problems: [kernelProblems.notFound, identityProblems.secondFactorOff],
    async handler({ db, actor, at, params }) {
      const user = await findUser(db, params.user_id);
      if (!user) throw notFound('person');
      await removeFactor(db, identity, { user, actor, at });
      return undefined;
    },
  });
  return [suspend, resume, endSessions, resetFactor];
}

function eraseRoute(identity: Identity): Route {
  return route({
    method: 'DELETE',
    path: `${people}/{user_id}`,
    tag,
    summary: 'Erase a person who asked for it and cannot do it',
    access: 'operator',
    params: personParams,
    response: { status: 204 },
    problems: [kernelProblems.notFound, kernelProblems.conflict, identityProblems.organizationNeeded],
    async handler({ db, actor, at, params }) {
      if (!(await findUser(db, params.user_id))) throw notFound('person');
      await erasePerson(db, identity, { userId: params.user_id, actor, at });
      return undefined;
    },
  });
}

function organizationRoutes(): Route[] {
  const change = (verb: 'suspend' | 'resume', summary: string) =>
    route({
      method: 'POST',
      path: `${organizations}/{organization_id}/${verb}`,
      tag,
      summary,
      access: 'operator',
      params: organizationParams,
      response: { status: 204 },
      problems: [kernelProblems.notFound],
      handler: ({ db, actor, at, params }) =>
        nothing(setSuspended(db, params.organization_id, verb === 'suspend', { actor, at })),
    });
  return [
    change('suspend', 'Silence an organization: its members hold no permission, its machines are refused'),
    change('resume', 'Let a suspended organization act again'),
  ];
}

async function nothing(work: Promise<void>): Promise<undefined> {
  await work;
}
