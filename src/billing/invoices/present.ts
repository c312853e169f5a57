import { z } from 'zod';
import { decimalText, formatAmount, instantText } from '#kernel';
import { INVOICE_CAUSES } from './cause.ts';
import { CHARGE_KINDS } from './charge.ts';
import { isCollectable, openMinor, RECEIVABLE_STATES } from './receivable.ts';
import type { Party } from './sources.ts';
import type { InvoiceLine } from './store-invoice-lines.ts';
import type { InvoiceWithReceivable } from './store-invoices.ts';
import type { Tax } from './totals.ts';

const partySchema = z.object({
  id: z.string(),
  name: z.string(),
  address: z.array(z.string()),
  street: z.string().nullable(),
  additional_street: z.string().nullable(),
  city: z.string().nullable(),
  postal_code: z.string().nullable(),
  region: z.string().nullable(),
  country: z.string().nullable(),
  tax_id: z.string().nullable(),
  email: z.string().nullable(),
});

function presentParty(party: Party): z.input<typeof partySchema> {
  return {
    id: party.id,
    name: party.name,
    address: [...party.addressLines],
    street: party.street,
    additional_street: party.additionalStreet,
    city: party.city,
    postal_code: party.postalCode,
    region: party.region,
    country: party.country,
    tax_id: party.taxId,
    email: party.email,
  };
}

export const invoiceSchema = z.object({
  id: z.string(),
  number: z.string().nullable(),
  state: z.enum(['draft', 'discarded', ...RECEIVABLE_STATES]),
  overdue: z.boolean().describe('Open or partly paid, and its due date has passed'),
  cause: z.enum(INVOICE_CAUSES),
  organization_id: z.string(),
  provider_id: z.string(),
  subscription_id: z.string(),
  product_id: z.string(),
  product_name: z.string(),
  period_start_at: z.string(),
  period_end_at: z.string(),
  time_zone: z.string().describe('IANA zone of its days'),
  net: z.string(),
  tax: z.string(),
  total: z.string(),
  paid: z.string(),
  credited: z.string().describe('By credit notes, whether it had been paid or not'),
  written_off: z.string(),
  amount_due: z.string(),
  currency: z.string(),
  payment_reference: z.string().describe('ISO 11649: what a transfer must carry'),
  created_at: z.string(),
  issued_at: z.string().nullable(),
  due_at: z.string().nullable(),
  paid_at: z.string().nullable(),
  finalize_at: z.string().nullable().describe('When a draft is issued by itself'),
});

const taxCodeSchema = z
  .enum(['S', 'Z', 'E', 'AE', 'O', 'G', 'K'])
  .describe('EN 16931: taxed, zero rate, exempt, reverse charge, not subject, export, within the Union');

export const taxSchema = z.object({
  code: taxCodeSchema,
  name: z.string(),
  rate_percent: z.string(),
  base: z.string(),
  amount: z.string(),
  jurisdiction: z.string().nullable().describe('`DE`, `US-CA`; null where no place taxes it'),
  reason: z.string().nullable().describe('Why nothing is charged'),
  reason_code: z.string().nullable().describe('VATEX code of the reason'),
});

export function presentTax(tax: Tax, currency: string): z.input<typeof taxSchema> {
  const major = (minor: bigint) => formatAmount({ minor, currency });
  return {
    code: tax.code,
    name: tax.name,
    rate_percent: decimalText(tax.ratePercent),
    base: major(tax.baseMinor),
    amount: major(tax.amountMinor),
    jurisdiction: tax.jurisdiction,
    reason: tax.reason,
    reason_code: tax.reasonCode,
  };
}

export const lineSchema = z.object({
  position: z.int(),
  subscription_id: z.string(),
  product_name: z.string(),
  kind: z.enum(CHARGE_KINDS),
  item_key: z.string(),
  description: z.string(),
  quantity: z.string(),
  unit: z.string(),
  amount: z.string().describe('Without tax'),
  charged: z.string().describe('With the tax in it where the prices of the plan include it'),
  tax_code: taxCodeSchema,
  tax_percent: z.string(),
  period_start_at: z.string(),
  period_end_at: z.string(),
  plan_version_id: z.string(),
  sequence: z.int(),
  highest_batch: z.string().nullable().describe('The last batch of usage that the line includes'),
  explanation: z
    .record(z.string(), z.unknown())
    .describe('Tiers, what was billed before, and the query of its events'),
});

export const invoiceDetailSchema = invoiceSchema.extend({
  seller: partySchema,
  buyer: partySchema,
  taxes: z.array(taxSchema),
  lines: z.array(lineSchema),
  platform_fee: z.string().nullable().describe('Shown to the provider and the operator'),
  provider_share: z.string().nullable().describe('Shown to the provider and the operator'),
});

export function presentInvoice(
  { invoice, receivable }: InvoiceWithReceivable,
  at: Temporal.Instant,
): z.input<typeof invoiceSchema> {
  const { currency } = invoice;
  const major = (minor: bigint) => formatAmount({ minor, currency });
  return {
    id: invoice.id,
    number: invoice.number,
    state: receivable?.state ?? (invoice.state === 'discarded' ? 'discarded' : 'draft'),
    overdue: receivable !== null && isCollectable(receivable) && isPast(receivable.dueAt, at),
    cause: invoice.cause,
    organization_id: invoice.organizationId,
    provider_id: invoice.providerId,
    subscription_id: invoice.subscriptionId,
    product_id: invoice.productId,
    product_name: invoice.productName,
    period_start_at: instantText(invoice.period.startAt),
    period_end_at: instantText(invoice.period.endAt),
    time_zone: invoice.timeZone,
    net: major(invoice.netMinor),
    tax: major(invoice.taxMinor),
    total: major(invoice.totalMinor),
    paid: major(receivable?.paidMinor ?? 0n),
    credited: major(receivable?.creditedMinor ?? 0n),
    written_off: major(receivable?.writtenOffMinor ?? 0n),
    amount_due: major(receivable ? openMinor(receivable) : 0n),
    currency,
    payment_reference: invoice.paymentReference,
    created_at: instantText(invoice.createdAt),
    issued_at: invoice.issuedAt && instantText(invoice.issuedAt),
    due_at: invoice.dueAt && instantText(invoice.dueAt),
    paid_at: receivable?.paidAt ? instantText(receivable.paidAt) : null,
    finalize_at: invoice.finalizeAt && instantText(invoice.finalizeAt),
  };
}

function isPast(moment: Temporal.Instant, at: Temporal.Instant): boolean {
  return Temporal.Instant.compare(moment, at) <= 0;
}

export function presentLine(line: InvoiceLine, currency: string): z.input<typeof lineSchema> {
  return {
    position: line.position,
    subscription_id: line.subscriptionId,
    product_name: line.productName,
    kind: line.kind,
    item_key: line.itemKey,
    description: line.description,
    quantity: decimalText(line.quantity),
    unit: line.unit,
    amount: formatAmount({ minor: line.amountMinor, currency }),
    charged: formatAmount({ minor: line.chargedMinor, currency }),
    tax_code: line.taxCode,
    tax_percent: decimalText(line.taxPercent),
    period_start_at: instantText(line.periodStartAt),
    period_end_at: instantText(line.periodEndAt),
    plan_version_id: line.planVersionId,
    sequence: line.sequence,
    highest_batch: line.highestBatch?.toString() ?? null,
    explanation: { ...line.explanation },
  };
}

/** `insider`: the seller or the operator, who may see how the net is shared. */
export function presentDetail(
  found: InvoiceWithReceivable,
  lines: readonly InvoiceLine[],
  insider: boolean,
  at: Temporal.Instant,
): z.input<typeof invoiceDetailSchema> {
  const { invoice } = found;
  const { currency } = invoice;
  const major = (minor: bigint) => formatAmount({ minor, currency });
  return {
    ...presentInvoice(found, at),
    seller: presentParty(invoice.seller),
    buyer: presentParty(invoice.buyer),
    taxes: invoice.taxes.map((tax) => presentTax(tax, currency)),
    lines: lines.map((line) => presentLine(line, currency)),
    platform_fee: insider ? major(invoice.feeMinor) : null,
    provider_share: insider ? major(invoice.shareMinor) : null,
  };
}
