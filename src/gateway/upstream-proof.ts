/**
 * How an upstream tells that a call came through the gateway: a secret that both know, or a signature
 * (RFC 9421) made with it over what identifies the call. `docs/upstream-proof.md` shows how to check either.
 */
import {
  hmacSignature,
  type SignedComponent,
  signatureBase,
  signatureParameters,
} from '#kernel/http-signature';
import { removeHeader } from './header-rules.ts';
import type { Passage } from './transport.ts';
import type { UpstreamTarget } from './upstream-targets.ts';

const SIGNED = [
  '"@method"',
  '"@target-uri"',
  '"x-turnpike-consumer-id"',
  '"x-turnpike-plan"',
  '"x-turnpike-request-id"',
];
const LABEL = 'turnpike';

/** Adds the proof for one attempt at one target: its address is part of what is signed. */
export function pushProof(headers: string[], passage: Passage, target: UpstreamTarget, path: string): void {
  const { settings, proofKeys } = passage.upstream;
  if (settings.proof === 'none') return;
  const { decision, request } = passage.call;
  const { proofSecrets } = settings;
  let at = proofSecrets.length - 1;
  while (at > 0 && proofSecrets[at]!.activeFromMs > decision.admittedAtMs) at -= 1;
  const inForce = proofSecrets[at];
  if (inForce === undefined) return;
  if (settings.proof === 'secret') {
    headers.push('X-Turnpike-Proxy-Secret', inForce.secret);
    return;
  }
  const parameters = signatureParameters(SIGNED, {
    createdSeconds: Math.floor(decision.admittedAtMs / 1000),
    keyId: inForce.keyId,
  });
  const components: SignedComponent[] = [
    [SIGNED[0]!, passage.method],
    [SIGNED[1]!, `${target.scheme}://${passage.host ?? target.authority}${path}`],
    [SIGNED[2]!, decision.caller.consumerId],
    [SIGNED[3]!, decision.plan.slug],
    [SIGNED[4]!, request.requestId],
  ];
  const signature = hmacSignature(proofKeys[at]!, signatureBase(components, parameters));
  headers.push('Signature-Input', `${LABEL}=${parameters}`, 'Signature', `${LABEL}=:${signature}:`);
}

/** A consumer's own signatures end here where ours takes their place: nothing may be mistaken for it. */
export function dropSignatures(headers: string[]): void {
  removeHeader(headers, 'signature');
  removeHeader(headers, 'signature-input');
}
