export type { Credit, CreditUse } from './credit.ts';
export { insertCredits } from './store-credits.ts';
