import type { GrantState } from './grant.ts';

export interface SettingsRow {
  id: boolean;
  moderation: boolean;
}

export interface CategoryRow {
  slug: string;
  name: string;
  description: string;
  position: number;
}

export interface LogoRow {
  product_id: string;
  digest: string;
  content_type: string;
  bytes: Buffer;
  width: number;
  height: number;
  updated_at: Temporal.Instant;
}

export interface GrantRow {
  product_id: string;
  organization_id: string;
  state: GrantState;
  message: string;
  reason: string;
  requested_at: Temporal.Instant | null;
  decided_at: Temporal.Instant | null;
  updated_at: Temporal.Instant;
}
