import { z } from 'zod';
import { inTransaction, kernelProblems, notFound, Problem, type Route, route } from '#kernel';
import { answerSession } from './begin-session.ts';
import { confirmPerson } from './confirm-person.ts';
import { codeField, confirmationFields, passwordField } from './credential-fields.ts';
import type { Identity } from './identity.ts';
import { identityProblems } from './problems.ts';
import { enableFactor, proposeFactor, removeFactor, renewRecoveryCodes } from './second-factor.ts';
import { renewCookie } from './session.ts';
import { countRecoveryCodes, hasSecondFactor } from './store-second-factors.ts';
import { findUser } from './store-users.ts';

const tag = 'accounts';
const path = '/me/second-factor';

const stateSchema = z.object({
  enabled: z.boolean(),
  recovery_codes_left: z.number().int(),
});
const codesSchema = z.object({
  recovery_codes: z.array(z.string()).describe('Shown this once; each opens the account once'),
});
const confirming = [
  kernelProblems.notFound,
  kernelProblems.rateLimited,
  identityProblems.passwordMissing,
] as const;

export function secondFactorRoutes(identity: Identity): Route[] {
  return [
    stateRoute(),
    proposeRoute(identity),
    enableRoute(identity),
    renewRoute(identity),
    disableRoute(identity),
  ];
}

function stateRoute(): Route {
  return route({
    method: 'GET',
    path,
    tag,
    summary: 'Whether logging in takes a second factor',
    access: 'signed-in',
    response: { status: 200, schema: stateSchema },
    async handler({ db, actor }) {
      const userId = actor.userId ?? '';
      const enabled = await hasSecondFactor(db, userId);
      return { enabled, recovery_codes_left: await countRecoveryCodes(db, userId) };
    },
  });
}

function proposeRoute(identity: Identity): Route {
  return route({
    method: 'POST',
    path: `${path}/secret`,
    tag,
    summary: 'A secret for an authenticator; it counts once a code of it is shown',
    access: 'signed-in',
    response: { status: 201, schema: z.object({ secret: z.string(), uri: z.string() }) },
    problems: [kernelProblems.notFound, identityProblems.secondFactorOn],
    async handler({ db, actor, at }) {
      const user = actor.userId === null ? null : await findUser(db, actor.userId);
      if (!user) throw notFound('person');
      return proposeFactor(db, identity, user, at);
    },
  });
}

function enableRoute(identity: Identity): Route {
  return route({
    method: 'POST',
    path: `${path}/enable`,
    tag,
    summary: 'Turn the second factor on with the password and a code; ends other sessions',
    access: 'signed-in',
    body: z.strictObject({ password: passwordField, code: codeField }),
    response: { status: 200, schema: codesSchema },
    problems: [...confirming, kernelProblems.conflict, identityProblems.secondFactorOn],
    transaction: false,
    async handler({ db, actor, body, ip, at, reply }) {
      const codes = await enableFactor(db, identity, { ...body, actor, ip, at });
      // What somebody may have seen of the session before is worth nothing after (session fixation).
      const renewed = await renewCookie(db, identity, actor.tokenId, at);
      if (renewed) answerSession(reply, identity, renewed);
      return { recovery_codes: codes };
    },
  });
}

function renewRoute(identity: Identity): Route {
  return route({
    method: 'POST',
    path: `${path}/recovery-codes`,
    tag,
    summary: 'New recovery codes in place of the ones before',
    access: 'signed-in',
    body: z.strictObject(confirmationFields),
    response: { status: 200, schema: codesSchema },
    problems: [...confirming, identityProblems.secondFactorOff],
    transaction: false,
    async handler({ db, actor, body, ip, at }) {
      const user = await confirmPerson(db, identity, { ...body, actor, ip, at });
      if (!(await hasSecondFactor(db, user.id))) throw new Problem(identityProblems.secondFactorOff);
      return {
        recovery_codes: await inTransaction(db, (tx) => renewRecoveryCodes(tx, identity, user.id)),
      };
    },
  });
}

function disableRoute(identity: Identity): Route {
  return route({
    method: 'POST',
    path: `${path}/disable`,
    tag,
    summary: 'Turn the second factor off with the password and a code',
    access: 'signed-in',
    body: z.strictObject(confirmationFields),
    response: { status: 204 },
    problems: [...confirming, identityProblems.secondFactorOff],
    transaction: false,
    async handler({ db, actor, body, ip, at }) {
      const user = await confirmPerson(db, identity, { ...body, actor, ip, at });
      await inTransaction(db, (tx) => removeFactor(tx, identity, { user, actor, at }));
      return undefined;
    },
  });
}
