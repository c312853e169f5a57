import type { Generated } from 'kysely';
import type { Db } from '#kernel';
import type { PostalAddress } from './organization.ts';
import type { Role } from './roles.ts';

type UserRow = {
  id: string;
  email: string;
  name: string;
  password_hash: string | null;
  password_temporary: boolean;
  operator: boolean;
  email_verified_at: Temporal.Instant | null;
  suspended_at: Temporal.Instant | null;
  erased_at: Temporal.Instant | null;
  created_at: Temporal.Instant;
};

type OrganizationRow = {
  id: string;
  slug: string;
  external_id: string | null;
  name: string;
  provider_since_at: Temporal.Instant | null;
  billing_time_zone: string;
  default_currency: string;
  billing_email: string | null;
  legal_name: string | null;
  legal_address: PostalAddress | null;
  legal_country: string | null;
  tax_id: string | null;
  suspended_at: Temporal.Instant | null;
  closed_at: Temporal.Instant | null;
  created_at: Temporal.Instant;
};

type MemberRow = {
  organization_id: string;
  user_id: string;
  role: Role;
  joined_at: Temporal.Instant;
};

type InvitationRow = {
  id: string;
  organization_id: string;
  email: string;
  role: Role;
  token_hash: Buffer;
  invited_by: string | null;
  created_at: Temporal.Instant;
  expires_at: Temporal.Instant;
  accepted_at: Temporal.Instant | null;
  revoked_at: Temporal.Instant | null;
};

type SigningKeyRow = {
  id: string;
  public_jwk: Record<string, unknown>;
  private_jwk_sealed: string;
  created_at: Temporal.Instant;
  retired_at: Temporal.Instant | null;
};

type SessionRow = {
  id: string;
  user_id: string;
  kind: 'token' | 'cookie';
  cookie_hash: Buffer | null;
  address_hash: Buffer;
  address_sealed: string | null;
  user_agent: string | null;
  created_at: Temporal.Instant;
  last_seen_at: Temporal.Instant;
  expires_at: Temporal.Instant;
  revoked_at: Temporal.Instant | null;
  revoked_reason: string | null;
};

type RefreshTokenRow = {
  token_hash: Buffer;
  session_id: string;
  issued_at: Temporal.Instant;
  expires_at: Temporal.Instant;
  used_at: Temporal.Instant | null;
};

type ServiceTokenRow = {
  id: string;
  organization_id: string;
  name: string;
  prefix: string;
  last_four: string;
  token_hash: Buffer;
  permissions: string[];
  created_by: string | null;
  created_at: Temporal.Instant;
  expires_at: Temporal.Instant | null;
  last_used_at: Temporal.Instant | null;
  revoked_at: Temporal.Instant | null;
};

type ThrottleRow = {
  key: Buffer;
  whole_at: Temporal.Instant;
};

type MailRow = {
  id: string;
  user_id: string | null;
  content_sealed: string;
  created_at: Temporal.Instant;
};

type MailTokenRow = {
  token_hash: Buffer;
  user_id: string;
  purpose: 'password-reset' | 'email-verification';
  email: string;
  created_at: Temporal.Instant;
  expires_at: Temporal.Instant;
};

type SecondFactorRow = {
  user_id: string;
  secret_sealed: string;
  enabled_at: Temporal.Instant | null;
  last_step: Generated<bigint>;
  created_at: Temporal.Instant;
};

type RecoveryCodeRow = {
  code_hash: Buffer;
  user_id: string;
};

type LoginChallengeRow = {
  token_hash: Buffer;
  user_id: string;
  attempts: Generated<number>;
  expires_at: Temporal.Instant;
};

type LoginProviderRow = {
  name: string;
  kind: 'oidc' | 'github';
  label: string;
  issuer: string;
  client_id: string;
  client_secret_sealed: string;
  created_at: Temporal.Instant;
  updated_at: Temporal.Instant;
};

type LinkedLoginRow = {
  id: string;
  user_id: string;
  provider: string;
  issuer: string;
  subject: string;
  label: string | null;
  linked_at: Temporal.Instant;
  last_used_at: Temporal.Instant | null;
};

type LoginFlowRow = {
  browser_hash: Buffer;
  provider: string;
  user_id: string | null;
  checks_sealed: string;
  expires_at: Temporal.Instant;
};

export type IdentityTables = {
  identity_users: UserRow;
  identity_organizations: OrganizationRow;
  identity_members: MemberRow;
  identity_invitations: InvitationRow;
  identity_signing_keys: SigningKeyRow;
  identity_sessions: SessionRow;
  identity_refresh_tokens: RefreshTokenRow;
  identity_service_tokens: ServiceTokenRow;
  identity_throttles: ThrottleRow;
  identity_mails: MailRow;
  identity_mail_tokens: MailTokenRow;
  identity_second_factors: SecondFactorRow;
  identity_recovery_codes: RecoveryCodeRow;
  identity_login_challenges: LoginChallengeRow;
  identity_login_providers: LoginProviderRow;
  identity_linked_logins: LinkedLoginRow;
  identity_login_flows: LoginFlowRow;
};

/** The database as this room sees it. */
export const tables = (db: Db) => db.withTables<IdentityTables>();
