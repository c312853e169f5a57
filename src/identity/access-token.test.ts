import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { type CryptoKey, generateKeyPair, SignJWT } from 'jose';
import { manualClock, Problem } from '#kernel';
import { type AccessTokens, createAccessTokens } from './access-token.ts';

// Tokens that our own key signed: here the signature is right, and every other check must hold by itself.
const clock = manualClock('2026-03-01T12:00:00Z');
const at = clock.now();
const nowSeconds = at.epochMilliseconds / 1000;
let privateKey: CryptoKey;
let tokens: AccessTokens;

before(async () => {
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  privateKey = pair.privateKey;
  tokens = createAccessTokens({
    current: () => ({ id: 'jwk_1', privateKey }),
    publicKey: async (id) => (id === 'jwk_1' ? pair.publicKey : null),
  });
});

const header = { alg: 'EdDSA', kid: 'jwk_1', typ: 'at+jwt' };
const claims = {
  iss: 'turnpike',
  aud: 'turnpike-api',
  sub: 'usr_1',
  sid: 'ses_1',
  iat: nowSeconds,
  exp: nowSeconds + 600,
};
const sign = (more: { header?: object; claims?: object }) =>
  new SignJWT({ ...claims, ...more.claims })
    .setProtectedHeader({ ...header, ...more.header })
    .sign(privateKey);
const refused = (token: string, name: string) =>
  assert.rejects(tokens.verify(token, at), (error) => error instanceof Problem && error.status === 401, name);

test('a token of ours proves the person and the session', async () => {
  assert.deepEqual(await tokens.verify(await sign({}), at), { userId: 'usr_1', sessionId: 'ses_1' });
  const issued = await tokens.issue({ userId: 'usr_2', sessionId: 'ses_2' }, at);
  assert.deepEqual(await tokens.verify(issued, at.add({ seconds: 599 })), {
    userId: 'usr_2',
    sessionId: 'ses_2',
  });
  await assert.rejects(tokens.verify(issued, at.add({ seconds: 600 })));
});

test('a right signature does not make up for a wrong header', async () => {
  await refused(await sign({ header: { kid: 'jwk_2' } }), 'another kid');
  await refused(await sign({ header: { kid: undefined } }), 'no kid');
  await refused(await sign({ header: { typ: 'JWT' } }), 'another type');
  await refused(await sign({ header: { jku: 'https://evil.example/keys.json' } }), 'jku');
  await refused(await sign({ header: { x5u: 'https://evil.example/cert.pem' } }), 'x5u');
  await refused(await sign({ header: { jwk: { kty: 'OKP', crv: 'Ed25519', x: 'AAAA' } } }), 'jwk');
});

test('a right signature does not make up for wrong claims', async () => {
  await refused(await sign({ claims: { iss: 'somebody' } }), 'issuer');
  await refused(await sign({ claims: { aud: 'another-api' } }), 'audience');
  await refused(await sign({ claims: { sub: undefined } }), 'no subject');
  await refused(await sign({ claims: { sid: undefined } }), 'no session');
  await refused(await sign({ claims: { sid: 7 } }), 'session of another type');
  await refused(await sign({ claims: { exp: undefined } }), 'no end');
  await refused(await sign({ claims: { exp: nowSeconds } }), 'over');
  await refused(await sign({ claims: { nbf: nowSeconds + 60 } }), 'not yet');
});
