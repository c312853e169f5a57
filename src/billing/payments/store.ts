import { sql } from 'kysely';
import { type Db, inScope, type TimeScope } from '#kernel';
import type { AttemptState, Payment, PaymentAttempt, PaymentMethod } from './payment.ts';

/** Issued invoices by their payment reference. */
export async function invoicesByReference(
  db: Db,
  references: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ payment_reference: string; id: string }>`
    select payment_reference, id from billing_invoices
    where payment_reference = any(${[...references]}::text[]) and state = 'issued'`.execute(db);
  return new Map(rows.map((row) => [row.payment_reference, row.id]));
}

/** False when this money is recorded already. */
export async function insertPayment(
  tx: Db,
  payment: Payment,
  recordedAt: Temporal.Instant,
): Promise<boolean> {
  const { rows } = await sql`
    insert into billing_payments (id, source, external_id, organization_id, currency, amount_minor, fee_minor,
      unapplied_minor, received_at, recorded_at)
    values (${payment.id}, ${payment.source}, ${payment.externalId}, ${payment.organizationId}, ${payment.currency},
      ${payment.amountMinor}, ${payment.feeMinor}, ${payment.unappliedMinor}, ${payment.receivedAt}, ${recordedAt})
    on conflict (source, external_id) do nothing returning id`.execute(tx);
  return rows.length > 0;
}

export async function insertAllocation(
  tx: Db,
  allocation: { paymentId: string; invoiceId: string; amountMinor: bigint },
): Promise<void> {
  await sql`
    insert into billing_allocations (payment_id, invoice_id, amount_minor)
    values (${allocation.paymentId}, ${allocation.invoiceId}, ${allocation.amountMinor})`.execute(tx);
}

interface MethodRow {
  id: string;
  organization_id: string;
  processor: string;
  token: string;
  label: string;
  is_default: boolean;
  created_at: Temporal.Instant;
}

function toMethod(row: MethodRow): PaymentMethod {
  return {
    id: row.id,
    organizationId: row.organization_id,
    processor: row.processor,
    token: row.token,
    label: row.label,
    isDefault: row.is_default,
    createdAt: row.created_at,
  };
}

/** Payment methods in use, oldest first. */
export async function paymentMethods(db: Db, organizationId: string): Promise<PaymentMethod[]> {
  const { rows } = await sql<MethodRow>`
    select * from billing_payment_methods where organization_id = ${organizationId} and removed_at is null
    order by id`.execute(db);
  return rows.map(toMethod);
}

export async function defaultMethods(
  db: Db,
  organizationIds: readonly string[],
): Promise<Map<string, PaymentMethod>> {
  const { rows } = await sql<MethodRow>`
    select * from billing_payment_methods
    where organization_id = any(${[...new Set(organizationIds)]}::text[]) and is_default and removed_at is null`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.organization_id, toMethod(row)]));
}

/** Methods of one organization are changed by one call at a time. */
export async function lockMethods(tx: Db, organizationId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`payment methods of ${organizationId}`}, 0))`.execute(
    tx,
  );
}

export async function insertMethod(tx: Db, method: PaymentMethod): Promise<void> {
  await sql`
    insert into billing_payment_methods (id, organization_id, processor, token, label, is_default, created_at)
    values (${method.id}, ${method.organizationId}, ${method.processor}, ${method.token}, ${method.label},
      ${method.isDefault}, ${method.createdAt})`.execute(tx);
}

/** Makes one method the default; null leaves the organization without one. */
export async function setDefaultMethod(tx: Db, organizationId: string, id: string | null): Promise<void> {
  await sql`
    update billing_payment_methods set is_default = false
    where organization_id = ${organizationId} and is_default and id is distinct from ${id}`.execute(tx);
  await sql`
    update billing_payment_methods set is_default = true
    where organization_id = ${organizationId} and id = ${id} and not is_default`.execute(tx);
}

export async function removeMethod(
  tx: Db,
  organizationId: string,
  id: string,
  at: Temporal.Instant,
): Promise<boolean> {
  const { rows } = await sql`
    update billing_payment_methods set removed_at = ${at}, is_default = false
    where organization_id = ${organizationId} and id = ${id} and removed_at is null returning id`.execute(tx);
  return rows.length > 0;
}

interface AttemptRow {
  id: string;
  invoice_id: string;
  organization_id: string;
  payment_method_id: string;
  processor: string;
  amount_minor: bigint;
  currency: string;
  state: AttemptState;
  processor_reference: string | null;
  action_url: string | null;
  failure_code: string | null;
  check_count: number;
  automatic: boolean;
  created_at: Temporal.Instant;
  updated_at: Temporal.Instant;
}

function toAttempt(row: AttemptRow): PaymentAttempt {
  return {
    id: row.id,
    invoiceId: row.invoice_id,
    organizationId: row.organization_id,
    paymentMethodId: row.payment_method_id,
    processor: row.processor,
    amountMinor: row.amount_minor,
    currency: row.currency,
    state: row.state,
    processorReference: row.processor_reference,
    actionUrl: row.action_url,
    failureCode: row.failure_code,
    checkCount: row.check_count,
    automatic: row.automatic,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** New attempts, due at once. An invoice with an open one gets no other. */
export async function insertAttempts(tx: Db, attempts: readonly PaymentAttempt[]): Promise<void> {
  if (attempts.length === 0) return;
  const rows = attempts.map((attempt) => ({
    id: attempt.id,
    invoice_id: attempt.invoiceId,
    organization_id: attempt.organizationId,
    payment_method_id: attempt.paymentMethodId,
    processor: attempt.processor,
    amount_minor: attempt.amountMinor.toString(),
    currency: attempt.currency,
    automatic: attempt.automatic,
    at: attempt.createdAt.toString(),
  }));
  await sql`
    insert into billing_payment_attempts (id, invoice_id, organization_id, payment_method_id, processor, amount_minor,
      currency, state, check_at, automatic, created_at, updated_at)
    select id, invoice_id, organization_id, payment_method_id, processor, amount_minor, currency, 'created', at,
      automatic, at, at
    from json_to_recordset(${JSON.stringify(rows)}::json) as a(id text, invoice_id text, organization_id text,
      payment_method_id text, processor text, amount_minor bigint, currency text, automatic boolean, at timestamptz)
    on conflict (invoice_id) where state not in ('succeeded', 'failed') do nothing`.execute(tx);
}

export async function findAttempt(db: Db, id: string): Promise<PaymentAttempt | null> {
  const { rows } = await sql<AttemptRow>`select * from billing_payment_attempts where id = ${id}`.execute(db);
  return rows[0] ? toAttempt(rows[0]) : null;
}

export async function lockAttempt(tx: Db, id: string): Promise<PaymentAttempt | null> {
  const { rows } = await sql<AttemptRow>`
    select * from billing_payment_attempts where id = ${id} for update`.execute(tx);
  return rows[0] ? toAttempt(rows[0]) : null;
}

export async function openAttempt(db: Db, invoiceId: string): Promise<PaymentAttempt | null> {
  const { rows } = await sql<AttemptRow>`
    select * from billing_payment_attempts
    where invoice_id = ${invoiceId} and state not in ('succeeded', 'failed')`.execute(db);
  return rows[0] ? toAttempt(rows[0]) : null;
}

export async function attemptsOf(db: Db, invoiceId: string): Promise<PaymentAttempt[]> {
  const { rows } = await sql<AttemptRow>`
    select * from billing_payment_attempts where invoice_id = ${invoiceId} order by id`.execute(db);
  return rows.map(toAttempt);
}

/** The attempt in the scope whose time to be looked at has come first; others may work on others. */
export async function claimDueAttempt(
  tx: Db,
  scope: TimeScope,
): Promise<{ attempt: PaymentAttempt; token: string } | null> {
  const { rows } = await sql<AttemptRow & { token: string }>`
    select a.*, m.token from billing_payment_attempts a join billing_payment_methods m on m.id = a.payment_method_id
    where a.check_at <= ${scope.at} and ${inScope('a.organization_id', scope)}
    order by a.check_at limit 1 for update of a skip locked`.execute(tx);
  const [row] = rows;
  return row ? { attempt: toAttempt(row), token: row.token } : null;
}

export async function updateAttempt(
  tx: Db,
  id: string,
  change: {
    state: AttemptState;
    checkAt: Temporal.Instant | null;
    checkCount?: number;
    processorReference?: string | null;
    actionUrl?: string | null;
    failureCode?: string | null;
    amountMinor?: bigint;
  },
  at: Temporal.Instant,
): Promise<void> {
  await sql`
    update billing_payment_attempts set state = ${change.state}, check_at = ${change.checkAt}, updated_at = ${at},
      amount_minor = coalesce(${change.amountMinor ?? null}::bigint, amount_minor),
      check_count = coalesce(${change.checkCount ?? null}::int, check_count),
      processor_reference = coalesce(${change.processorReference ?? null}, processor_reference),
      action_url = ${change.actionUrl ?? null}, failure_code = ${change.failureCode ?? null}
    where id = ${id}`.execute(tx);
}
