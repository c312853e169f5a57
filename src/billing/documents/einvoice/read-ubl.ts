import type {
  ReadAllowance,
  ReadInvoice,
  ReadLine,
  ReadParty,
  ReadPaymentMeans,
  ReadPeriod,
  ReadTax,
  ReadTotals,
} from './read-invoice.ts';
import type { Surroundings } from './surroundings.ts';
import { all, type Element, first, text } from './xml.ts';

export function readUbl(root: Element, surroundings: Surroundings): ReadInvoice {
  const totals = first(root, 'LegalMonetaryTotal');
  const withBreakdown = all(root, 'TaxTotal').filter((one) => first(one, 'TaxSubtotal') !== null);
  const payee = first(root, 'PayeeParty');
  const deliverTo = first(root, 'Delivery/DeliveryLocation/Address');
  return {
    syntax: 'ubl',
    specification: text(root, 'CustomizationID'),
    process: text(root, 'ProfileID'),
    number: text(root, 'ID'),
    issuedOn: text(root, 'IssueDate'),
    typeCode: text(root, 'InvoiceTypeCode') ?? text(root, 'CreditNoteTypeCode'),
    dueOn: text(root, 'DueDate') ?? text(root, 'PaymentMeans/PaymentDueDate'),
    paymentTerms: text(root, 'PaymentTerms/Note'),
    currency: text(root, 'DocumentCurrencyCode'),
    buyerReference: text(root, 'BuyerReference'),
    orderReference: text(root, 'OrderReference/ID'),
    noteCount: all(root, 'Note').length,
    preceding: all(root, 'BillingReference/InvoiceDocumentReference').map((one) => ({
      number: text(one, 'ID'),
      issuedOn: text(one, 'IssueDate'),
    })),
    seller: readParty(first(root, 'AccountingSupplierParty/Party')),
    buyer: readParty(first(root, 'AccountingCustomerParty/Party')),
    payee: payee && { name: text(payee, 'PartyName/Name') },
    deliverTo: deliverTo && { country: text(deliverTo, 'Country/IdentificationCode') },
    deliveredOn: text(root, 'Delivery/ActualDeliveryDate'),
    period: readPeriod(first(root, 'InvoicePeriod')),
    paymentMeans: all(root, 'PaymentMeans').map(readMeans),
    allowances: all(root, 'AllowanceCharge').map(readAllowance),
    taxTotalCount: withBreakdown.length,
    breakdown: all(root, 'TaxTotal/TaxSubtotal').map(readTax),
    totals: readTotals(totals, text(root, 'TaxTotal/TaxAmount')),
    lines: [...all(root, 'InvoiceLine'), ...all(root, 'CreditNoteLine')].map(readLine),
    ...surroundings,
  };
}

function readParty(party: Element | null): ReadParty {
  const schemes = all(party, 'PartyTaxScheme');
  const ofVat = (isVat: boolean) =>
    schemes.find((one) => (text(one, 'TaxScheme/ID') === 'VAT') === isVat) ?? null;
  const endpoint = first(party, 'EndpointID');
  return {
    name: text(party, 'PartyLegalEntity/RegistrationName'),
    hasAddress: first(party, 'PostalAddress') !== null,
    country: text(party, 'PostalAddress/Country/IdentificationCode'),
    vat: text(ofVat(true), 'CompanyID'),
    taxRegistration: text(ofVat(false), 'CompanyID'),
    identifier: text(party, 'PartyIdentification/ID'),
    registration: text(party, 'PartyLegalEntity/CompanyID'),
    endpoint: endpoint && { scheme: endpoint.attributes.schemeID ?? null, id: endpoint.text },
  };
}

function readPeriod(period: Element | null): ReadPeriod | null {
  return period && { start: text(period, 'StartDate'), end: text(period, 'EndDate') };
}

function readMeans(means: Element): ReadPaymentMeans {
  return {
    code: text(means, 'PaymentMeansCode'),
    hasAccount: first(means, 'PayeeFinancialAccount') !== null,
    account: text(means, 'PayeeFinancialAccount/ID'),
  };
}

function readAllowance(one: Element): ReadAllowance {
  return {
    indicator: text(one, 'ChargeIndicator'),
    amount: text(one, 'Amount'),
    reason: text(one, 'AllowanceChargeReason'),
    reasonCode: text(one, 'AllowanceChargeReasonCode'),
    category: text(one, 'TaxCategory/ID'),
    percent: text(one, 'TaxCategory/Percent'),
  };
}

function readTax(tax: Element): ReadTax {
  return {
    base: text(tax, 'TaxableAmount'),
    amount: text(tax, 'TaxAmount'),
    category: text(tax, 'TaxCategory/ID'),
    percent: text(tax, 'TaxCategory/Percent'),
    reason: text(tax, 'TaxCategory/TaxExemptionReason'),
    reasonCode: text(tax, 'TaxCategory/TaxExemptionReasonCode'),
  };
}

function readTotals(totals: Element | null, tax: string | null): ReadTotals {
  return {
    lines: text(totals, 'LineExtensionAmount'),
    allowances: text(totals, 'AllowanceTotalAmount'),
    charges: text(totals, 'ChargeTotalAmount'),
    net: text(totals, 'TaxExclusiveAmount'),
    tax,
    gross: text(totals, 'TaxInclusiveAmount'),
    paid: text(totals, 'PrepaidAmount'),
    rounding: text(totals, 'PayableRoundingAmount'),
    due: text(totals, 'PayableAmount'),
  };
}

function readLine(line: Element): ReadLine {
  const quantity = first(line, 'InvoicedQuantity') ?? first(line, 'CreditedQuantity');
  const base = first(line, 'Price/BaseQuantity');
  return {
    id: text(line, 'ID'),
    quantity: quantity?.text ?? null,
    unit: quantity?.attributes.unitCode ?? null,
    net: text(line, 'LineExtensionAmount'),
    name: text(line, 'Item/Name'),
    price: text(line, 'Price/PriceAmount'),
    baseQuantity: base?.text ?? null,
    baseUnit: base?.attributes.unitCode ?? null,
    period: readPeriod(first(line, 'InvoicePeriod')),
    category: text(line, 'Item/ClassifiedTaxCategory/ID'),
    percent: text(line, 'Item/ClassifiedTaxCategory/Percent'),
    classifications: all(line, 'Item/CommodityClassification/ItemClassificationCode').map((one) => ({
      list: one.attributes.listID ?? null,
      code: one.text,
    })),
  };
}
