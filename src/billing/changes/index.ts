export { acceptQuote } from './accept-quote.ts';
export { type ChangeOrder, changeNow } from './change-now.ts';
export { moveRequested, subscriptionCreditLeft } from './events.ts';
export { makeQuote } from './make-quote.ts';
export { changeProblems } from './problems.ts';
export { changeRoutes } from './routes-changes.ts';
export { policyRoutes } from './routes-policy.ts';
export { quoteRoutes } from './routes-quotes.ts';
export { forgetQuotes } from './store-quotes.ts';
