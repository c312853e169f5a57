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
import { dashed, type Surroundings } from './surroundings.ts';
import { all, type Element, first, text } from './xml.ts';

export function readCii(root: Element, surroundings: Surroundings): ReadInvoice {
  const context = first(root, 'ExchangedDocumentContext');
  const head = first(root, 'ExchangedDocument');
  const trade = first(root, 'SupplyChainTradeTransaction');
  const agreement = first(trade, 'ApplicableHeaderTradeAgreement');
  const settlement = first(trade, 'ApplicableHeaderTradeSettlement');
  const shipTo = first(trade, 'ApplicableHeaderTradeDelivery/ShipToTradeParty/PostalTradeAddress');
  const payee = first(settlement, 'PayeeTradeParty');
  const taxes = all(settlement, 'ApplicableTradeTax');
  const delivered = 'ApplicableHeaderTradeDelivery/ActualDeliverySupplyChainEvent/OccurrenceDateTime';
  return {
    syntax: 'cii',
    specification: text(context, 'GuidelineSpecifiedDocumentContextParameter/ID'),
    process: text(context, 'BusinessProcessSpecifiedDocumentContextParameter/ID'),
    number: text(head, 'ID'),
    issuedOn: day(head, 'IssueDateTime'),
    typeCode: text(head, 'TypeCode'),
    dueOn: day(settlement, 'SpecifiedTradePaymentTerms/DueDateDateTime'),
    paymentTerms: text(settlement, 'SpecifiedTradePaymentTerms/Description'),
    currency: text(settlement, 'InvoiceCurrencyCode'),
    buyerReference: text(agreement, 'BuyerReference'),
    orderReference: text(agreement, 'BuyerOrderReferencedDocument/IssuerAssignedID'),
    noteCount: all(head, 'IncludedNote').length,
    preceding: all(settlement, 'InvoiceReferencedDocument').map((one) => ({
      number: text(one, 'IssuerAssignedID'),
      issuedOn: day(one, 'FormattedIssueDateTime'),
    })),
    seller: readParty(first(agreement, 'SellerTradeParty')),
    buyer: readParty(first(agreement, 'BuyerTradeParty')),
    payee: payee && { name: text(payee, 'Name') },
    deliverTo: shipTo && { country: text(shipTo, 'CountryID') },
    deliveredOn: day(trade, delivered),
    period: readPeriod(first(settlement, 'BillingSpecifiedPeriod')),
    paymentMeans: all(settlement, 'SpecifiedTradeSettlementPaymentMeans').map(readMeans),
    allowances: all(settlement, 'SpecifiedTradeAllowanceCharge').map(readAllowance),
    taxTotalCount: taxes.length === 0 ? 0 : 1,
    breakdown: taxes.map(readTax),
    totals: readTotals(first(settlement, 'SpecifiedTradeSettlementHeaderMonetarySummation')),
    lines: all(trade, 'IncludedSupplyChainTradeLineItem').map(readLine),
    ...surroundings,
  };
}

function day(of: Element | null, path: string): string | null {
  const written = text(of, `${path}/DateTimeString`);
  return written === null ? null : dashed(written);
}

function readParty(party: Element | null): ReadParty {
  const registrations = all(party, 'SpecifiedTaxRegistration/ID');
  const registered = (scheme: string) =>
    registrations.find((one) => one.attributes.schemeID === scheme)?.text ?? null;
  const endpoint = first(party, 'URIUniversalCommunication/URIID');
  return {
    name: text(party, 'Name'),
    hasAddress: first(party, 'PostalTradeAddress') !== null,
    country: text(party, 'PostalTradeAddress/CountryID'),
    vat: registered('VA'),
    taxRegistration: registered('FC'),
    identifier: text(party, 'ID') ?? text(party, 'GlobalID'),
    registration: text(party, 'SpecifiedLegalOrganization/ID'),
    endpoint: endpoint && { scheme: endpoint.attributes.schemeID ?? null, id: endpoint.text },
  };
}

function readPeriod(period: Element | null): ReadPeriod | null {
  return period && { start: day(period, 'StartDateTime'), end: day(period, 'EndDateTime') };
}

function readMeans(means: Element): ReadPaymentMeans {
  const account = first(means, 'PayeePartyCreditorFinancialAccount');
  return {
    code: text(means, 'TypeCode'),
    hasAccount: account !== null,
    account: text(account, 'IBANID') ?? text(account, 'ProprietaryID'),
  };
}

function readAllowance(one: Element): ReadAllowance {
  return {
    indicator: text(one, 'ChargeIndicator/Indicator'),
    amount: text(one, 'ActualAmount'),
    reason: text(one, 'Reason'),
    reasonCode: text(one, 'ReasonCode'),
    category: text(one, 'CategoryTradeTax/CategoryCode'),
    percent: text(one, 'CategoryTradeTax/RateApplicablePercent'),
  };
}

function readTax(tax: Element): ReadTax {
  return {
    base: text(tax, 'BasisAmount'),
    amount: text(tax, 'CalculatedAmount'),
    category: text(tax, 'CategoryCode'),
    percent: text(tax, 'RateApplicablePercent'),
    reason: text(tax, 'ExemptionReason'),
    reasonCode: text(tax, 'ExemptionReasonCode'),
  };
}

function readTotals(totals: Element | null): ReadTotals {
  return {
    lines: text(totals, 'LineTotalAmount'),
    allowances: text(totals, 'AllowanceTotalAmount'),
    charges: text(totals, 'ChargeTotalAmount'),
    net: text(totals, 'TaxBasisTotalAmount'),
    tax: text(totals, 'TaxTotalAmount'),
    gross: text(totals, 'GrandTotalAmount'),
    paid: text(totals, 'TotalPrepaidAmount'),
    rounding: text(totals, 'RoundingAmount'),
    due: text(totals, 'DuePayableAmount'),
  };
}

function readLine(line: Element): ReadLine {
  const quantity = first(line, 'SpecifiedLineTradeDelivery/BilledQuantity');
  const price = first(line, 'SpecifiedLineTradeAgreement/NetPriceProductTradePrice');
  const base = first(price, 'BasisQuantity');
  const settlement = first(line, 'SpecifiedLineTradeSettlement');
  const product = first(line, 'SpecifiedTradeProduct');
  return {
    id: text(line, 'AssociatedDocumentLineDocument/LineID'),
    quantity: quantity?.text ?? null,
    unit: quantity?.attributes.unitCode ?? null,
    net: text(settlement, 'SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount'),
    name: text(product, 'Name'),
    price: text(price, 'ChargeAmount'),
    baseQuantity: base?.text ?? null,
    baseUnit: base?.attributes.unitCode ?? null,
    period: readPeriod(first(settlement, 'BillingSpecifiedPeriod')),
    category: text(settlement, 'ApplicableTradeTax/CategoryCode'),
    percent: text(settlement, 'ApplicableTradeTax/RateApplicablePercent'),
    classifications: all(product, 'DesignatedProductClassification/ClassCode').map((one) => ({
      list: one.attributes.listID ?? null,
      code: one.text,
    })),
  };
}
