import type { Clock, Db, Secrets } from '#kernel';
import { type AccessTokens, createAccessTokens } from './access-token.ts';
import { OpenProviders } from './login-provider.ts';
import { createPasswords, type Passwords } from './password.ts';
import { RecentTokens } from './recent-tokens.ts';
import { openSigningKeys, type SigningKeys } from './signing-keys.ts';

/** What proving who someone is needs; made once at start. */
export interface Identity {
  readonly clock: Clock;
  readonly secrets: Secrets;
  /** Where people reach the portal. When unset, the address that the browser itself named (Host) counts. */
  readonly publicUrl: string | undefined;
  readonly signingKeys: SigningKeys;
  /** Where links and redirects lead: the public address or the one listened on, never what a request says. */
  portalUrl(): string;
  /** Whether only people who proved their address may subscribe. */
  readonly requireVerifiedEmail: boolean;
  /** What keeps organizations from being closed, in words; from the rooms that know. */
  obligationsOf(db: Db, organizationIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  readonly accessTokens: AccessTokens;
  readonly passwords: Passwords;
  readonly recentTokens: RecentTokens;
  readonly loginProviders: OpenProviders;
}

/** Loads the key that signs access tokens, or makes it at the first start. Needs a migrated database. */
export async function openIdentity(
  db: Db,
  options: {
    clock: Clock;
    secrets: Secrets;
    publicUrl?: string | undefined;
    portalUrl?: () => string;
    requireVerifiedEmail?: boolean;
    obligationsOf?: Identity['obligationsOf'];
    passwords?: Passwords;
  },
): Promise<Identity> {
  const { clock, secrets, publicUrl, passwords = createPasswords() } = options;
  const signingKeys = await openSigningKeys(db, secrets, clock.now());
  const accessTokens = createAccessTokens(signingKeys);
  return {
    clock,
    secrets,
    publicUrl,
    signingKeys,
    portalUrl: options.portalUrl ?? (() => publicUrl ?? 'http://localhost:4000'),
    requireVerifiedEmail: options.requireVerifiedEmail ?? false,
    obligationsOf: options.obligationsOf ?? (async () => new Map()),
    accessTokens,
    passwords,
    recentTokens: new RecentTokens(),
    loginProviders: new OpenProviders(),
  };
}
