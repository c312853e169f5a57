import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK, jwtVerify, SignJWT } from 'jose';
import { type Db, kernelProblems, newId, Problem, type Secrets } from '#kernel';
import { findCurrentSigningKey, insertSigningKey } from './store-tokens.ts';

/** How long an access token is good. What it may do is looked up at each request, so it only proves who. */
export const accessTokenSeconds = 600;

const algorithm = 'EdDSA';
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

const sealContext = (id: string) => `identity_signing_keys.private_jwk:${id}`;

export async function openAccessTokens(
  db: Db,
  secrets: Secrets,
  at: Temporal.Instant,
): Promise<AccessTokens> {
  const stored = (await findCurrentSigningKey(db)) ?? (await makeSigningKey(db, secrets, at));
  const privateJwk = JSON.parse(secrets.decrypt(stored.privateJwkSealed, sealContext(stored.id))) as JWK;
  const privateKey = (await importJWK(privateJwk, algorithm)) as CryptoKey;
  const publicKey = (await importJWK(stored.publicJwk as JWK, algorithm)) as CryptoKey;
  return createAccessTokens(stored.id, privateKey, publicKey);
}

async function makeSigningKey(db: Db, secrets: Secrets, at: Temporal.Instant) {
  const pair = await generateKeyPair(algorithm, { crv: 'Ed25519', extractable: true });
  const id = newId('jwk');
  const privateJwkSealed = secrets.encrypt(JSON.stringify(await exportJWK(pair.privateKey)), sealContext(id));
  await insertSigningKey(
    db,
    { id, publicJwk: { ...(await exportJWK(pair.publicKey)) }, privateJwkSealed },
    at,
  );
  const current = await findCurrentSigningKey(db);
  if (!current) throw new Error('The signing key that was just stored is gone');
  return current;
}

export function createAccessTokens(keyId: string, privateKey: CryptoKey, publicKey: CryptoKey): AccessTokens {
  return {
    issue: ({ userId, sessionId }, at) =>
      new SignJWT({ sid: sessionId })
        .setProtectedHeader({ alg: algorithm, kid: keyId, typ: tokenType })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(userId)
        .setJti(newId('jti'))
        .setIssuedAt(seconds(at))
        .setExpirationTime(seconds(at) + accessTokenSeconds)
        .sign(privateKey),
    async verify(token, at) {
      try {
        const { payload } = await jwtVerify(
          token,
          (header) => {
            if (header.kid !== keyId) throw new Error('unknown key');
            if (foreignKeyHeaders.some((name) => name in header)) throw new Error('brings its own key');
            return publicKey;
          },
          {
            algorithms: [algorithm],
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
