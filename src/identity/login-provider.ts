import { z } from 'zod';
import { type LoginProvider, loginProviderKinds } from '#connectors/logins';
import { type Actor, audit, type Db, instantText, notFound, type Secrets } from '#kernel';
import { findProvider, type StoredProvider, saveProvider } from './store-logins.ts';

export const providerNameField = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, 'must be 1 to 40 of a-z, 0-9 and hyphens');

/** Plain HTTP is for a provider on this machine: a code and a secret must not travel in the clear. */
export const issuerField = z
  .url()
  .max(500)
  .refine((text) => {
    // Refined beside the check that it is a URL at all, not after it.
    if (!URL.canParse(text)) return false;
    const { protocol, hostname, search, hash, username } = new URL(text);
    const isSafe =
      protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(hostname));
    return isSafe && search === '' && hash === '' && username === '';
  }, 'must be an https URL without query, fragment or user');

export const providerSchema = z.object({
  name: z.string(),
  kind: z.enum(['oidc', 'github']),
  label: z.string(),
  issuer: z.string(),
  client_id: z.string(),
  redirect_uri: z.string().describe('Register this address at the provider'),
  updated_at: z.string(),
});

const sealContext = (name: string) => `identity_login_providers.client_secret:${name}`;

type Reachable = { portalUrl(): string };

/** Where providers send browsers back to; from the configuration, so that no request can bend it. */
export const redirectUri = (identity: Reachable) =>
  `${identity.portalUrl().replace(/\/+$/, '')}/login/callback`;

export function presentProvider(
  identity: Reachable,
  provider: StoredProvider,
): z.input<typeof providerSchema> {
  return {
    name: provider.name,
    kind: provider.kind,
    label: provider.label,
    issuer: provider.issuer,
    client_id: provider.clientId,
    redirect_uri: redirectUri(identity),
    updated_at: instantText(provider.updatedAt),
  };
}

/** Sets a provider up, or changes it. Its secret is sealed and never shown again. */
export async function setProvider(
  tx: Db,
  secrets: Secrets,
  request: {
    provider: Omit<StoredProvider, 'clientSecretSealed' | 'updatedAt'>;
    clientSecret: string;
    actor: Actor;
    at: Temporal.Instant;
  },
): Promise<StoredProvider> {
  const { actor, at } = request;
  const { name } = request.provider;
  const clientSecretSealed = secrets.encrypt(request.clientSecret, sealContext(name));
  const provider = { ...request.provider, clientSecretSealed, updatedAt: at };
  await saveProvider(tx, provider);
  const { kind, issuer } = provider;
  const detail = { kind, issuer };
  await audit(tx, { at, organizationId: null, actor, action: 'login_provider.set', object: name, detail });
  return provider;
}

/** Providers as they are spoken to, kept while their settings stay: each was asked who it is. */
export class OpenProviders {
  readonly #open = new Map<string, { since: string; provider: LoginProvider }>();

  async find(
    db: Db,
    secrets: Secrets,
    name: string,
  ): Promise<{ stored: StoredProvider; provider: LoginProvider }> {
    const stored = await findProvider(db, name);
    if (!stored) throw notFound('login provider');
    const since = `${stored.clientSecretSealed} ${stored.issuer} ${stored.clientId} ${stored.kind}`;
    const known = this.#open.get(name);
    if (known?.since === since) return { stored, provider: known.provider };
    const clientSecret = secrets.decrypt(stored.clientSecretSealed, sealContext(name));
    const { issuer, clientId } = stored;
    const provider = loginProviderKinds[stored.kind]({ issuer, clientId, clientSecret });
    this.#open.set(name, { since, provider });
    return { stored, provider };
  }
}
