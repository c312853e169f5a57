import { z } from 'zod';
import { currenciesOf, mayTake, type PlanVersionOfPlan, planVersions, products } from '#catalog';
import { requireOrganization } from '#identity';
import {
  audit,
  type Call,
  type Db,
  formatAmount,
  isCurrency,
  kernelProblems,
  notFound,
  Problem,
  type Route,
  route,
} from '#kernel';
import { liveProductsOf, subscriptionsProblems } from '#subscriptions';
import type { CloseDeps } from './close-batch.ts';
import { saveChange, settingsChangeSchema } from './connection.ts';
import { type Estimate, estimate, readQuantities } from './estimate.ts';
import { taxOfEstimate } from './estimate-tax.ts';
import { policiesOf } from './policy.ts';
import { presentTax, taxSchema } from './present.ts';
import { estimatedBill, presentBill, quantitiesField } from './present-estimate.ts';
import { type BillingSettings, changeSettings, inForce, settingsOf } from './settings.ts';
import { consolidating } from './store-consolidation.ts';
import type { TaxedInvoice } from './tax-source.ts';

const settingsSchema = z.object({
  grace_minutes: z.int().describe('How long a period waits for late usage before it is closed'),
  payment_terms_days: z.int(),
  consolidate_invoices: z.boolean(),
  commission_basis_points: z
    .int()
    .describe("The platform's share of the net of each invoice, in hundredths of a percent"),
  draft_grace_hours: z.int().describe('How long a draft waits for a person before it is issued by itself'),
  write_off_after_days: z
    .int()
    .nullable()
    .describe('Days past the due date after which what is open is given up; null never'),
  past_due_after_days: z
    .int()
    .nullable()
    .describe('Days past the due date after which the subscription gets no more calls through; null never'),
  apply_credit: z.boolean().describe("Whether a consumer's credit is used for invoices without being asked"),
  left_over_credit: z
    .enum(['credit', 'refund'])
    .describe('What becomes of credit that is left when a subscription ends'),
  retry_after_days: z
    .array(z.int())
    .describe('Days after which a payment that was declined for now is tried again'),
});

async function present(
  db: Db,
  providerId: string,
  settings: BillingSettings,
): Promise<z.input<typeof settingsSchema>> {
  const policy = (await policiesOf(db, [providerId]))(providerId);
  return {
    consolidate_invoices: (await consolidating(db, [providerId])).has(providerId),
    draft_grace_hours: policy.draftGraceHours,
    write_off_after_days: policy.writeOffAfterDays,
    past_due_after_days: policy.pastDueAfterDays,
    apply_credit: policy.applyCredit,
    left_over_credit: policy.leftOverCredit,
    retry_after_days: [...policy.retryAfterDays],
    grace_minutes: settings.graceMinutes,
    payment_terms_days: settings.paymentTermsDays,
    commission_basis_points: settings.commissionBasisPoints,
  };
}

function showSettings(defaults: BillingSettings): Route {
  return route({
    method: 'GET',
    path: '/billing/settings',
    tag: 'billing',
    summary: "A provider's billing settings",
    access: 'billing:read',
    response: { status: 200, schema: settingsSchema },
    async handler(call) {
      const { db, organizationId } = call;
      return present(db, organizationId, (await settingsOf(db, [organizationId], defaults))(organizationId));
    },
  });
}

function saveSettings(defaults: BillingSettings): Route {
  return route({
    method: 'PUT',
    path: '/billing/settings',
    tag: 'billing',
    summary: "Change a provider's billing settings; null goes back to the installation's",
    access: 'billing:write',
    body: settingsChangeSchema,
    response: { status: 200, schema: settingsSchema },
    async handler(call) {
      const { at, actor, db, organizationId, body } = call;
      const own = await saveChange(db, organizationId, body, at);
      const detail = { ...body };
      await audit(db, {
        at,
        organizationId,
        actor,
        action: 'billing_settings.changed',
        object: organizationId,
        detail,
      });
      return present(db, organizationId, inForce(own.settings, defaults));
    },
  });
}

function saveCommission(defaults: BillingSettings): Route {
  return route({
    method: 'PUT',
    path: '/billing/settings/{workspace_id}/commission',
    tag: 'billing',
    summary: "Set the platform's commission for a provider; null goes back to the installation's",
    access: 'operator',
    params: z.object({ workspace_id: z.string().max(200) }),
    body: z.strictObject({ commission_basis_points: z.int().min(0).max(10_000).nullable() }),
    response: { status: 200, schema: settingsSchema },
    problems: [kernelProblems.notFound],
    async handler(call) {
      const { at, actor, db, body } = call;
      const { id } = await requireOrganization(call, call.params.workspace_id);
      const change = { commissionBasisPoints: body.commission_basis_points };
      const own = await changeSettings(db, id, change, at);
      await audit(db, {
        at,
        organizationId: id,
        actor,
        action: 'commission.changed',
        object: id,
        detail: { ...body },
      });
      return present(db, id, inForce(own, defaults));
    },
  });
}

const estimateSchema = z.object({
  ...estimatedBill,
  currency: z.string(),
  first_invoice: z.object(estimatedBill).describe('What is asked for at once; nothing during a trial'),
  tax: z
    .object({
      net: z.string(),
      tax: z.string(),
      total: z.string(),
      taxes: z.array(taxSchema),
      explanation: z.string(),
    })
    .nullable()
    .describe('For who is signed in, if they bought now; null where the buyer or the rates are unknown'),
});

/** Prices are known to whoever can take the product, has it, or sells it. */
async function mayKnow(db: Db, productId: string, organizationId: string | null): Promise<boolean> {
  const product = (await products(db, [productId])).get(productId);
  if (!product) return false;
  if (product.state === 'published' && (await mayTake(db, product, organizationId))) return true;
  if (organizationId === null) return false;
  if (organizationId === product.organizationId) return true;
  return (await liveProductsOf(db, organizationId, [productId])).has(productId);
}

function presentTaxed(taxed: TaxedInvoice, currency: string) {
  const major = (minor: bigint) => formatAmount({ minor, currency });
  return {
    net: major(taxed.netMinor),
    tax: major(taxed.taxMinor),
    total: major(taxed.totalMinor),
    taxes: taxed.taxes.map((tax) => presentTax(tax, currency)),
    explanation: [...new Set(taxed.treatments.map((one) => one.explanation))].join(' '),
  };
}

async function taxFor(
  { db, at, actor }: Pick<Call<unknown, unknown, unknown>, 'db' | 'at' | 'actor'>,
  deps: CloseDeps,
  plan: PlanVersionOfPlan,
  estimated: Estimate,
): Promise<TaxedInvoice | null> {
  const sellerId = (await products(db, [plan.productId])).get(plan.productId)?.organizationId;
  const buyerId = actor.organizationId;
  if (!sellerId || buyerId === null) return null;
  return taxOfEstimate(db, deps, { plan, estimate: estimated, sellerId, buyerId, at });
}

const estimateRoute = (deps: CloseDeps): Route =>
  route({
    method: 'POST',
    path: '/billing/estimate',
    tag: 'billing',
    summary: 'What a billing period would cost',
    description:
      'Once trial and phases are over, priced by the code that bills; and the first invoice. Units past a quota count as if all were used in one quota period.',
    access: 'public',
    transaction: false,
    body: z.strictObject({
      plan_version_id: z.string().max(64),
      currency: z.string().refine(isCurrency, 'is not an ISO 4217 currency').optional(),
      quantity: z.int().min(1).max(1_000_000).default(1).describe('Seats'),
      quantities: quantitiesField.default({}),
    }),
    response: { status: 200, schema: estimateSchema },
    problems: [kernelProblems.notFound, subscriptionsProblems.currencyNotOffered],
    async handler(call) {
      const plan = (await planVersions(call.db, [call.body.plan_version_id])).get(call.body.plan_version_id);
      // Drafts are nobody's business but their provider's.
      const isOpen =
        plan?.state === 'published' && (await mayKnow(call.db, plan.productId, call.actor.organizationId));
      if (!isOpen) throw notFound('published plan version');
      const { quantities, quantity: seats, currency = plan.terms.currency } = call.body;
      if (!currenciesOf(plan.terms).includes(currency)) {
        const errors = [{ pointer: '/currency', detail: 'is not a currency of this plan' }];
        throw new Problem(subscriptionsProblems.currencyNotOffered, { errors });
      }
      const wanted = { plan, currency, quantity: seats, quantities: readQuantities(quantities) };
      const estimated = estimate(wanted);
      const taxed = await taxFor(call, deps, plan, estimated);
      return {
        tax: taxed && presentTaxed(taxed, currency),
        currency,
        ...presentBill(estimated, currency),
        first_invoice: presentBill(estimated.first, currency),
      };
    },
  });

export function billingSettingsRoutes(deps: CloseDeps): Route[] {
  const { defaults } = deps;
  return [showSettings(defaults), saveSettings(defaults), saveCommission(defaults), estimateRoute(deps)];
}
