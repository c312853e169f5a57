import { z } from 'zod';
import { kernelProblems, type Route, route } from '#kernel';
import { confirmationFields, mailTokenField, passwordField } from './credential-fields.ts';
import type { Identity } from './identity.ts';
import { identityProblems } from './problems.ts';
import { requestPasswordReset, resetPassword } from './reset-password.ts';
import { emailField } from './user.ts';
import { requestEmailChange, resendVerification, verifyEmail } from './verify-email.ts';

const tag = 'accounts';

export function passwordRoutes(identity: Identity): Route[] {
  return [
    forgotRoute(identity),
    resetRoute(identity),
    verifyRoute(identity),
    resendRoute(identity),
    changeEmailRoute(identity),
  ];
}

function forgotRoute(identity: Identity): Route {
  return route({
    method: 'POST',
    path: '/auth/password/forgot',
    tag,
    summary: 'Have a link sent that resets the password',
    description: 'The answer is the same whether the address has an account or not.',
    access: 'public',
    body: z.strictObject({ email: emailField }),
    response: { status: 202, schema: z.strictObject({}) },
    problems: [kernelProblems.rateLimited],
    // What was counted stays counted.
    transaction: false,
    async handler({ db, body, ip, at }) {
      await requestPasswordReset(db, identity, { email: body.email, ip, at });
      return {};
    },
  });
}

function resetRoute(identity: Identity): Route {
  return route({
    method: 'POST',
    path: '/auth/password/reset',
    tag,
    summary: 'Set a new password with the secret of a reset mail; ends all sessions',
    access: 'public',
    body: z.strictObject({ token: mailTokenField, password: passwordField }),
    response: { status: 204 },
    problems: [identityProblems.linkEnded],
    transaction: false,
    async handler({ db, body, at }) {
      await resetPassword(db, identity, { token: body.token, password: body.password, at });
      return undefined;
    },
  });
}

function verifyRoute(identity: Identity): Route {
  return route({
    method: 'POST',
    path: '/auth/email/verify',
    tag,
    summary: 'Prove an e-mail address with the secret of a verification mail',
    access: 'public',
    body: z.strictObject({ token: mailTokenField }),
    response: { status: 204 },
    problems: [identityProblems.linkEnded, identityProblems.emailTaken],
    async handler({ db, body, at }) {
      await verifyEmail(db, identity, { token: body.token, at });
      return undefined;
    },
  });
}

function resendRoute(identity: Identity): Route {
  return route({
    method: 'POST',
    path: '/me/email/verification',
    tag,
    summary: 'Have the verification mail sent once more',
    access: 'signed-in',
    response: { status: 202, schema: z.strictObject({}) },
    problems: [kernelProblems.rateLimited],
    transaction: false,
    async handler({ db, actor, ip, at }) {
      await resendVerification(db, identity, { actor, ip, at });
      return {};
    },
  });
}

function changeEmailRoute(identity: Identity): Route {
  return route({
    method: 'POST',
    path: '/me/email',
    tag,
    summary: 'Ask for another e-mail address; it counts once it is proven',
    description: 'A link goes to the new address, a notice to the present one.',
    access: 'signed-in',
    body: z.strictObject({ ...confirmationFields, email: emailField }),
    response: { status: 202, schema: z.strictObject({}) },
    problems: [kernelProblems.notFound, kernelProblems.rateLimited, identityProblems.passwordMissing],
    transaction: false,
    async handler({ db, actor, body, ip, at }) {
      await requestEmailChange(db, identity, { ...body, actor, ip, at });
      return {};
    },
  });
}
