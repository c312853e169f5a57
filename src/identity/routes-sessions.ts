import { z } from 'zod';
import { type Actor, type Db, kernelProblems, PERMISSIONS, Problem, type Route, route } from '#kernel';
import {
  answerBegun,
  answerSession,
  beginSession,
  loginSchema,
  sessionSchema,
  startSession,
} from './begin-session.ts';
import { changePassword } from './change-password.ts';
import { checkOrigin, clearSessionCookies } from './cookie.ts';
import { codeField, passwordField } from './credential-fields.ts';
import type { Identity } from './identity.ts';
import { logIn } from './log-in.ts';
import { logOut, logOutByToken } from './log-out.ts';
import { organizationNameField, organizationSchema, presentOrganization, slugField } from './organization.ts';
import { identityProblems } from './problems.ts';
import { refreshSession } from './refresh-session.ts';
import { permissionsOf, ROLES } from './roles.ts';
import { takeSecondStep } from './second-step.ts';
import { cookieSessionSchema, renewCookie, sessionKindField, tokensSchema } from './session.ts';
import { signUp } from './sign-up.ts';
import { findOrganizations, membershipsOf } from './store-accounts.ts';
import { findUser } from './store-users.ts';
import { emailField, nameField, presentUser, type User, userSchema } from './user.ts';

const tag = 'accounts';
const refreshTokenField = z.string().min(1).max(200);
const made = { user: userSchema, organization: organizationSchema };

export function sessionRoutes(identity: Identity): Route[] {
  return [
    signUpRoute(identity),
    logInRoute(identity),
    secondStepRoute(identity),
    refreshRoute(identity),
    logOutRoute(identity),
  ];
}

function signUpRoute(identity: Identity): Route {
  return route({
    method: 'POST',
    path: '/auth/signup',
    tag,
    summary: 'Sign up: makes a user and their own organization, and signs in',
    access: 'public',
    body: z.strictObject({
      email: emailField,
      password: passwordField,
      name: nameField.optional(),
      organization_name: organizationNameField.optional(),
      organization_slug: slugField.optional(),
      session: sessionKindField,
    }),
    response: { status: 201, schema: z.union([tokensSchema.extend(made), cookieSessionSchema.extend(made)]) },
    problems: [
      identityProblems.emailTaken,
      identityProblems.organizationSlugTaken,
      kernelProblems.rateLimited,
    ],
    // Hashes a password first and keeps its attempt counted when it refuses.
    transaction: false,
    async handler(call) {
      const { body, at, ip } = call;
      const name = body.name ?? body.email.split('@')[0]!.slice(0, 100);
      const organization = { name: body.organization_name ?? name, slug: body.organization_slug };
      if (body.session === 'cookie') checkOrigin(call.headers, identity.publicUrl);
      const request = { email: body.email, password: body.password, name, organization, ip, at };
      const { started, user, own } = await signUp(
        call.db,
        identity,
        request,
        async (tx, { user, organization: own }) => ({
          started: await startSession(tx, identity, call, user, body.session),
          user,
          own,
        }),
      );
      const session = answerSession(call.reply, identity, started);
      return { ...session, user: presentUser(user), organization: presentOrganization(own) };
    },
  });
}

function logInRoute(identity: Identity): Route {
  return route({
    method: 'POST',
    path: '/auth/login',
    tag,
    summary: 'Log in with e-mail and password',
    description:
      'An account with a second factor is answered a challenge: send it with a code to /auth/login/second-factor. ' +
      'Too many failures are answered 429 with Retry-After, per account and address.',
    access: 'public',
    body: z.strictObject({ email: emailField, password: passwordField, session: sessionKindField }),
    response: { status: 200, schema: loginSchema },
    problems: [
      identityProblems.wrongCredentials,
      identityProblems.accountSuspended,
      kernelProblems.rateLimited,
      kernelProblems.csrfRefused,
    ],
    transaction: false,
    async handler(call) {
      const { body, at, ip } = call;
      // Another site must not sign its visitor in as somebody else.
      if (body.session === 'cookie') checkOrigin(call.headers, identity.publicUrl);
      const request = { email: body.email, password: body.password, ip, at };
      const begun = await logIn(call.db, identity, request, (tx, user) =>
        beginSession(tx, identity, call, user, body.session),
      );
      return answerBegun(call.reply, identity, begun);
    },
  });
}

function secondStepRoute(identity: Identity): Route {
  return route({
    method: 'POST',
    path: '/auth/login/second-factor',
    tag,
    summary: 'The second step of a log-in: a code of the authenticator, or a recovery code',
    access: 'public',
    body: z.strictObject({
      challenge_token: z.string().min(1).max(200),
      code: codeField,
      session: sessionKindField,
    }),
    response: { status: 200, schema: sessionSchema },
    problems: [
      identityProblems.wrongCode,
      identityProblems.challengeEnded,
      identityProblems.accountSuspended,
      kernelProblems.rateLimited,
      kernelProblems.csrfRefused,
    ],
    // A refusal keeps its try counted.
    transaction: false,
    async handler(call) {
      const { body, at, ip } = call;
      if (body.session === 'cookie') checkOrigin(call.headers, identity.publicUrl);
      const request = { token: body.challenge_token, code: body.code, ip, at };
      const started = await takeSecondStep(call.db, identity, request, (tx, user) =>
        startSession(tx, identity, call, user, body.session),
      );
      return answerSession(call.reply, identity, started);
    },
  });
}

function refreshRoute(identity: Identity): Route {
  return route({
    method: 'POST',
    path: '/auth/refresh',
    tag,
    summary: 'Exchange a refresh token for a new pair',
    description: 'A refresh token is good once. Using one again ends its whole session.',
    access: 'public',
    body: z.strictObject({ refresh_token: refreshTokenField }),
    response: { status: 200, schema: tokensSchema },
    problems: [identityProblems.sessionEnded],
    // A refusal must keep what it did: the family of a re-used token ends.
    transaction: false,
    handler: (call) =>
      refreshSession(call.db, identity, { refreshToken: call.body.refresh_token, at: call.at }),
  });
}

function logOutRoute(identity: Identity): Route {
  return route({
    method: 'POST',
    path: '/auth/logout',
    tag,
    summary: 'Log out: ends the session of the refresh token, access token or cookie',
    access: 'public',
    body: z.strictObject({ refresh_token: refreshTokenField.optional() }).optional(),
    response: { status: 204 },
    problems: [kernelProblems.unauthenticated],
    async handler({ db, actor, at, body, reply }) {
      if (body?.refresh_token !== undefined) {
        await logOutByToken(db, identity, body.refresh_token, at);
        return undefined;
      }
      if (actor.kind !== 'user') throw new Problem(kernelProblems.unauthenticated);
      await logOut(db, actor, at);
      clearSessionCookies(reply, identity.publicUrl);
      return undefined;
    },
  });
}

const permissionField = z.enum(PERMISSIONS);

const meSchema = z.object({
  kind: z.enum(['user', 'service']),
  user: userSchema.nullable().describe('null for a service token'),
  operator: z.boolean(),
  organization_id: z
    .string()
    .nullable()
    .describe('The organization acted for (header Turnpike-Organization)'),
  permissions: z.array(permissionField).describe('In the organization acted for'),
  organizations: z.array(
    z.object({
      id: z.string(),
      slug: z.string(),
      name: z.string(),
      provider: z.boolean(),
      role: z.enum(ROLES).nullable(),
      permissions: z.array(permissionField),
    }),
  ),
});

export function personRoutes(identity: Identity): Route[] {
  const getMe = route({
    method: 'GET',
    path: '/me',
    tag,
    summary: 'Who am I, where do I belong, what may I do',
    access: 'signed-in',
    response: { status: 200, schema: meSchema },
    async handler({ db, actor }) {
      const user = actor.userId === null ? null : await findUser(db, actor.userId);
      return {
        kind: user ? ('user' as const) : ('service' as const),
        user: user && presentUser(user),
        operator: actor.operator,
        organization_id: actor.organizationId,
        permissions: [...actor.permissions],
        organizations: user ? await ownOrganizations(db, user) : await machineOrganization(db, actor),
      };
    },
  });
  const postPassword = route({
    method: 'POST',
    path: '/me/password',
    tag,
    summary: 'Change the password; ends all other sessions',
    access: 'signed-in',
    body: z.strictObject({ current_password: passwordField, new_password: passwordField }),
    response: { status: 204 },
    problems: [kernelProblems.rateLimited],
    transaction: false,
    async handler({ db, actor, at, ip, body, reply }) {
      await changePassword(db, identity, {
        actor,
        current: body.current_password,
        next: body.new_password,
        ip,
        at,
      });
      // What somebody may have seen of this session before is worth nothing after.
      const renewed = await renewCookie(db, identity, actor.tokenId, at);
      if (renewed) answerSession(reply, identity, renewed);
      return undefined;
    },
  });
  return [getMe, postPassword];
}

async function ownOrganizations(db: Db, user: User) {
  const memberships = await membershipsOf(db, user.id);
  return memberships.map(({ organization, role }) => {
    const { id, slug, name, provider } = organization;
    return { id, slug, name, provider, role, permissions: [...permissionsOf(role)] };
  });
}

async function machineOrganization(db: Db, actor: Actor) {
  const found = await findOrganizations(db, actor.organizationId === null ? [] : [actor.organizationId]);
  return [...found.values()].map(({ id, slug, name, provider }) => {
    return { id, slug, name, provider, role: null, permissions: [...actor.permissions] };
  });
}
