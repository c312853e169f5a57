import { decimal, round, ZERO } from '#kernel';
import type {
  BillingDocument,
  DocumentAllowance,
  DocumentLine,
  DocumentParty,
  DocumentTax,
  LineTax,
} from './document.ts';
import { exemptionCodes } from './einvoice/facts.ts';
import { amountText, totalsOfDocument } from './sums.ts';

// Documents for tests: taxes and totals follow from the lines, as they do of an invoice that was made.

export const seller: DocumentParty = {
  id: 'org_seller',
  name: 'Weather Works GmbH',
  address: { lines: ['Wolkenstraße 1'], city: 'Hamburg', region: null, postalCode: '20095', country: 'DE' },
  taxId: 'DE123456789',
  registrationId: 'HRB 12345',
  email: 'billing@weather.example',
  phone: '+49 40 123456',
  contactName: 'Billing',
  endpoint: null,
};

export const buyer: DocumentParty = {
  id: 'org_buyer',
  name: 'Analytics BV',
  address: {
    lines: ['Damrak 1', '3rd floor'],
    city: 'Amsterdam',
    region: null,
    postalCode: '1012LG',
    country: 'NL',
  },
  taxId: 'NL123456789B01',
  registrationId: null,
  email: 'ap@analytics.example',
  phone: null,
  contactName: null,
  endpoint: null,
};

export const reasons: Readonly<Record<string, string>> = {
  E: 'Exempt under section 19 UStG',
  AE: 'Reverse charge: the recipient accounts for the VAT',
  K: 'Intra-community supply',
  G: 'Export outside the EU',
  O: 'Not subject to VAT',
};

export const standard: LineTax = { category: 'S', percent: '19' };

const period = {
  startOn: Temporal.PlainDate.from('2026-11-01'),
  endOn: Temporal.PlainDate.from('2026-11-30'),
};

export function sampleLine(more: Partial<DocumentLine> = {}): DocumentLine {
  return {
    position: 1,
    group: { key: 'sub_1', title: 'Weather API' },
    description: 'Pro plan',
    quantity: '1',
    unit: 'month',
    net: '100.00',
    period,
    tax: standard,
    steps: [],
    notes: [],
    classification: null,
    ...more,
  };
}

/** A line of units at a price, whose net is rounded once. */
export function pricedLine(
  quantity: string,
  unitPrice: string,
  currency: string,
  more: Partial<DocumentLine> = {},
) {
  const amount = decimal(quantity).times(decimal(unitPrice));
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  const net = amountText(round(amount, digits.maximumFractionDigits ?? 2), currency);
  const step = {
    kind: 'units',
    from: null,
    upTo: null,
    quantity,
    unitPrice,
    flatFee: null,
    amount: amount.toFixed(),
  };
  return sampleLine({ description: 'API calls', unit: 'calls', quantity, net, steps: [step], ...more });
}

export function taxesOf(
  parts: { lines: readonly DocumentLine[]; allowances: readonly DocumentAllowance[] },
  currency: string,
): DocumentTax[] {
  const bases = new Map<string, { tax: LineTax; base: ReturnType<typeof decimal> }>();
  const add = (tax: LineTax, amount: ReturnType<typeof decimal>) => {
    const key = `${tax.category} ${tax.percent}`;
    const known = bases.get(key)?.base ?? ZERO;
    bases.set(key, { tax, base: known.plus(amount) });
  };
  for (const line of parts.lines) add(line.tax, decimal(line.net));
  for (const one of parts.allowances) add(one.tax, decimal(one.amount).times(one.charge ? 1 : -1));
  return [...bases.values()].map(({ tax, base }) => ({
    ...tax,
    name: 'VAT',
    base: amountText(base, currency),
    amount: amountText(
      round(
        base.times(tax.percent ?? '0').times('0.01'),
        currency === 'JPY' ? 0 : currency === 'KWD' ? 3 : 2,
      ),
      currency,
    ),
    reason: reasons[tax.category] ?? null,
    reasonCode: exemptionCodes[tax.category] ?? null,
  }));
}

export function sampleDocument(more: Partial<BillingDocument> = {}): BillingDocument {
  const currency = more.currency ?? 'EUR';
  const lines = (more.lines ?? [sampleLine()]).map((line, index) => ({ ...line, position: index + 1 }));
  const allowances = more.allowances ?? [];
  const taxes = more.taxes ?? taxesOf({ lines, allowances }, currency);
  return {
    kind: 'invoice',
    id: 'inv_1',
    number: 'WEATHER-000042',
    state: 'issued',
    issuedAt: Temporal.Instant.from('2026-12-01T08:00:00Z'),
    issuedOn: Temporal.PlainDate.from('2026-12-01'),
    dueOn: Temporal.PlainDate.from('2026-12-15'),
    timeZone: 'Europe/Berlin',
    locale: 'en-GB',
    currency,
    period,
    seller,
    buyer,
    buyerReference: 'PO-77',
    precedingInvoices: [],
    reason: null,
    payment: {
      reference: 'RF18TP0000000042',
      account: { holderName: seller.name, iban: 'DE89370400440532013000', bic: 'COBADEFFXXX' },
      payUrl: null,
      paidOn: null,
    },
    taxes,
    breakdown: taxes,
    totals: totalsOfDocument(
      { lines, allowances, breakdown: taxes, paid: more.totals?.paid ?? '0' },
      currency,
    ),
    footer: null,
    ...more,
    lines,
    allowances,
  };
}
