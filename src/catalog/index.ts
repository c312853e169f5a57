export { type HoldsSubscription, mayTake } from './access.ts';
export { compareTerms, type Difference } from './compare-terms.ts';
export { decideAccess } from './decide-access.ts';
export { CATALOG_TOPIC, type Editor } from './editor.ts';
export * from './events.ts';
export * from './find.ts';
export { parseTemplate, type Segment, type TemplateVerdict } from './path-template.ts';
export { type NewPlan, newPlanSchema, type Plan, type PlanVersion, type PlanVersionOfPlan } from './plan.ts';
export {
  BUILT_IN_METERS,
  normalizeTerms,
  type PlanInterval,
  type PlanTerms,
  planTermsSchema,
  type UsagePrice,
} from './plan-terms.ts';
export { changePlanVersion, createPlanVersion, publishPlanVersion } from './plan-versions.ts';
export { catalogProblems } from './problems.ts';
export { type NewProduct, newProductSchema, type Product, type ProductState } from './product.ts';
export { publishProduct, unpublishProduct } from './publish-product.ts';
export {
  type NewRoute,
  newRouteSchema,
  type RateLimit,
  type RouteDefinition,
  type RouteMethod,
} from './route-definition.ts';
export { catalogRoutes } from './routes.ts';
export { createPlan } from './save-plan.ts';
export { acceptUpstreamUrl, changeProduct, createProduct } from './save-product.ts';
export { createRoute } from './save-route.ts';
export {
  checkUpstreamUrl,
  type ResolveName,
  type UpstreamPolicy,
  type UpstreamVerdict,
  upstreamPolicy,
} from './upstream-url.ts';
