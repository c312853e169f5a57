import { jwtVerify, SignJWT } from 'jose';
import { kernelProblems, newId, Problem } from '#kernel';
import { type SigningKeys, signingAlgorithm } from './signing-keys.ts';

/** How long an access token is good. What it may do is looked up at each request, so it only proves who. */
export const accessTokenSeconds = 600;

const issuer = 'turnpike';
const audience = 'turnpike-api';
const tokenType = 'at+jwt';
// Headers by which a token would bring or name its own key. We never follow them, and refuse to be asked.
const foreignKeyHeaders = ['jku', 'jwk', 'x5u', 'x5c', 'x5t', 'x5t#S256', 'crit', 'b64'];

export interface AccessClaims {
  readonly userId: string;
  readonly sessionId: string;
}

export interface AccessTokens {
  issue(claims: AccessClaims, at: Temporal.Instant): Promise<string>;
  /** Refuses (401) whatever is not a token of ours, signed with our key, and still good. */
  verify(token: string, at: Temporal.Instant): Promise<AccessClaims>;
}

export function createAccessTokens(keys: Pick<SigningKeys, 'current' | 'publicKey'>): AccessTokens {
  return {
    issue({ userId, sessionId }, at) {
      const { id, privateKey } = keys.current();
      return new SignJWT({ sid: sessionId })
        .setProtectedHeader({ alg: signingAlgorithm, kid: id, typ: tokenType })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(userId)
        .setJti(newId('jti'))
        .setIssuedAt(seconds(at))
        .setExpirationTime(seconds(at) + accessTokenSeconds)
        .sign(privateKey);
    },
    async verify(token, at) {
      try {
        const { payload } = await jwtVerify(
          token,
          async (header) => {
            if (foreignKeyHeaders.some((name) => name in header)) throw new Error('brings its own key');
            const publicKey = header.kid === undefined ? null : await keys.publicKey(header.kid, at);
            if (publicKey === null) throw new Error('unknown key');
            return publicKey;
          },
          {
            algorithms: [signingAlgorithm],
            issuer,
            audience,
            typ: tokenType,
            currentDate: new Date(at.epochMilliseconds),
            requiredClaims: ['sub', 'sid', 'iat', 'exp'],
          },
        );
        if (typeof payload.sub !== 'string' || typeof payload.sid !== 'string')
          throw new Error('claims of other types');
        return { userId: payload.sub, sessionId: payload.sid };
      } catch (cause) {
        const expired = (cause as { code?: string }).code === 'ERR_JWT_EXPIRED';
        throw invalidBearer(
          expired ? 'The access token has expired.' : 'The access token is not valid.',
          cause,
        );
      }
    },
  };
}

/** 401 in the words of RFC 6750. */
export function invalidBearer(detail: string, cause?: unknown): Problem {
  const headers = { 'www-authenticate': 'Bearer error="invalid_token"' };
  return new Problem(kernelProblems.unauthenticated, { detail, headers, cause });
}

function seconds(at: Temporal.Instant): number {
  return Math.floor(at.epochMilliseconds / 1000);
}
