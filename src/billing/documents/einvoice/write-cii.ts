import type { BillingDocument, DayPeriod, DocumentAllowance, DocumentTax, LineTax } from '../document.ts';
import {
  BUSINESS_PROCESS,
  DISCOUNT_CODE,
  factsOf,
  type InvoiceFacts,
  type LineFacts,
  type PartyFacts,
  shortAmount,
} from './facts.ts';
import { type Tag, tag, writeXml } from './xml.ts';

const standard = 'urn:un:unece:uncefact:data:standard:';

/**
 * UN/CEFACT Cross Industry Invoice D16B. `profile` says what it promises to keep: Peppol's rules, or those of EN 16931
 * alone, as Factur-X has it. The order of elements is that of the schema.
 */
export function writeCii(document: BillingDocument, profile: string): string {
  const facts = factsOf(document);
  const root = tag(
    'rsm:CrossIndustryInvoice',
    [
      tag('rsm:ExchangedDocumentContext', [
        tag('ram:BusinessProcessSpecifiedDocumentContextParameter', [tag('ram:ID', BUSINESS_PROCESS)]),
        tag('ram:GuidelineSpecifiedDocumentContextParameter', [tag('ram:ID', profile)]),
      ]),
      tag('rsm:ExchangedDocument', [
        tag('ram:ID', document.number),
        tag('ram:TypeCode', facts.typeCode),
        dateTag('ram:IssueDateTime', document.issuedOn),
        tag('ram:IncludedNote', [tag('ram:Content', facts.note)]),
      ]),
      tag('rsm:SupplyChainTradeTransaction', [
        ...facts.lines.map(lineTag),
        agreement(document, facts),
        delivery(document),
        settlement(document, facts),
      ]),
    ],
    {
      'xmlns:rsm': `${standard}CrossIndustryInvoice:100`,
      'xmlns:qdt': `${standard}QualifiedDataType:100`,
      'xmlns:ram': `${standard}ReusableAggregateBusinessInformationEntity:100`,
      'xmlns:udt': `${standard}UnqualifiedDataType:100`,
    },
  );
  return writeXml(root!);
}

function dateTag(name: string, day: Temporal.PlainDate | null, type = 'udt'): Tag | null {
  if (day === null) return null;
  return tag(name, [tag(`${type}:DateTimeString`, day.toString().replaceAll('-', ''), { format: '102' })]);
}

function periodTag(period: DayPeriod | null): Tag | null {
  return tag('ram:BillingSpecifiedPeriod', [
    dateTag('ram:StartDateTime', period?.startOn ?? null),
    dateTag('ram:EndDateTime', period?.endOn ?? null),
  ]);
}

function taxTag(name: string, { category, percent }: LineTax): Tag | null {
  return tag(name, [
    tag('ram:TypeCode', 'VAT'),
    tag('ram:CategoryCode', category),
    category === 'O' ? null : tag('ram:RateApplicablePercent', percent ?? '0'),
  ]);
}

function lineTag(line: LineFacts): Tag | null {
  const unit = { unitCode: line.unitCode };
  return tag('ram:IncludedSupplyChainTradeLineItem', [
    tag('ram:AssociatedDocumentLineDocument', [
      tag('ram:LineID', line.id),
      tag('ram:IncludedNote', [tag('ram:Content', line.note)]),
    ]),
    tag('ram:SpecifiedTradeProduct', [
      tag('ram:Name', line.name),
      tag('ram:Description', line.description),
      line.classification &&
        tag('ram:DesignatedProductClassification', [
          tag('ram:ClassCode', line.classification.code, { listID: line.classification.list }),
        ]),
    ]),
    tag('ram:SpecifiedLineTradeAgreement', [
      tag('ram:NetPriceProductTradePrice', [
        tag('ram:ChargeAmount', line.price),
        line.baseQuantity === '1' ? null : tag('ram:BasisQuantity', line.baseQuantity, unit),
      ]),
    ]),
    tag('ram:SpecifiedLineTradeDelivery', [tag('ram:BilledQuantity', line.quantity, unit)]),
    tag('ram:SpecifiedLineTradeSettlement', [
      taxTag('ram:ApplicableTradeTax', line.tax),
      periodTag(line.period),
      tag('ram:SpecifiedTradeSettlementLineMonetarySummation', [
        tag('ram:LineTotalAmount', shortAmount(line.net)),
      ]),
    ]),
  ]);
}

function agreement(document: BillingDocument, { seller, buyer }: InvoiceFacts): Tag | null {
  return tag('ram:ApplicableHeaderTradeAgreement', [
    tag('ram:BuyerReference', document.buyerReference),
    partyTag('ram:SellerTradeParty', seller),
    partyTag('ram:BuyerTradeParty', { ...buyer, identifier: null }),
  ]);
}

function partyTag(name: string, facts: PartyFacts): Tag | null {
  const { party, endpoint, vat, taxRegistration, identifier, registration } = facts;
  const { address } = party;
  const taxTagOf = (id: string | null, schemeID: string) =>
    tag('ram:SpecifiedTaxRegistration', [tag('ram:ID', id, { schemeID })]);
  return tag(name, [
    tag('ram:ID', identifier),
    tag('ram:Name', party.name),
    tag('ram:SpecifiedLegalOrganization', [tag('ram:ID', registration)]),
    tag('ram:DefinedTradeContact', [
      tag('ram:PersonName', party.contactName),
      tag('ram:TelephoneUniversalCommunication', [tag('ram:CompleteNumber', party.phone)]),
      tag('ram:EmailURIUniversalCommunication', [tag('ram:URIID', party.email)]),
    ]),
    tag('ram:PostalTradeAddress', [
      tag('ram:PostcodeCode', address.postalCode),
      tag('ram:LineOne', address.lines[0] ?? null),
      tag('ram:LineTwo', address.lines[1] ?? null),
      tag('ram:LineThree', address.lines.slice(2).join(', ')),
      tag('ram:CityName', address.city),
      tag('ram:CountryID', address.country),
      tag('ram:CountrySubDivisionName', address.region),
    ]),
    tag('ram:URIUniversalCommunication', [
      endpoint && tag('ram:URIID', endpoint.id, { schemeID: endpoint.scheme }),
    ]),
    taxTagOf(vat, 'VA'),
    taxTagOf(taxRegistration, 'FC'),
  ]);
}

function delivery({ buyer }: BillingDocument): Tag | null {
  return tag('ram:ApplicableHeaderTradeDelivery', [
    tag('ram:ShipToTradeParty', [
      tag('ram:PostalTradeAddress', [tag('ram:CountryID', buyer.address.country)]),
    ]),
  ]);
}

function settlement(document: BillingDocument, facts: InvoiceFacts): Tag | null {
  const { account, reference } = document.payment;
  const otherPayee = account !== null && account.holderName !== document.seller.name;
  return tag('ram:ApplicableHeaderTradeSettlement', [
    tag('ram:PaymentReference', reference),
    tag('ram:InvoiceCurrencyCode', document.currency),
    otherPayee ? tag('ram:PayeeTradeParty', [tag('ram:Name', account.holderName)]) : null,
    tag('ram:SpecifiedTradeSettlementPaymentMeans', [
      tag('ram:TypeCode', facts.paymentMeansCode),
      account &&
        tag('ram:PayeePartyCreditorFinancialAccount', [
          tag('ram:IBANID', account.iban),
          tag('ram:AccountName', account.holderName),
        ]),
      account && tag('ram:PayeeSpecifiedCreditorFinancialInstitution', [tag('ram:BICID', account.bic)]),
    ]),
    ...facts.breakdown.map(breakdownTag),
    periodTag(document.period),
    ...document.allowances.map(allowanceTag),
    tag('ram:SpecifiedTradePaymentTerms', [dateTag('ram:DueDateDateTime', document.dueOn)]),
    summation(document),
    ...document.precedingInvoices.map((preceding) =>
      tag('ram:InvoiceReferencedDocument', [
        tag('ram:IssuerAssignedID', preceding.number),
        dateTag('ram:FormattedIssueDateTime', preceding.issuedOn, 'qdt'),
      ]),
    ),
  ]);
}

function breakdownTag(tax: DocumentTax): Tag | null {
  return tag('ram:ApplicableTradeTax', [
    tag('ram:CalculatedAmount', shortAmount(tax.amount)),
    tag('ram:TypeCode', 'VAT'),
    tag('ram:ExemptionReason', tax.reason),
    tag('ram:BasisAmount', shortAmount(tax.base)),
    tag('ram:CategoryCode', tax.category),
    tag('ram:ExemptionReasonCode', tax.reasonCode),
    tax.category === 'O' ? null : tag('ram:RateApplicablePercent', tax.percent ?? '0'),
  ]);
}

function allowanceTag(one: DocumentAllowance): Tag | null {
  return tag('ram:SpecifiedTradeAllowanceCharge', [
    tag('ram:ChargeIndicator', [tag('udt:Indicator', String(one.charge))]),
    tag('ram:ActualAmount', shortAmount(one.amount)),
    one.charge ? null : tag('ram:ReasonCode', DISCOUNT_CODE),
    tag('ram:Reason', one.reason),
    taxTag('ram:CategoryTradeTax', one.tax),
  ]);
}

function summation({ totals, currency }: BillingDocument): Tag | null {
  const unlessZero = (name: string, amount: string) =>
    /[1-9]/.test(amount) ? tag(name, shortAmount(amount)) : null;
  return tag('ram:SpecifiedTradeSettlementHeaderMonetarySummation', [
    tag('ram:LineTotalAmount', shortAmount(totals.lines)),
    unlessZero('ram:ChargeTotalAmount', totals.charges),
    unlessZero('ram:AllowanceTotalAmount', totals.allowances),
    tag('ram:TaxBasisTotalAmount', shortAmount(totals.net)),
    tag('ram:TaxTotalAmount', shortAmount(totals.tax), { currencyID: currency }),
    unlessZero('ram:RoundingAmount', totals.rounding),
    tag('ram:GrandTotalAmount', shortAmount(totals.gross)),
    unlessZero('ram:TotalPrepaidAmount', totals.paid),
    tag('ram:DuePayableAmount', shortAmount(totals.due)),
  ]);
}
