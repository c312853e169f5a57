import type { Configuration } from 'openid-client';
import {
  type LoginChecks,
  type LoginClient,
  LoginFailed,
  type LoginProvider,
  type LoginReturn,
} from './port.ts';

const timeoutSeconds = 10;

/** Any OpenID Connect provider, found by its issuer (OpenID Connect Discovery). */
export function oidcProvider(client: LoginClient): LoginProvider {
  let found: Promise<Configuration> | undefined;
  // Asked once; a provider that was away is asked again at the next log-in.
  const configuration = () => {
    found ??= discover(client).catch((cause: unknown) => {
      found = undefined;
      throw new LoginFailed(`The provider ${client.issuer} could not be reached.`, { cause });
    });
    return found;
  };
  return {
    async start(redirectUri, { state, nonce, codeVerifier }) {
      const { buildAuthorizationUrl, calculatePKCECodeChallenge } = await import('openid-client');
      const url = buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope: 'openid email profile',
        response_type: 'code',
        state,
        nonce,
        code_challenge: await calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
      });
      return url.href;
    },
    async finish(redirectUri, returned, checks) {
      const claims = await redeem(await configuration(), redirectUri, returned, checks);
      const email = typeof claims.email === 'string' ? claims.email.trim().toLowerCase() : null;
      return {
        // As the token itself says it: the library has compared it with the provider's own description.
        issuer: claims.iss,
        subject: claims.sub,
        email,
        emailVerified: email !== null && claims.email_verified === true,
        name: typeof claims.name === 'string' ? claims.name : null,
        label: email,
      };
    },
  };
}

/** Of the identity token, and where that says little of the provider's user information. */
type Claims = { readonly iss: string; readonly sub: string } & Readonly<Record<string, unknown>>;

async function discover({ issuer, clientId, clientSecret }: LoginClient): Promise<Configuration> {
  const { allowInsecureRequests, discovery, enableNonRepudiationChecks } = await import('openid-client');
  const url = new URL(issuer);
  const isLocal = url.protocol === 'http:';
  return discovery(url, clientId, clientSecret, undefined, {
    // Signatures of identity tokens are checked although they come over TLS from the provider itself.
    execute: [enableNonRepudiationChecks, ...(isLocal ? [allowInsecureRequests] : [])],
    timeout: timeoutSeconds,
  });
}

async function redeem(
  configuration: Configuration,
  redirectUri: string,
  returned: LoginReturn,
  { state, nonce, codeVerifier }: LoginChecks,
): Promise<Claims> {
  const { authorizationCodeGrant, fetchUserInfo } = await import('openid-client');
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(returned))
    if (value !== undefined) url.searchParams.set(name, value);
  try {
    const tokens = await authorizationCodeGrant(configuration, url, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: codeVerifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (!claims) throw new Error('no identity token');
    // Many providers tell address and name only there. The answer must be about the same person.
    const needsMore = claims.email === undefined && configuration.serverMetadata().userinfo_endpoint;
    const more = needsMore ? await fetchUserInfo(configuration, tokens.access_token, claims.sub) : {};
    return { ...more, ...claims };
  } catch (cause) {
    throw new LoginFailed('The answer of the provider is not genuine, too old, or was used before.', {
      cause,
    });
  }
}
