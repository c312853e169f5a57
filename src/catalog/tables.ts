import type { Db, Decimal } from '#kernel';
import type { PlanTerms } from './plan-terms.ts';
import type { ProductState } from './product.ts';
import type { RouteMethod, RouteProtocol } from './route-definition.ts';

export interface ProductRow {
  id: string;
  organization_id: string;
  slug: string;
  name: string;
  summary: string;
  description: string;
  category: string | null;
  state: ProductState;
  upstream_url: string;
  quota_denial_status: 403 | 429;
  revision: number;
  created_at: Temporal.Instant;
  updated_at: Temporal.Instant;
  published_at: Temporal.Instant | null;
}

export interface RouteRow {
  id: string;
  product_id: string;
  position: number;
  method: RouteMethod;
  template: string;
  shape: string;
  upstream_path: string | null;
  protocol: RouteProtocol;
  minimum_plan_id: string | null;
  weight: Decimal;
  rate_limit: number | null;
  rate_limit_window_seconds: number | null;
  name: string;
  description: string;
  sample_parameters: Record<string, string>;
  created_at: Temporal.Instant;
  updated_at: Temporal.Instant;
}

export interface PlanRow {
  id: string;
  product_id: string;
  slug: string;
  name: string;
  tier: number;
  current_version_id: string | null;
  version_count: number;
  revision: number;
  created_at: Temporal.Instant;
  updated_at: Temporal.Instant;
}

export interface PlanVersionRow {
  id: string;
  plan_id: string;
  number: number;
  state: 'draft' | 'published';
  terms: PlanTerms;
  created_at: Temporal.Instant;
  updated_at: Temporal.Instant;
  published_at: Temporal.Instant | null;
}

// A type, not an interface: Kysely wants one with an index signature.
type CatalogTables = {
  catalog_products: ProductRow;
  catalog_routes: RouteRow;
  catalog_plans: PlanRow;
  catalog_plan_versions: PlanVersionRow;
};

/** The database as this room sees it. */
export const tables = (db: Db) => db.withTables<CatalogTables>();
