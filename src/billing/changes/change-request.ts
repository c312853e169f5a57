/** What callers ask of a subscription, and the change that it means. */
import { z } from 'zod';
import { offersOf, type PlanVersionOfPlan, planVersions, termsOverride } from '#catalog';
import { type Db, invalid, momentField, notFound, type PointedError } from '#kernel';
import { CHANGE_TIMINGS, defaultTiming, type Subscription, type SubscriptionChange } from '#subscriptions';
import type { ChangePolicy } from './policy.ts';

export const reference = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'is not an id');
export const reasonField = z
  .string()
  .max(1000)
  .refine((value) => value.trim() !== '', 'must not be empty')
  .refine(
    (value) => !value.includes('\u0000') && value.isWellFormed(),
    'contains characters that cannot be stored',
  );
export const quantityField = z.int().min(1).max(1_000_000);
export const timingField = z
  .enum(CHANGE_TIMINGS)
  .optional()
  .describe('Left out: what is more comes now, what is less at the end of the period');

const terms = z.strictObject({
  kind: z.literal('terms'),
  plan: reference.optional().describe('Id or slug of a plan on offer; left out: the present version'),
  plan_version: reference.optional().describe('For the provider: a version of a plan of the product'),
  quantity: quantityField.optional().describe('Seats'),
  overrides: termsOverride.nullable().optional().describe('For the provider: terms of this consumer’s own'),
  when: timingField,
});

export const changeRequestSchema = z.discriminatedUnion('kind', [
  terms,
  z.strictObject({ kind: z.literal('pause'), resumes_at: momentField.nullable().optional() }),
  z.strictObject({ kind: z.literal('resume') }),
  z.strictObject({
    kind: z.literal('cancel'),
    when: z.enum(CHANGE_TIMINGS).default('period_end'),
    reason: reasonField.optional(),
  }),
  z.strictObject({ kind: z.literal('keep') }).describe('Takes back what waits for the end of the period'),
  z.strictObject({ kind: z.literal('extend_trial'), ends_at: momentField }).describe('For the provider'),
  z.strictObject({ kind: z.literal('reactivate') }),
]);
export type ChangeRequest = z.output<typeof changeRequestSchema>;
type TermsRequest = z.output<typeof terms>;

/** Who asks: a provider may do more. */
export type Role = 'consumer' | 'provider';

/** What reading a request depends on; `pointer` is where it stands in the body. */
export interface ReadingContext {
  readonly role: Role;
  readonly policy: ChangePolicy;
  readonly pointer: string;
}

/** Finds what a request names and says when it is to happen, where the caller did not. */
export async function readRequest(
  db: Db,
  of: Subscription,
  request: ChangeRequest,
  { role, policy, pointer }: ReadingContext,
): Promise<SubscriptionChange> {
  switch (request.kind) {
    case 'terms':
      return readTerms(db, of, request, { role, pointer });
    case 'pause':
      return {
        kind: 'pause',
        resumesAt: request.resumes_at ?? null,
        creditUnused: policy.credit_on_pause,
      };
    case 'cancel': {
      const { when, reason = null } = request;
      return { kind: 'cancel', when, reason, creditUnused: policy.credit_on_cancel };
    }
    case 'extend_trial':
      refuseFor(role, [[`${pointer}/ends_at`, true]]);
      return { kind: 'extend_trial', endsAt: request.ends_at };
    case 'reactivate':
      return { kind: 'reactivate', version: await onOffer(db, of, of.planId, pointer) };
    case 'resume':
    case 'keep':
      return { kind: request.kind };
  }
}

async function readTerms(
  db: Db,
  of: Subscription,
  request: TermsRequest,
  { role, pointer }: Pick<ReadingContext, 'role' | 'pointer'>,
): Promise<SubscriptionChange> {
  refuseFor(role, [
    [`${pointer}/plan_version`, request.plan_version !== undefined],
    [`${pointer}/overrides`, request.overrides !== undefined],
  ]);
  const present = (await planVersions(db, [of.planVersionId])).get(of.planVersionId)!;
  const version = await chosenVersion(db, of, request, { present, pointer });
  const quantity = request.quantity ?? of.quantity;
  const byDefault = defaultTiming(of, present, version, quantity);
  // Whoever could go back at once would have had a large plan's quota for the price of a day.
  const isLess = byDefault === 'period_end';
  if (role === 'consumer' && request.when === 'now' && isLess) {
    throw invalid([{ pointer: `${pointer}/when`, detail: 'what is less begins at the end of the period' }]);
  }
  const overrides = request.overrides === undefined ? of.overrides : request.overrides;
  return { kind: 'terms', version, quantity, overrides, when: request.when ?? byDefault };
}

async function chosenVersion(
  db: Db,
  of: Subscription,
  request: TermsRequest,
  { present, pointer }: { readonly present: PlanVersionOfPlan; readonly pointer: string },
): Promise<PlanVersionOfPlan> {
  if (request.plan_version !== undefined) {
    const version = (await planVersions(db, [request.plan_version])).get(request.plan_version);
    if (version?.productId === of.productId && version.state === 'published') return version;
    throw invalid([
      { pointer: `${pointer}/plan_version`, detail: 'is not a published version of this product' },
    ]);
  }
  if (request.plan === undefined) return present;
  return onOffer(db, of, request.plan, pointer);
}

async function onOffer(db: Db, of: Subscription, plan: string, pointer: string): Promise<PlanVersionOfPlan> {
  const offers = await offersOf(db, of.productId);
  const offer = offers.find((one) => one.planId === plan || one.planSlug === plan);
  if (offer) return offer;
  const names = offers.map((one) => one.planSlug).join(', ');
  throw invalid([{ pointer: `${pointer}/plan`, detail: `is not a plan on offer of this product: ${names}` }]);
}

function refuseFor(role: Role, given: readonly (readonly [string, boolean])[]): void {
  if (role === 'provider') return;
  const errors: PointedError[] = given.flatMap(([pointer, isGiven]) =>
    isGiven ? [{ pointer, detail: 'is for the provider to say' }] : [],
  );
  if (errors.length > 0) throw invalid(errors);
}

/** Consumer and provider of a subscription; to others it does not exist. */
export function roleIn(of: Subscription | undefined, organizationId: string): Role {
  if (of?.organizationId === organizationId) return 'consumer';
  if (of?.providerOrganizationId === organizationId) return 'provider';
  throw notFound('subscription');
}

/** A change as a quote keeps it. */
export type KeptChange = Readonly<Record<string, unknown>> & { readonly kind: SubscriptionChange['kind'] };

export function keepChange(change: SubscriptionChange): KeptChange {
  switch (change.kind) {
    case 'terms': {
      const { version, ...rest } = change;
      return { ...rest, version: version.id };
    }
    case 'reactivate':
      return { kind: change.kind, version: change.version.id };
    case 'pause':
      return { ...change, resumesAt: change.resumesAt?.toString() ?? null };
    case 'extend_trial':
      return { ...change, endsAt: change.endsAt.toString() };
    default:
      return { ...change };
  }
}

export async function readKept(db: Db, kept: KeptChange): Promise<SubscriptionChange> {
  const named = typeof kept.version === 'string' ? kept.version : null;
  const version = named === null ? null : (await planVersions(db, [named])).get(named);
  const moment = (value: unknown) => (typeof value === 'string' ? Temporal.Instant.from(value) : null);
  const read: Record<string, unknown> = { ...kept };
  if (version) read.version = version;
  if (kept.kind === 'pause') read.resumesAt = moment(kept.resumesAt);
  if (kept.kind === 'extend_trial') read.endsAt = moment(kept.endsAt);
  return read as unknown as SubscriptionChange;
}
