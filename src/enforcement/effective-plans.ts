/**
 * Plan versions as they hold for single subscriptions: in a currency, in a phase, or with terms of the consumer's own.
 * Each that a gateway must tell apart is a plan of the snapshot; subscriptions with the same share one, and one whose
 * terms say nothing else to a gateway stands on its plan version itself.
 */
import { createHash } from 'node:crypto';
import type { PlanTerms, PlanVersionOfPlan } from '#catalog';
import { type Subscription, termsOf } from '#subscriptions';

/** What holds for a subscription, and the plan of the snapshot that says so. */
export interface EffectivePlan {
  /** The id of the plan version, with a digest where its terms are not the version's. */
  readonly name: string;
  readonly version: PlanVersionOfPlan;
  readonly terms: PlanTerms;
}

export class EffectivePlans {
  readonly #digests = new WeakMap<PlanTerms, string>();
  readonly #known = new Map<string, EffectivePlan>();

  of(subscription: Subscription, version: PlanVersionOfPlan): EffectivePlan {
    const terms = termsOf(subscription, version);
    if (terms === version.terms) return { name: version.id, version, terms };
    const digest = this.#digestOf(terms);
    const name = digest === this.#digestOf(version.terms) ? version.id : `${version.id} ${digest}`;
    return { name, version, terms };
  }

  /** True when the snapshot has to say something new before this plan can be pointed at. */
  add(plan: EffectivePlan): boolean {
    if (plan.name === plan.version.id || this.#known.has(plan.name)) return false;
    this.#known.set(plan.name, plan);
    return true;
  }

  /** Those that are none of the catalog's own. */
  get added(): readonly EffectivePlan[] {
    return [...this.#known.values()];
  }

  keepOnly(used: ReadonlySet<string>): void {
    for (const name of this.#known.keys()) if (!used.has(name)) this.#known.delete(name);
  }

  #digestOf(terms: PlanTerms): string {
    const known = this.#digests.get(terms);
    if (known !== undefined) return known;
    const { quotas, rate_limits, route_rate_limits, concurrency, prepaid } = terms;
    const text = JSON.stringify([quotas, rate_limits, route_rate_limits, concurrency, prepaid]);
    const digest = createHash('sha256').update(text).digest('base64url').slice(0, 22);
    this.#digests.set(terms, digest);
    return digest;
  }
}
