import { defineProblems } from '#kernel';

export const catalogProblems = defineProblems('catalog', {
  notAProvider: { status: 403, title: 'Only providers offer products; complete the onboarding first' },
  productSlugTaken: { status: 409, title: 'You already have a product with this slug' },
  planSlugTaken: { status: 409, title: 'The product already has a plan with this slug' },
  planTierTaken: { status: 409, title: 'The product already has a plan of this tier' },
  productSlugFixed: { status: 409, title: 'The slug is part of an address that was published' },
  routeConflict: { status: 409, title: 'Another route of the product would match the same calls' },
  upstreamProofMissing: {
    status: 409,
    title: 'There is no secret yet to prove calls with; rotate the upstream proof first',
  },
  staleRevision: { status: 409, title: 'Somebody else changed this in the meantime' },
  productIncomplete: { status: 409, title: 'The product cannot be published yet' },
  productInUse: { status: 409, title: 'What was once published cannot be deleted; unpublish it' },
  planInUse: { status: 409, title: 'The plan cannot be deleted' },
  planVersionPublished: { status: 409, title: 'A published plan version can never change' },
  meterKeyTaken: { status: 409, title: 'You already have a meter of this key' },
  meterPriced: { status: 409, title: 'A published plan version prices this meter' },
  productSuspended: { status: 409, title: 'The operator suspended the product' },
  notInReview: { status: 409, title: 'The product is not in the state that this needs' },
  categoryInUse: { status: 409, title: 'Products are in this category' },
  logoUnreadable: { status: 422, title: 'The picture is not one that can be taken' },
  importChanged: { status: 409, title: 'The import would do something else than its preview said' },
  importBusy: { status: 503, title: 'Other documents are being read; try again in a moment' },
  tooManyOfAKind: { status: 409, title: 'The product has as many of these as it may have' },
});
