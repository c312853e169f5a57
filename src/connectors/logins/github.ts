import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type LoginClient, LoginFailed, type LoginProvider } from './port.ts';

const timeoutMs = 10_000;
const longestAnswer = 1024 * 1024;

const tokenAnswer = z.object({ access_token: z.string().min(1), token_type: z.string() });
const userAnswer = z.object({
  id: z.number().int().positive(),
  login: z.string(),
  name: z.string().nullish(),
});
const emailAnswer = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

/**
 * GitHub, or a GitHub Enterprise Server: OAuth 2.0 without OpenID Connect. There is no identity token, so who it is comes from
 * its API with the token that our code was redeemed for; state and PKCE tie the code to this log-in.
 */
export function githubProvider({ issuer, clientId, clientSecret }: LoginClient): LoginProvider {
  const site = issuer.replace(/\/+$/, '');
  const api = new URL(site).hostname === 'github.com' ? 'https://api.github.com' : `${site}/api/v3`;
  return {
    async start(redirectUri, { state, codeVerifier }) {
      const challenge = createHash('sha256').update(codeVerifier).digest('base64url');
      const query = new URLSearchParams({
        client_id: clientId,
        redirect_uri: redirectUri,
        scope: 'read:user user:email',
        state,
        allow_signup: 'false',
        code_challenge: challenge,
        code_challenge_method: 'S256',
      });
      return `${site}/login/oauth/authorize?${query}`;
    },
    async finish(redirectUri, returned, checks) {
      if (returned.state !== checks.state || returned.code === undefined || returned.error !== undefined) {
        throw new LoginFailed('GitHub did not answer this log-in.');
      }
      const { access_token: token } = await ask(`${site}/login/oauth/access_token`, tokenAnswer, {
        method: 'POST',
        headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          client_id: clientId,
          client_secret: clientSecret,
          code: returned.code,
          redirect_uri: redirectUri,
          code_verifier: checks.codeVerifier,
        }).toString(),
      });
      const headers = {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${token}`,
        'user-agent': 'turnpike',
        'x-github-api-version': '2022-11-28',
      };
      const user = await ask(`${api}/user`, userAnswer, { headers });
      const emails = await ask(`${api}/user/emails?per_page=100`, emailAnswer, { headers });
      const primary = emails.find((one) => one.primary && one.verified);
      return {
        issuer: site,
        // The number stays when the account is renamed.
        subject: String(user.id),
        email: primary?.email.trim().toLowerCase() ?? null,
        emailVerified: primary !== undefined,
        name: user.name ?? user.login,
        label: user.login,
      };
    },
  };
}

async function ask<T>(url: string, schema: z.ZodType<T>, init: RequestInit): Promise<T> {
  try {
    const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
    const text = await response.text();
    if (!response.ok || text.length > longestAnswer) throw new Error(`answered ${response.status}`);
    // A refused code is answered 200 with an error and no token.
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new LoginFailed('GitHub did not confirm this log-in.', { cause });
  }
}
