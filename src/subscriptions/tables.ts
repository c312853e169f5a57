import type { TermsOverride } from '#catalog';
import type { Db } from '#kernel';
import type { KeyPurpose } from './api-key.ts';
import type { KeyEnvironment } from './key-text/index.ts';
import type { ScheduledChange, SubscriptionState } from './subscription.ts';

export interface SubscriptionRow {
  id: string;
  organization_id: string;
  provider_organization_id: string;
  product_id: string;
  plan_id: string;
  plan_version_id: string;
  state: SubscriptionState;
  currency: string;
  quantity: number;
  overrides: TermsOverride | null;
  periods_elapsed: number;
  time_zone: string;
  anchor_at: Temporal.Instant;
  period_index: number;
  current_period_start_at: Temporal.Instant;
  current_period_end_at: Temporal.Instant;
  segment_start_at: Temporal.Instant;
  paused_at: Temporal.Instant | null;
  resumes_at: Temporal.Instant | null;
  scheduled: ScheduledChange | null;
  quota_anchor_at: Temporal.Instant;
  trial_ends_at: Temporal.Instant | null;
  trial_noticed_at: Temporal.Instant | null;
  cancel_at_period_end: boolean;
  cancel_reason: string | null;
  canceled_at: Temporal.Instant | null;
  revision: number;
  created_at: Temporal.Instant;
  updated_at: Temporal.Instant;
}

export interface KeyRow {
  id: string;
  subscription_id: string;
  organization_id: string;
  environment: KeyEnvironment;
  name: string;
  prefix: string;
  last_four: string;
  hash: Buffer;
  state: 'active' | 'revoked';
  expires_at: Temporal.Instant | null;
  revoked_at: Temporal.Instant | null;
  purpose: KeyPurpose;
  allowed_ips: string[];
  scopes: string[];
  routes: string[];
  successor_id: string | null;
  imported: boolean;
  created_at: Temporal.Instant;
}

// A type, not an interface: Kysely wants one with an index signature.
type SubscriptionsTables = {
  subscriptions_subscriptions: SubscriptionRow;
  subscriptions_keys: KeyRow;
};

/** The database as this room sees it. */
export const tables = (db: Db) => db.withTables<SubscriptionsTables>();
