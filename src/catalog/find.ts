/** How other rooms read the catalog, always for many at once. */

import { findOrganizationBySlug, findOrganizations } from '#identity';
import type { Db, Secrets } from '#kernel';
import type { Meter } from './meter.ts';
import type { PlanVersionOfPlan } from './plan.ts';
import type { Product } from './product.ts';
import type { RouteDefinition } from './route-definition.ts';
import { approvedHostsOf } from './store-hosts.ts';
import { metersByKeys, metersOfKey } from './store-meters.ts';
import {
  currentVersionOfPlan,
  currentVersionsOf,
  plansOf,
  publishedVersionsOf,
  versionIds,
  versionsByIds,
} from './store-plans.ts';
import { gatewayProducts, productBySlug, productsByIds, routesOf } from './store-products.ts';
import type { Traffic } from './traffic.ts';
import { openCredential, type UpstreamCredential } from './upstream-credential.ts';
import { openProof, type ProofSecret } from './upstream-proof.ts';
import type { UpstreamSettings } from './upstream-settings.ts';
import { openTls, type UpstreamTls } from './upstream-tls.ts';

/** Products by id, whatever their state. Unknown ids are missing. */
export function products(db: Db, ids: readonly string[]): Promise<Map<string, Product>> {
  return productsByIds(db, [...new Set(ids)]);
}

/** The routes of a product, in the order of their position. */
export function routesOfProduct(db: Db, productId: string): Promise<RouteDefinition[]> {
  return routesOf(db, [productId]);
}

/** A product by its id or by `provider/product` (slugs). */
export async function findProduct(db: Db, reference: string): Promise<Product | null> {
  const [provider, product, ...rest] = reference.split('/');
  if (product === undefined) return (await productsByIds(db, [reference])).get(reference) ?? null;
  if (rest.length > 0 || !provider) return null;
  const organization = await findOrganizationBySlug(db, provider);
  return organization && productBySlug(db, organization.id, product);
}

/** Plan versions by id, published or not, with their plan. Unknown ids are missing. */
export async function planVersions(db: Db, ids: readonly string[]): Promise<Map<string, PlanVersionOfPlan>> {
  const found = await versionsByIds(db, [...new Set(ids)]);
  return new Map(found.map((version) => [version.id, version]));
}

/** Ids of all versions of a plan, drafts included; none of a plan that does not exist. */
export function versionIdsOfPlan(db: Db, planId: string): Promise<string[]> {
  return versionIds(db, planId);
}

/** What new subscribers of the plan get; null when nothing of it is published. */
export function currentPlanVersion(db: Db, planId: string): Promise<PlanVersionOfPlan | null> {
  return currentVersionOfPlan(db, planId);
}

/** The current versions of a product's plans, lowest tier first. */
export function offersOf(db: Db, productId: string): Promise<PlanVersionOfPlan[]> {
  return currentVersionsOf(db, [productId]);
}

/** A provider's meter by its key; null when it has defined none. */
export async function findMeter(db: Db, providerId: string, key: string): Promise<Meter | null> {
  return (await metersByKeys(db, providerId, [key]))[0] ?? null;
}

/** What each of these providers counts under a key; those who have defined no such meter are missing. */
export async function meterDefinitions(
  db: Db,
  providerIds: readonly string[],
  key: string,
): Promise<Map<string, Meter>> {
  return new Map((await metersOfKey(db, providerIds, key)).map((meter) => [meter.organizationId, meter]));
}

/** Every URL that calls of products on offer may go to, each once. */
export async function upstreamUrls(db: Db): Promise<string[]> {
  const found = (await gatewayProducts(db, null)).filter((product) => product.state !== 'draft');
  const urls = found.flatMap(({ upstreamUrl, upstream }) => [
    upstreamUrl,
    ...upstream.targets.map((target) => target.url),
  ]);
  return [...new Set(urls)];
}

/** Host names that the operator approved, of products that are on offer or still called. */
export async function approvedHosts(db: Db): Promise<string[]> {
  const approved = await approvedHostsOf(db, null);
  const found = await productsByIds(db, [...approved.keys()]);
  return [...approved].flatMap(([id, hosts]) => {
    const product = found.get(id);
    if (!product || stateAtGateway(product) === 'draft') return [];
    return hosts.filter((host) => product.traffic.hosts.includes(host));
  });
}

/** All that a gateway needs to know of a product. */
export interface GatewayProduct {
  readonly productId: string;
  readonly organizationId: string;
  /** First segment of the public address `/{provider}/{product}/…`. */
  readonly providerSlug: string;
  readonly slug: string;
  readonly name: string;
  /** Drafts are not served; unpublished products still are, to their subscribers. */
  readonly state: 'draft' | 'published' | 'unpublished';
  readonly upstreamUrl: string;
  readonly upstream: UpstreamSettings;
  /** In the order in which they come into force. */
  readonly proofSecrets: readonly ProofSecret[];
  readonly upstreamTls: UpstreamTls | null;
  readonly upstreamCredential: UpstreamCredential | null;
  readonly quotaDenialStatus: 403 | 429;
  readonly traffic: Traffic;
  /** Approved host names of its own. */
  readonly hosts: readonly string[];
  /** In the order of their position. */
  readonly routes: readonly RouteDefinition[];
  /** Lowest tier first. */
  readonly plans: readonly GatewayPlan[];
}

export interface GatewayPlan {
  readonly planId: string;
  readonly slug: string;
  readonly name: string;
  readonly tier: number;
  /** Every published version: subscribers may be on any of them. */
  readonly versions: readonly PlanVersionOfPlan[];
}

/**
 * Products with routes, plans and published versions, in six queries however many there are. With ids,
 * only those; an id that is missing from the answer was deleted.
 */
export async function loadCatalogForGateway(
  db: Db,
  secrets: Pick<Secrets, 'decrypt'>,
  productIds?: readonly string[],
): Promise<GatewayProduct[]> {
  const ids = productIds === undefined ? null : [...new Set(productIds)];
  if (ids?.length === 0) return [];
  const found = await gatewayProducts(db, ids);
  const providers = await findOrganizations(
    db,
    found.map((product) => product.organizationId),
  );
  const routes = Map.groupBy(await routesOf(db, ids), (route) => route.productId);
  const hosts = await approvedHostsOf(db, ids);
  const plans = Map.groupBy(await plansOf(db, ids), (plan) => plan.productId);
  const versions = Map.groupBy(await publishedVersionsOf(db, ids), (version) => version.planId);
  return found.map((product) => ({
    productId: product.id,
    organizationId: product.organizationId,
    providerSlug: providers.get(product.organizationId)?.slug ?? product.organizationId,
    slug: product.slug,
    name: product.name,
    state: stateAtGateway(product),
    upstreamUrl: product.upstreamUrl,
    upstream: product.upstream,
    proofSecrets: product.upstream.proof === 'none' ? [] : openProof(product, secrets),
    upstreamTls: openTls(product, secrets),
    upstreamCredential: openCredential(product, secrets),
    quotaDenialStatus: product.quotaDenialStatus,
    traffic: product.traffic,
    hosts: (hosts.get(product.id) ?? []).filter((host) => product.traffic.hosts.includes(host)),
    routes: routes.get(product.id) ?? [],
    plans: (plans.get(product.id) ?? []).map((plan) => ({
      planId: plan.id,
      slug: plan.slug,
      name: plan.name,
      tier: plan.tier,
      versions: versions.get(plan.id) ?? [],
    })),
  }));
}

/** To a gateway a product is open, only for its subscribers, or not there. */
function stateAtGateway(product: Product): GatewayProduct['state'] {
  if (product.state === 'published') return 'published';
  return product.publishedAt === null || product.blocksCalls ? 'draft' : 'unpublished';
}
