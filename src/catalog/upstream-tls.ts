/**
 * Whom the gateway trusts behind a product's `https` addresses, and as whom it comes: a private authority, a client
 * certificate. Certificates are always checked; there is no way to turn that off.
 */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { instantText, type Secrets } from '#kernel';
import { instant } from './fields.ts';

/** As it is stored; the private key is sealed beside it. */
export interface StoredTls {
  /** Another one for each change: connections of before are not used any more. */
  readonly id: string;
  readonly ca: string | null;
  readonly certificate: string | null;
}

/** For gateways. */
export interface UpstreamTls {
  readonly id: string;
  readonly ca: string | null;
  readonly certificate: string | null;
  readonly privateKey: string | null;
}

const pem = z.string().min(1).max(32_768);
const certificate = pem.refine((text) => readCertificate(text) !== null, 'is not a certificate in PEM form');

export const upstreamTlsSchema = z
  .strictObject({
    ca: certificate
      .nullable()
      .default(null)
      .describe('The only authority that is trusted; null for the public ones'),
    certificate: certificate.nullable().default(null).describe('Of the gateway as a client, with its chain'),
    private_key: pem
      .refine((text) => readKey(text) !== null, 'is not a private key in PEM form without a passphrase')
      .nullable()
      .default(null)
      .describe('Kept sealed and never shown'),
  })
  .superRefine((tls, context) => {
    const issue = (message: string) => context.addIssue({ code: 'custom', path: ['private_key'], message });
    if ((tls.certificate === null) !== (tls.private_key === null))
      issue('is needed by certificate, and by it only');
    if (tls.certificate === null || tls.private_key === null) return;
    const key = readKey(tls.private_key);
    if (key !== null && !readCertificate(tls.certificate)?.checkPrivateKey(key))
      issue('is another certificate’s');
  });
export type NewUpstreamTls = z.output<typeof upstreamTlsSchema>;

const shownCertificate = z.object({
  subject: z.string(),
  fingerprint_sha256: z.string(),
  expires_at: instant,
});
export const shownTlsSchema = z.object({
  ca: shownCertificate.nullable(),
  certificate: shownCertificate.nullable(),
});

export function presentTls(tls: StoredTls): z.input<typeof shownTlsSchema> {
  return { ca: presentCertificate(tls.ca), certificate: presentCertificate(tls.certificate) };
}

function presentCertificate(text: string | null): z.input<typeof shownCertificate> | null {
  const found = text === null ? null : readCertificate(text);
  if (found === null) return null;
  const expiresAt = Temporal.Instant.fromEpochMilliseconds(found.validToDate.getTime());
  return {
    subject: found.subject ?? '',
    fingerprint_sha256: found.fingerprint256,
    expires_at: instantText(expiresAt),
  };
}

/** What a sealed key is bound to: it cannot be moved to another product. */
const sealContext = (productId: string) => `catalog_products.upstream_tls_key:${productId}`;

export function sealTlsKey(secrets: Secrets, productId: string, key: string): string {
  return secrets.encrypt(key, sealContext(productId));
}

interface WithTls {
  readonly id: string;
  readonly upstreamTls: StoredTls | null;
  readonly upstreamTlsKeySealed: string | null;
}

/** Throws SealBroken when the root key is another one. */
export function openTls(product: WithTls, secrets: Pick<Secrets, 'decrypt'>): UpstreamTls | null {
  const { id: productId, upstreamTls: tls, upstreamTlsKeySealed: sealed } = product;
  if (tls === null) return null;
  const privateKey = sealed === null ? null : secrets.decrypt(sealed, sealContext(productId));
  return { ...tls, privateKey };
}

function readCertificate(text: string): X509Certificate | null {
  try {
    return new X509Certificate(text);
  } catch {
    return null;
  }
}

function readKey(text: string): ReturnType<typeof createPrivateKey> | null {
  try {
    return createPrivateKey(text);
  } catch {
    return null;
  }
}
