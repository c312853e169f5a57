import { type RawBuilder, sql } from 'kysely';
import {
  createPlan,
  createProduct,
  createRoute,
  newPlanSchema,
  newProductSchema,
  newRouteSchema,
  publishProduct,
} from '#catalog';
import { createOperator, createOrganization, createPasswords, onboardProvider } from '#identity';
import { type Actor, anonymous, type Db, decimal, inTransaction, manualClock, ZERO } from '#kernel';
import { type AccountCode, accountBalances, trialBalance } from '#ledger';
import { createSubscription } from '#subscriptions';
import type { CloseDeps } from './invoices/close-batch.ts';
import { roomSources } from './invoices/faces.ts';
import type { BillingSettings } from './invoices/settings.ts';
import type { CloseSources } from './invoices/sources.ts';
import { roomTaxes } from './invoices/tax-source.ts';
import { UsageByWindow, type UsageWindow } from './invoices/usage-windows.ts';

// What tests of billing need before the curtain rises: a provider, its product, consumers who subscribe, and
// usage that the test decides. Everything but the usage store is real.

export const startAt = Temporal.Instant.from('2026-01-31T00:00:00Z');

export const defaults: BillingSettings = {
  commissionBasisPoints: 1000,
  graceMinutes: 60,
  paymentTermsDays: 14,
};

export interface UsageNote {
  readonly subscriptionId: string;
  readonly meter: string;
  readonly at: string;
  readonly value: string | number;
  readonly batch: bigint;
}

/** A usage store in memory that answers as the real one does: by window and up to a batch. */
export class UsageNotes implements Pick<CloseSources, 'highestBatch' | 'usage' | 'usageCompleteUntil'> {
  readonly notes: UsageNote[] = [];
  batch = 0n;
  completeUntil: Temporal.Instant | null = null;
  queries = 0;

  /** Usage that arrives now, whenever it happened. */
  add(subscriptionId: string, meter: string, at: string, value: string | number): void {
    this.batch += 1n;
    this.notes.push({ subscriptionId, meter, at, value, batch: this.batch });
  }

  async highestBatch(): Promise<bigint> {
    return this.batch;
  }

  async usageCompleteUntil(): Promise<Temporal.Instant | null> {
    return this.completeUntil;
  }

  async usage(windows: readonly UsageWindow[], upToBatch: bigint): Promise<UsageByWindow> {
    this.queries += 1;
    const result = new UsageByWindow();
    for (const window of windows) {
      const own = this.notes.filter((note) => note.batch <= upToBatch && isWithin(note, window));
      result.add(
        window,
        own.reduce((sum, note) => sum.plus(decimal(note.value)), ZERO),
      );
    }
    return result;
  }
}

function isWithin(note: UsageNote, window: UsageWindow): boolean {
  const at = Temporal.Instant.from(note.at);
  return (
    note.subscriptionId === window.subscriptionId &&
    note.meter === window.meter &&
    Temporal.Instant.compare(at, window.fromAt) >= 0 &&
    Temporal.Instant.compare(at, window.toAt) < 0
  );
}

/** A call as the usage store keeps it; `more` says what is different about it. */
export function usageEvent(id: string, at: Temporal.Instant, more: Record<string, unknown> = {}) {
  return {
    connection: 'node',
    source: 'test',
    id,
    event_type: 'request',
    organization_id: 'org_c',
    provider_id: 'org_p',
    product_id: 'prd_1',
    route_id: '',
    subscription_id: 'sub_a',
    plan_version_id: '',
    key_id: '',
    environment: 'live',
    timestamp: at,
    units: decimal(1),
    value: decimal(0),
    overage_units: decimal(0),
    quota_period_start: null,
    method: 'GET',
    status: 200,
    latency_ms: null,
    upstream_latency_ms: null,
    request_bytes: null,
    response_bytes: null,
    interrupted: false,
    properties: '',
    batch: 1n,
    ...more,
  };
}

export interface Stage {
  readonly db: Db;
  readonly clock: ReturnType<typeof manualClock>;
  readonly actor: Actor;
  readonly providerId: string;
  readonly productId: string;
  readonly usage: UsageNotes;
  readonly deps: CloseDeps;
  /** A new plan of the product. */
  plan(terms: Record<string, unknown>): Promise<string>;
  /** A new organization that subscribes to a plan. */
  subscribe(planId: string): Promise<{ id: string; organizationId: string }>;
}

export async function setStage(db: Db, more: Partial<CloseDeps> = {}): Promise<Stage> {
  const at = startAt;
  const actor = await makeUser(db, 0);
  const provider = await makeProvider(db, actor);
  const productId = await makeProduct(db, actor, provider);
  const usage = new UsageNotes();
  const deps: CloseDeps = {
    db,
    sources: {
      ...roomSources,
      highestBatch: () => usage.highestBatch(),
      usage: (windows, upToBatch) => usage.usage(windows, upToBatch),
      usageCompleteUntil: () => usage.usageCompleteUntil(),
    },
    defaults,
    taxes: roomTaxes,
    failpoint: () => {},
    onIssued: async () => [],
    ...more,
  };
  let plans = 0;
  let consumers = 0;
  let owner = actor;
  return {
    db,
    clock: manualClock(at),
    actor,
    providerId: provider,
    productId,
    usage,
    deps,
    async plan(terms) {
      plans += 1;
      const fields = newPlanSchema.parse({
        product_id: productId,
        slug: `plan-${plans}`,
        name: `Plan ${plans}`,
        tier: plans,
        publish: true,
        terms: { currency: 'USD', interval: { unit: 'month' }, price: '29.00', ...terms },
      });
      const { plan } = await inTransaction(db, (tx) =>
        createPlan(tx, fields, { organizationId: provider, actor, at }),
      );
      await publishOnce(db, productId, { organizationId: provider, actor, at });
      return plan.id;
    },
    async subscribe(planId) {
      // One person may own only so many organizations.
      if (consumers % 10 === 0) owner = await makeUser(db, 1 + consumers / 10);
      consumers += 1;
      const name = `Consumer ${consumers}`;
      return inTransaction(db, async (tx) => {
        const consumer = await createOrganization(tx, { name, slug: undefined, owner, at });
        const order = { organizationId: consumer.id, product: productId, plan: planId, actor, at };
        const { id } = await createSubscription(tx, order);
        return { id, organizationId: consumer.id };
      });
    },
  };
}

async function makeUser(db: Db, number: number): Promise<Actor> {
  const passwords = createPasswords({ memoryKib: 8, passes: 1, parallelism: 1 });
  const email = `user${number}@stage.example`;
  const { user } = await createOperator(
    db,
    { passwords },
    { email, password: 'a long enough word', at: startAt },
  );
  return { ...anonymous, kind: 'user', userId: user.id, operator: true, name: 'stage' };
}

async function makeProvider(db: Db, actor: Actor): Promise<string> {
  return inTransaction(db, async (tx) => {
    const name = 'Weather Works';
    const { id } = await createOrganization(tx, { name, slug: 'weather', owner: actor, at: startAt });
    const address = {
      line1: 'Cloud Street 1',
      line2: null,
      city: 'Hamburg',
      region: null,
      postal_code: '20095',
    };
    const profile = {
      legal_name: 'Weather Works GmbH',
      legal_address: address,
      legal_country: 'DE',
      tax_id: 'DE136695976',
    };
    await onboardProvider(tx, { organizationId: id, profile, actor, at: startAt });
    return id;
  });
}

async function makeProduct(db: Db, actor: Actor, organizationId: string): Promise<string> {
  const editor = { organizationId, actor, at: startAt };
  return inTransaction(db, async (tx) => {
    const fields = { slug: 'api', name: 'Weather API', upstream_url: 'https://upstream.example' };
    const product = await createProduct(tx, newProductSchema.parse(fields), editor);
    const route = newRouteSchema.parse({ method: 'GET', template: '/current', minimum_plan: null });
    await createRoute(tx, product.id, route, editor);
    return product.id;
  });
}

async function publishOnce(
  db: Db,
  productId: string,
  editor: { organizationId: string; actor: Actor; at: Temporal.Instant },
): Promise<void> {
  await inTransaction(db, (tx) => publishProduct(tx, productId, editor));
}

/** Everything that must hold of money after whatever a test did; answers what is wrong. */
export async function brokenInvariants(db: Db): Promise<string[]> {
  const broken: string[] = [];
  const sums = new Map<string, bigint>();
  for (const row of await trialBalance(db)) {
    sums.set(row.currency, (sums.get(row.currency) ?? 0n) + row.balanceMinor);
    if (row.postedMinor !== row.balanceMinor)
      broken.push(`${row.code} ${row.currency}: balances are not postings`);
  }
  for (const [currency, sum] of sums) if (sum !== 0n) broken.push(`the ledger is off by ${sum} ${currency}`);
  for (const { code, sign, subledger } of controls) {
    const { rows } = await subledger.execute(db);
    broken.push(...(await differences(db, code, sign, rows)));
  }
  const { rows } = await consistency.execute(db);
  return [...broken, ...rows.map((row) => row.broken)];
}

interface SubledgerRow {
  organization_id: string;
  currency: string;
  amount: bigint;
}

/** A control account and the rows that it must be the sum of, by the organization that tells them apart. */
const controls: readonly {
  code: AccountCode;
  sign: 1n | -1n;
  subledger: RawBuilder<SubledgerRow>;
}[] = [
  {
    code: 'receivable',
    sign: 1n,
    subledger: sql`select organization_id, currency, 
        sum(total_minor - paid_minor - offset_minor - written_off_minor)::bigint as amount
      from billing_receivables group by 1, 2`,
  },
  {
    code: 'provider_unsettled',
    sign: -1n,
    subledger: sql`select provider_id as organization_id, currency, sum(unsettled_minor)::bigint as amount
      from billing_receivables group by 1, 2`,
  },
  {
    code: 'payout_in_transit',
    sign: -1n,
    subledger: sql`select provider_id as organization_id, currency, sum(amount_minor)::bigint as amount
      from billing_payouts where state = 'in_transit' group by 1, 2`,
  },
  {
    code: 'unapplied_credit',
    sign: -1n,
    subledger: sql`select organization_id, currency, sum(remaining_minor)::bigint as amount
      from billing_credits group by 1, 2`,
  },
  {
    code: 'refund_in_transit',
    sign: -1n,
    subledger: sql`select organization_id, currency, sum(amount_minor)::bigint as amount
      from billing_refunds where state not in ('succeeded', 'failed') group by 1, 2`,
  },
  {
    code: 'bad_debt',
    sign: 1n,
    subledger: sql`select organization_id, currency, sum(written_off_minor)::bigint as amount
      from billing_receivables group by 1, 2`,
  },
];

async function differences(
  db: Db,
  code: AccountCode,
  sign: 1n | -1n,
  subledger: readonly SubledgerRow[],
): Promise<string[]> {
  const byParty = new Map<string, bigint>();
  const add = (party: string, amount: bigint) => byParty.set(party, (byParty.get(party) ?? 0n) + amount);
  for (const { account, balanceMinor } of await accountBalances(
    db,
    { code },
    { limit: 10_000, afterId: null },
  )) {
    add(`${account.counterparty ?? account.owner} ${account.currency}`, balanceMinor * sign);
  }
  for (const row of subledger) add(`${row.organization_id} ${row.currency}`, -row.amount);
  return [...byParty]
    .filter(([, rest]) => rest !== 0n)
    .map(([party, rest]) => `${code} of ${party} is off by ${rest}`);
}

const consistency = sql<{ broken: string }>`
  select 'numbers of ' || provider_id || ' have a gap' as broken from billing_invoices where number is not null
  group by provider_id having count(*) <> max(substring(number from '[0-9]+$')::bigint)
  union all
  select 'credit note numbers of ' || provider_id || ' have a gap' from billing_credit_notes
  group by provider_id having count(*) <> max(substring(number from '[0-9]+$')::bigint)
  union all
  select 'charges of invoice ' || i.id || ' are not its lines'
  from billing_invoices i
    left join (select invoice_id, sum(amount_minor) as charged from billing_charges group by 1) c on c.invoice_id = i.id
    left join (select invoice_id, sum(coalesce(charged_minor, amount_minor)) as listed, sum(amount_minor) as net
      from billing_invoice_lines group by 1) l on l.invoice_id = i.id
    where coalesce(c.charged, 0) <> case i.state when 'discarded' then 0 else l.listed end or l.net <> i.net_minor
  union all
  select 'what invoice ' || r.invoice_id || ' was paid with is not what is paid'
  from billing_receivables r left join (
    select invoice_id, sum(amount_minor) as paid from (
      select invoice_id, amount_minor from billing_allocations
      union all select invoice_id, amount_minor from billing_credit_uses) p group by 1) a on a.invoice_id = r.invoice_id
  where coalesce(a.paid, 0) <> r.paid_minor
  union all
  select 'credit notes of invoice ' || r.invoice_id || ' are not what is credited'
  from billing_receivables r left join (select invoice_id, sum(total_minor) as credited, sum(offset_minor) as offset_minor
    from billing_credit_notes group by 1) n on n.invoice_id = r.invoice_id
  where coalesce(n.credited, 0) <> r.credited_minor or coalesce(n.offset_minor, 0) <> r.offset_minor
  union all
  select 'write-offs of invoice ' || r.invoice_id || ' are not what is written off'
  from billing_receivables r left join (select invoice_id, sum(amount_minor) as amount from billing_write_offs group by 1) w
    on w.invoice_id = r.invoice_id where coalesce(w.amount, 0) <> r.written_off_minor
  union all
  select 'payment ' || p.id || ' was given back more than it was'
  from billing_payments p join (select payment_id, sum(amount_minor) as back from billing_refunds
    where state <> 'failed' group by 1) b on b.payment_id = p.id where b.back > p.amount_minor
  union all
  select 'uses and refunds of credit ' || c.id || ' are not what is gone from it'
  from billing_credits c
  left join (select credit_id, sum(amount_minor) as used from billing_credit_uses group by 1) u on u.credit_id = c.id
  left join (select credit_id, sum(amount_minor) as back from billing_refunds where state <> 'failed' group by 1) b
    on b.credit_id = c.id
  where coalesce(u.used, 0) + coalesce(b.back, 0) <> c.amount_minor - c.remaining_minor`;
