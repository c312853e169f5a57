import { z } from 'zod';
import { currenciesOf, normalizeTerms, type PlanVersionOfPlan, planTermsSchema } from '#catalog';
import { isCurrency, Problem, type Route, route } from '#kernel';
import { subscriptionsProblems } from '#subscriptions';
import { estimate, readQuantities } from './estimate.ts';
import { estimatedBill, presentBill, quantitiesField } from './present-estimate.ts';

/** Points of a curve and a few worked examples fit in one question. */
const MOST_BILLS = 100;

/** Terms that nobody has saved yet, as the version that they would become. */
function unsaved(
  terms: z.output<typeof planTermsSchema>,
  planName: string,
  at: Temporal.Instant,
): PlanVersionOfPlan {
  return {
    ...{ id: '', planId: '', number: 1, state: 'draft', createdAt: at, updatedAt: at, publishedAt: null },
    ...{ productId: '', planSlug: '', planName, tier: 0 },
    terms: normalizeTerms(terms),
  };
}

/** For whoever writes a plan: what its terms would charge at each of some amounts of usage, by the code that bills. */
export function rateTermsRoute(): Route {
  return route({
    method: 'POST',
    path: '/billing/plans/rate',
    tag: 'plans',
    summary: 'What unsaved terms would charge for some amounts of usage',
    description:
      'One bill for each entry of `quantities`, priced like an estimate of a published plan. Nothing is kept.',
    access: 'catalog:read',
    transaction: false,
    body: z.strictObject({
      name: z.string().max(100).default('This').describe('Of the plan; its lines are called by it'),
      terms: planTermsSchema,
      currency: z.string().refine(isCurrency, 'is not an ISO 4217 currency').optional(),
      quantity: z.int().min(1).max(1_000_000).default(1).describe('Seats'),
      quantities: z.array(quantitiesField).min(1).max(MOST_BILLS),
    }),
    response: {
      status: 200,
      schema: z.object({
        currency: z.string(),
        data: z.array(z.object(estimatedBill)).describe('In the order of `quantities`'),
        first_invoice: z.object(estimatedBill).describe('What is asked for at once; nothing during a trial'),
      }),
    },
    problems: [subscriptionsProblems.currencyNotOffered],
    async handler(call) {
      const { name, terms, quantity, quantities, currency = terms.currency } = call.body;
      if (!currenciesOf(terms).includes(currency)) {
        const errors = [{ pointer: '/currency', detail: 'is not a currency of this plan' }];
        throw new Problem(subscriptionsProblems.currencyNotOffered, { errors });
      }
      const plan = unsaved(terms, name, call.at);
      const bills = quantities.map((texts) =>
        estimate({ plan, currency, quantity, quantities: readQuantities(texts) }),
      );
      return {
        currency,
        data: bills.map((bill) => presentBill(bill, currency)),
        first_invoice: presentBill(bills[0]!.first, currency),
      };
    },
  });
}
