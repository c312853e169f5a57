import type { Db, Decimal } from '#kernel';
import type { MeterDefinition } from '#rating';
import type { Visibility } from './offering.ts';
import type { RouteDocumentation } from './openapi/documentation.ts';
import type { PlanTerms } from './plan-terms.ts';
import type { ProductState } from './product.ts';
import type { RateLimit, RouteEnvironment, RouteMethod, RouteProtocol } from './route-definition.ts';
import type { SampleResponse } from './sample-responses.ts';
import type { CategoryRow, GrantRow, LogoRow, SettingsRow } from './tables-offering.ts';
import type { ChangelogRow, PageRow, SupportRow } from './tables-pages.ts';
import type { TaxCategory } from './tax-category.ts';
import type { RouteTraffic, TrafficChange } from './traffic.ts';
import type { ProofKey } from './upstream-proof.ts';
import type { StoredTls } from './upstream-tls.ts';

export interface ProductRow {
  id: string;
  organization_id: string;
  slug: string;
  name: string;
  summary: string;
  description: string;
  category: string | null;
  tax_category: TaxCategory;
  state: ProductState;
  upstream_url: string;
  /** What was set; what it leaves out has its default. */
  upstream: object;
  upstream_proof: ProofKey[];
  upstream_proof_sealed: string | null;
  upstream_tls: StoredTls | null;
  upstream_tls_key_sealed: string | null;
  upstream_credential_name: string | null;
  upstream_credential_sealed: string | null;
  quota_denial_status: 403 | 429;
  traffic: TrafficChange;
  visibility: Visibility;
  access_requests: boolean;
  tags: readonly string[];
  logo_digest: string | null;
  state_reason: string | null;
  blocks_calls: boolean;
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
  upstream: object;
  protocol: RouteProtocol;
  minimum_plan_id: string | null;
  weight: Decimal;
  traffic: RouteTraffic | null;
  required_scope: string | null;
  environments: RouteEnvironment[];
  rate_limits: RateLimit[];
  concurrency: number | null;
  name: string;
  description: string;
  sample_parameters: Record<string, string>;
  created_at: Temporal.Instant;
  updated_at: Temporal.Instant;
}

export interface RouteDocsRow {
  route_id: string;
  product_id: string;
  operation_id: string | null;
  documentation: RouteDocumentation | null;
  digest: string | null;
  samples: SampleResponse[];
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

export interface MeterRow {
  id: string;
  organization_id: string;
  product_id: string | null;
  key: string;
  name: string;
  definition: MeterDefinition;
  revision: number;
  created_at: Temporal.Instant;
  updated_at: Temporal.Instant;
}

export interface HostRow {
  host: string;
  product_id: string;
  approved_at: Temporal.Instant;
}

// A type, not an interface: Kysely wants one with an index signature.
type CatalogTables = {
  catalog_products: ProductRow;
  catalog_routes: RouteRow;
  catalog_route_docs: RouteDocsRow;
  catalog_settings: SettingsRow;
  catalog_categories: CategoryRow;
  catalog_logos: LogoRow;
  catalog_grants: GrantRow;
  catalog_pages: PageRow;
  catalog_changelog: ChangelogRow;
  catalog_support: SupportRow;
  catalog_plans: PlanRow;
  catalog_plan_versions: PlanVersionRow;
  catalog_hosts: HostRow;
  catalog_meters: MeterRow;
};

/** The database as this room sees it. */
export const tables = (db: Db) => db.withTables<CatalogTables>();
