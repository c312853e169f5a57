import { z } from 'zod';
import { audit, instantText, kernelProblems, notFound, type Route, route } from '#kernel';
import { answerBegun, beginSession, loginSchema } from './begin-session.ts';
import { confirmPerson } from './confirm-person.ts';
import { checkOrigin, clearFlowCookie, readFlowCookie, setFlowCookie } from './cookie.ts';
import { confirmationFields } from './credential-fields.ts';
import type { Identity } from './identity.ts';
import {
  issuerField,
  presentProvider,
  providerNameField,
  providerSchema,
  setProvider,
} from './login-provider.ts';
import { identityProblems } from './problems.ts';
import { finishLogin, flowMinutes, startLogin, unlinkLogin } from './provider-login.ts';
import { sessionKindField } from './session.ts';
import { deleteProvider, findProvider, type LinkedLogin, listProviders, loginsOf } from './store-logins.ts';

const tag = 'accounts';
const providerParams = z.strictObject({ provider: z.string().min(1).max(100) });
const startedSchema = z.object({ url: z.string().describe('Send the browser there') });

const linkedLoginSchema = z.object({
  id: z.string(),
  provider: z.string(),
  label: z.string().nullable(),
  linked_at: z.string(),
  last_used_at: z.string().nullable(),
});

const presentLogin = (login: LinkedLogin): z.input<typeof linkedLoginSchema> => ({
  id: login.id,
  provider: login.provider,
  label: login.label,
  linked_at: instantText(login.linkedAt),
  last_used_at: login.lastUsedAt && instantText(login.lastUsedAt),
});

export function loginRoutes(identity: Identity): Route[] {
  return [
    offeredRoute(),
    startRoute(identity),
    finishRoute(identity),
    linkedRoute(),
    linkRoute(identity),
    unlinkRoute(),
    ...providerSettingsRoutes(identity),
  ];
}

function offeredRoute(): Route {
  return route({
    method: 'GET',
    path: '/auth/providers',
    tag,
    summary: 'Where else one may log in from',
    access: 'public',
    response: {
      status: 200,
      schema: z.object({
        data: z.array(z.object({ name: z.string(), label: z.string(), kind: z.enum(['oidc', 'github']) })),
      }),
    },
    handler: async ({ db }) => ({
      data: (await listProviders(db)).map(({ name, label, kind }) => ({ name, label, kind })),
    }),
  });
}

function startRoute(identity: Identity): Route {
  return route({
    method: 'POST',
    path: '/auth/providers/{provider}/start',
    tag,
    summary: 'Begin a log-in at a provider; the answer is tied to this browser by a cookie',
    access: 'public',
    params: providerParams,
    response: { status: 200, schema: startedSchema },
    problems: [kernelProblems.notFound, kernelProblems.csrfRefused, identityProblems.loginRefused],
    // It asks the provider, and no transaction waits for that.
    transaction: false,
    async handler({ db, params, at, headers, reply }) {
      if (!(await findProvider(db, params.provider))) throw notFound('login provider');
      checkOrigin(headers, identity.publicUrl);
      const request = { provider: params.provider, userId: null, at };
      const { url, browserSecret } = await startLogin(db, identity, request);
      setFlowCookie(reply, identity.publicUrl, browserSecret, flowMinutes * 60);
      return { url };
    },
  });
}

function finishRoute(identity: Identity): Route {
  return route({
    method: 'POST',
    path: '/auth/providers/finish',
    tag,
    summary: 'What the provider sent the browser back with: logs in, signs up, or links',
    access: 'public',
    body: z.strictObject({
      state: z.string().min(1).max(500),
      code: z.string().min(1).max(2000).optional(),
      iss: z.string().max(500).optional(),
      error: z.string().max(200).optional(),
      session: sessionKindField,
    }),
    response: {
      status: 200,
      schema: z.union([...loginSchema.options, z.strictObject({ linked: linkedLoginSchema })]),
    },
    problems: [
      kernelProblems.notFound,
      kernelProblems.csrfRefused,
      kernelProblems.rateLimited,
      identityProblems.loginRefused,
      identityProblems.loginLinked,
      identityProblems.accountSuspended,
      identityProblems.providerEmailTaken,
      identityProblems.providerEmailUnverified,
    ],
    // It asks the provider, and an answer is used up even when it is refused.
    transaction: false,
    async handler(call) {
      const { db, actor, body, ip, at, headers, reply } = call;
      checkOrigin(headers, identity.publicUrl);
      const browserSecret = readFlowCookie(headers, identity.publicUrl) ?? '';
      const { session, ...returned } = body;
      const request = { browserSecret, returned, actor, ip, at };
      const finished = await finishLogin(db, identity, request, async (tx, result) =>
        result.kind === 'linked' ? result : beginSession(tx, identity, call, result.user, session),
      );
      clearFlowCookie(reply, identity.publicUrl);
      if ('login' in finished) return { linked: presentLogin(finished.login) };
      return answerBegun(reply, identity, finished);
    },
  });
}

function linkedRoute(): Route {
  return route({
    method: 'GET',
    path: '/me/logins',
    tag,
    summary: 'The log-ins elsewhere that open my account',
    access: 'signed-in',
    response: { status: 200, schema: z.object({ data: z.array(linkedLoginSchema) }) },
    handler: async ({ db, actor }) => ({ data: (await loginsOf(db, actor.userId ?? '')).map(presentLogin) }),
  });
}

function linkRoute(identity: Identity): Route {
  return route({
    method: 'POST',
    path: '/me/logins',
    tag,
    summary: 'Begin to link a log-in elsewhere with my account',
    access: 'signed-in',
    body: z.strictObject({ ...confirmationFields, provider: z.string().min(1).max(100) }),
    response: { status: 200, schema: startedSchema },
    problems: [
      kernelProblems.notFound,
      kernelProblems.rateLimited,
      identityProblems.loginRefused,
      identityProblems.passwordMissing,
    ],
    transaction: false,
    async handler({ db, actor, body, ip, at, reply }) {
      const user = await confirmPerson(db, identity, { ...body, actor, ip, at });
      const request = { provider: body.provider, userId: user.id, at };
      const { url, browserSecret } = await startLogin(db, identity, request);
      setFlowCookie(reply, identity.publicUrl, browserSecret, flowMinutes * 60);
      return { url };
    },
  });
}

function unlinkRoute(): Route {
  return route({
    method: 'DELETE',
    path: '/me/logins/{login_id}',
    tag,
    summary: 'Unlink a log-in, unless it is the only way in',
    access: 'signed-in',
    params: z.strictObject({ login_id: z.string().min(1).max(100) }),
    response: { status: 204 },
    problems: [kernelProblems.notFound, identityProblems.lastWayIn],
    async handler({ db, actor, at, params }) {
      const request = { actor, userId: actor.userId ?? '', loginId: params.login_id, at };
      if (!(await unlinkLogin(db, request))) throw notFound('linked log-in');
      return undefined;
    },
  });
}

function providerSettingsRoutes(identity: Identity): Route[] {
  const path = '/login-providers';
  const list = route({
    method: 'GET',
    path,
    tag,
    summary: 'The login providers of this installation, without their secrets',
    access: 'operator',
    response: { status: 200, schema: z.object({ data: z.array(providerSchema) }) },
    handler: async ({ db }) => ({
      data: (await listProviders(db)).map((provider) => presentProvider(identity, provider)),
    }),
  });
  const put = route({
    method: 'PUT',
    path: `${path}/{provider}`,
    tag,
    summary: 'Set a login provider up, or change it',
    description:
      'Google is kind oidc with the issuer https://accounts.google.com; GitHub is kind github with https://github.com.',
    access: 'operator',
    params: z.strictObject({ provider: providerNameField }),
    body: z.strictObject({
      kind: z.enum(['oidc', 'github']),
      label: z.string().trim().min(1).max(60),
      issuer: issuerField,
      client_id: z.string().trim().min(1).max(500),
      client_secret: z.string().min(1).max(1000),
    }),
    response: { status: 200, schema: providerSchema },
    async handler({ db, actor, at, params, body }) {
      const { kind, label, issuer, client_id: clientId, client_secret: clientSecret } = body;
      const provider = { name: params.provider, kind, label, issuer, clientId };
      return presentProvider(
        identity,
        await setProvider(db, identity.secrets, { provider, clientSecret, actor, at }),
      );
    },
  });
  const remove = route({
    method: 'DELETE',
    path: `${path}/{provider}`,
    tag,
    summary: 'Remove a login provider; nobody logs in through it from then on',
    access: 'operator',
    params: z.strictObject({ provider: providerNameField }),
    response: { status: 204 },
    problems: [kernelProblems.notFound],
    async handler({ db, actor, at, params }) {
      if (!(await findProvider(db, params.provider))) throw notFound('login provider');
      await deleteProvider(db, params.provider);
      const about = { at, organizationId: null, actor, object: params.provider };
      await audit(db, { ...about, action: 'login_provider.removed' });
      return undefined;
    },
  });
  return [list, put, remove];
}
