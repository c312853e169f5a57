/**
 * What admission may answer instead of forwarding. Plain data, because gateway workers must not load the
 * kernel and its stores with it; the room's `problems.ts` registers this very list.
 */
export interface RefusalKind {
  readonly type: string;
  readonly status: number;
  readonly title: string;
}

const base = 'https://turnpike.dev/problems/';
/** Registered by draft-ietf-httpapi-ratelimit-headers: clients know these two from other services. */
const registered = 'https://iana.org/assignments/http-problem-types#';

export const admissionKinds = {
  keyMissing: { type: `${base}key-missing`, status: 401, title: 'An API key is needed' },
  keyInvalid: { type: `${base}key-invalid`, status: 401, title: 'The API key is not known' },
  keyAmbiguous: {
    type: `${base}key-ambiguous`,
    status: 401,
    title: 'The request carries more than one credential',
  },
  keyExpired: { type: `${base}key-expired`, status: 401, title: 'The API key has expired' },
  keyRevoked: { type: `${base}key-revoked`, status: 401, title: 'The API key was revoked' },
  keyOfAnotherProduct: {
    type: `${base}key-of-another-product`,
    status: 403,
    title: 'The API key belongs to another product',
  },
  ipForbidden: {
    type: `${base}ip-forbidden`,
    status: 403,
    title: 'Calls from this address are not allowed',
  },
  signatureMissing: {
    type: `${base}signature-missing`,
    status: 401,
    title: 'The call has to be signed',
  },
  signatureInvalid: {
    type: `${base}signature-invalid`,
    status: 401,
    title: 'The signature is not valid',
  },
  signatureExpired: {
    type: `${base}signature-expired`,
    status: 401,
    title: 'The signature is too old, or from the future',
  },
  paymentOverdue: { type: `${base}payment-overdue`, status: 402, title: 'A payment is overdue' },
  subscriptionPaused: {
    type: `${base}subscription-is-paused`,
    status: 403,
    title: 'The subscription is paused',
  },
  subscriptionEnded: {
    type: `${base}subscription-is-over`,
    status: 403,
    title: 'The subscription has ended',
  },
  productNotFound: {
    type: `${base}product-not-found`,
    status: 404,
    title: 'There is no API at this address',
  },
  routeNotFound: { type: `${base}route-not-found`, status: 404, title: 'The API has no such route' },
  routeMethodNotAllowed: {
    type: `${base}route-method-not-allowed`,
    status: 405,
    title: 'The route does not know the method',
  },
  planForbidden: {
    type: `${base}plan-forbidden`,
    status: 403,
    title: 'The plan does not include this route',
  },
  wrongEnvironment: {
    type: `${base}wrong-environment`,
    status: 403,
    title: 'The route does not take keys of this environment',
  },
  routeNotAllowed: {
    type: `${base}route-not-allowed`,
    status: 403,
    title: 'The API key may not call this route',
  },
  scopeMissing: { type: `${base}scope-missing`, status: 403, title: 'The API key lacks a scope' },
  rateLimited: { type: `${base}rate-limited`, status: 429, title: 'Too many requests' },
  quotaExceeded: { type: `${registered}quota-exceeded`, status: 429, title: 'The quota is used up' },
  insufficientCredit: {
    type: `${base}insufficient-credit`,
    status: 402,
    title: 'The credit for this API is used up',
  },
  abnormalUsage: {
    type: `${registered}abnormal-usage-detected`,
    status: 429,
    title: 'Too many calls were refused or came from too many places',
  },
  reducedCapacity: {
    type: `${registered}temporary-reduced-capacity`,
    status: 503,
    title: 'The call cannot be counted at the moment',
  },
} as const satisfies Record<string, RefusalKind>;

export type AdmissionProblem = keyof typeof admissionKinds;
