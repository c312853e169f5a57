import { z } from 'zod';
import { decimalText, formatAmount, instantText } from '#kernel';
import type { Tax } from '../invoices/index.ts';
import type { Credit } from './credit.ts';
import { CREDIT_REASONS, type CreditFigures, type CreditNote } from './credit-note.ts';
import type { CreditPlan } from './issue-credit-note.ts';
import type { Refund } from './refund.ts';

const figures = {
  net: z.string(),
  tax: z.string(),
  total: z.string(),
  offset: z.string().describe('Reduces what is open'),
  surplus: z.string().describe("Had been paid: the consumer's again"),
  currency: z.string(),
  taxes: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      rate_percent: z.string(),
      base: z.string(),
      amount: z.string(),
    }),
  ),
  lines: z.array(z.object({ invoice_position: z.int(), description: z.string(), amount: z.string() })),
  platform_fee: z.string().nullable().describe('Shown to the provider and the operator'),
  provider_share: z.string().nullable().describe('Shown to the provider and the operator'),
};

export const creditPlanSchema = z.object({ invoice_id: z.string(), ...figures });

export const creditNoteSchema = z.object({
  id: z.string(),
  number: z.string(),
  invoice_id: z.string(),
  provider_id: z.string(),
  organization_id: z.string(),
  reason: z.enum(CREDIT_REASONS),
  note: z.string().nullable(),
  remainder: z.enum(['credit', 'refund']).describe('What became of what had been paid'),
  issued_at: z.string(),
  ...figures,
});

function presentTax(tax: Tax, currency: string) {
  const major = (minor: bigint) => formatAmount({ minor, currency });
  return {
    code: tax.code,
    name: tax.name,
    rate_percent: decimalText(tax.ratePercent),
    base: major(tax.baseMinor),
    amount: major(tax.amountMinor),
  };
}

function presentFigures(of: CreditFigures & { offsetMinor: bigint }, currency: string, insider: boolean) {
  const major = (minor: bigint) => formatAmount({ minor, currency });
  return {
    net: major(of.netMinor),
    tax: major(of.taxMinor),
    total: major(of.totalMinor),
    offset: major(of.offsetMinor),
    surplus: major(of.totalMinor - of.offsetMinor),
    currency,
    taxes: of.taxes.map((tax) => presentTax(tax, currency)),
    lines: of.lines.map((line) => ({
      invoice_position: line.invoicePosition,
      description: line.description,
      amount: major(line.amountMinor),
    })),
    platform_fee: insider ? major(of.feeMinor) : null,
    provider_share: insider ? major(of.shareMinor) : null,
  };
}

export function presentPlan(plan: CreditPlan): z.input<typeof creditPlanSchema> {
  const { invoiceId, currency } = plan.invoice;
  return { invoice_id: invoiceId, ...presentFigures(plan, currency, true) };
}

/** `insider`: the seller or the operator, who may see how the net was shared. */
export function presentNote(note: CreditNote, insider: boolean): z.input<typeof creditNoteSchema> {
  return {
    id: note.id,
    number: note.number,
    invoice_id: note.invoiceId,
    provider_id: note.providerId,
    organization_id: note.organizationId,
    reason: note.reason,
    note: note.note,
    remainder: note.remainder,
    issued_at: instantText(note.issuedAt),
    ...presentFigures(note, note.currency, insider),
  };
}

export const creditSchema = z.object({
  id: z.string(),
  organization_id: z.string(),
  provider_id: z.string().nullable(),
  origin: z.enum(['payment', 'credit_note']),
  origin_id: z.string(),
  amount: z.string(),
  remaining: z.string(),
  currency: z.string(),
  created_at: z.string(),
});

export function presentCredit(credit: Credit): z.input<typeof creditSchema> {
  const major = (minor: bigint) => formatAmount({ minor, currency: credit.currency });
  return {
    id: credit.id,
    organization_id: credit.organizationId,
    provider_id: credit.providerId,
    origin: credit.origin,
    origin_id: credit.originId,
    amount: major(credit.amountMinor),
    remaining: major(credit.remainingMinor),
    currency: credit.currency,
    created_at: instantText(credit.createdAt),
  };
}

export const refundSchema = z.object({
  id: z.string(),
  state: z.enum(['pending', 'succeeded', 'failed']),
  credit_id: z.string(),
  credit_note_id: z.string().nullable().describe('Null: paid beyond what was owed'),
  payment_id: z.string(),
  organization_id: z.string(),
  provider_id: z.string().nullable(),
  source: z.string().describe('The processor, or `bank`: then the operator transfers it and says so'),
  amount: z.string(),
  currency: z.string(),
  failure_code: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
});

export function presentRefund(refund: Refund): z.input<typeof refundSchema> {
  const { state } = refund;
  return {
    id: refund.id,
    state: state === 'succeeded' || state === 'failed' ? state : 'pending',
    credit_id: refund.creditId,
    credit_note_id: refund.creditNoteId,
    payment_id: refund.paymentId,
    organization_id: refund.organizationId,
    provider_id: refund.providerId,
    source: refund.source,
    amount: formatAmount({ minor: refund.amountMinor, currency: refund.currency }),
    currency: refund.currency,
    failure_code: refund.failureCode,
    created_at: instantText(refund.createdAt),
    updated_at: instantText(refund.updatedAt),
  };
}
