export { type HoldsSubscription, mayTake } from './access.ts';
export { compareTerms, type Difference } from './compare-terms.ts';
export type { Connection } from './connections.ts';
export { decideAccess } from './decide-access.ts';
export { CATALOG_TOPIC, type Editor } from './editor.ts';
export { choiceOf, currenciesOf, effectiveTerms, phaseAt, type TermsChoice } from './effective-terms.ts';
export * from './events.ts';
export { scope as scopeField } from './fields.ts';
export * from './find.ts';
export { freezeMeters } from './freeze-meters.ts';
export type { HeaderRule } from './header-rules.ts';
export { readLogo } from './logo.ts';
export type { Meter } from './meter.ts';
export { readable } from './offered.ts';
export { parseTemplate, type Segment, type TemplateVerdict } from './path-template.ts';
export { type NewPlan, newPlanSchema, type Plan, type PlanVersion, type PlanVersionOfPlan } from './plan.ts';
export { normalizeTerms, type PlanInterval, type PlanTerms, planTermsSchema } from './plan-terms.ts';
export { changePlanVersion, createPlanVersion, publishPlanVersion } from './plan-versions.ts';
export { catalogProblems } from './problems.ts';
export { type NewProduct, newProductSchema, type Product, type ProductState } from './product.ts';
export { publishProduct, unpublishProduct } from './publish-product.ts';
export { type ChargedQuota, chargedQuotaOf, type QuotaTerms } from './quota-terms.ts';
export type { RecurringFee } from './recurring-fee.ts';
export {
  type NewRoute,
  newRouteSchema,
  type RateLimit,
  ROUTE_METHODS,
  type RouteDefinition,
  type RouteMethod,
} from './route-definition.ts';
export { catalogRoutes } from './routes.ts';
export type { TargetHealth, UpstreamHealth } from './routes-upstream.ts';
export { createPlan } from './save-plan.ts';
export { changeProduct, createProduct } from './save-product.ts';
export { createRoute } from './save-route.ts';
export { versionsWithThreshold } from './store-plans.ts';
export { TAX_CATEGORIES, type TaxCategory, taxCategoryField } from './tax-category.ts';
export { type TermsOverride, termsOverride } from './terms-change.ts';
export { changeTraffic, DEFAULT_TRAFFIC, type Traffic } from './traffic.ts';
export type { ProofSecret } from './upstream-proof.ts';
export {
  DEFAULT_ROUTE_UPSTREAM,
  DEFAULT_UPSTREAM,
  type UpstreamSettings,
} from './upstream-settings.ts';
export {
  checkUpstreamUrl,
  type ResolveName,
  type UpstreamPolicy,
  type UpstreamVerdict,
  upstreamPolicy,
} from './upstream-url.ts';
export type { PriceVariant, UsagePrice } from './usage-price.ts';
