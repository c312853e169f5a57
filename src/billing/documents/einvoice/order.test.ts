import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { buyer, pricedLine, sampleDocument, sampleLine, seller } from '../testing.ts';
import { PEPPOL_PROFILE } from './facts.ts';
import { writeCii } from './write-cii.ts';
import { writeUbl } from './write-ubl.ts';
import { type Element, readXml } from './xml.ts';

// The schemas of both syntaxes are sequences: an element in another place is refused by every reader that validates. Of
// each element that we write, its children in the order of the schema.

const head =
  'CustomizationID ProfileID ID IssueDate DueDate InvoiceTypeCode CreditNoteTypeCode Note DocumentCurrencyCode BuyerReference ' +
  'InvoicePeriod BillingReference AccountingSupplierParty AccountingCustomerParty PayeeParty Delivery PaymentMeans ' +
  'AllowanceCharge TaxTotal LegalMonetaryTotal InvoiceLine CreditNoteLine';
const ublLine = 'ID Note InvoicedQuantity CreditedQuantity LineExtensionAmount InvoicePeriod Item Price';

const ubl: Record<string, string> = {
  Invoice: head,
  CreditNote: head,
  InvoicePeriod: 'StartDate EndDate',
  InvoiceDocumentReference: 'ID IssueDate',
  Party: 'EndpointID PartyIdentification PartyName PostalAddress PartyTaxScheme PartyLegalEntity Contact',
  PostalAddress: 'StreetName AdditionalStreetName CityName PostalZone CountrySubentity AddressLine Country',
  PartyTaxScheme: 'CompanyID TaxScheme',
  PartyLegalEntity: 'RegistrationName CompanyID',
  Contact: 'Name Telephone ElectronicMail',
  PaymentMeans: 'PaymentMeansCode PaymentDueDate PaymentID PayeeFinancialAccount',
  PayeeFinancialAccount: 'ID Name FinancialInstitutionBranch',
  AllowanceCharge: 'ChargeIndicator AllowanceChargeReasonCode AllowanceChargeReason Amount TaxCategory',
  TaxTotal: 'TaxAmount TaxSubtotal',
  TaxSubtotal: 'TaxableAmount TaxAmount TaxCategory',
  TaxCategory: 'ID Percent TaxExemptionReasonCode TaxExemptionReason TaxScheme',
  ClassifiedTaxCategory: 'ID Percent TaxScheme',
  LegalMonetaryTotal:
    'LineExtensionAmount TaxExclusiveAmount TaxInclusiveAmount AllowanceTotalAmount ChargeTotalAmount PrepaidAmount ' +
    'PayableRoundingAmount PayableAmount',
  InvoiceLine: ublLine,
  CreditNoteLine: ublLine,
  Item: 'Description Name CommodityClassification ClassifiedTaxCategory',
  Price: 'PriceAmount BaseQuantity',
};

const ciiParty =
  'ID Name SpecifiedLegalOrganization DefinedTradeContact PostalTradeAddress URIUniversalCommunication SpecifiedTaxRegistration';

const cii: Record<string, string> = {
  CrossIndustryInvoice: 'ExchangedDocumentContext ExchangedDocument SupplyChainTradeTransaction',
  ExchangedDocumentContext:
    'BusinessProcessSpecifiedDocumentContextParameter GuidelineSpecifiedDocumentContextParameter',
  ExchangedDocument: 'ID TypeCode IssueDateTime IncludedNote',
  SupplyChainTradeTransaction:
    'IncludedSupplyChainTradeLineItem ApplicableHeaderTradeAgreement ApplicableHeaderTradeDelivery ' +
    'ApplicableHeaderTradeSettlement',
  IncludedSupplyChainTradeLineItem:
    'AssociatedDocumentLineDocument SpecifiedTradeProduct SpecifiedLineTradeAgreement SpecifiedLineTradeDelivery ' +
    'SpecifiedLineTradeSettlement',
  AssociatedDocumentLineDocument: 'LineID IncludedNote',
  SpecifiedTradeProduct: 'Name Description DesignatedProductClassification',
  NetPriceProductTradePrice: 'ChargeAmount BasisQuantity',
  SpecifiedLineTradeSettlement:
    'ApplicableTradeTax BillingSpecifiedPeriod SpecifiedTradeSettlementLineMonetarySummation',
  ApplicableHeaderTradeAgreement: 'BuyerReference SellerTradeParty BuyerTradeParty',
  SellerTradeParty: ciiParty,
  BuyerTradeParty: ciiParty,
  DefinedTradeContact: 'PersonName TelephoneUniversalCommunication EmailURIUniversalCommunication',
  PostalTradeAddress: 'PostcodeCode LineOne LineTwo LineThree CityName CountryID CountrySubDivisionName',
  ApplicableHeaderTradeSettlement:
    'PaymentReference InvoiceCurrencyCode PayeeTradeParty SpecifiedTradeSettlementPaymentMeans ApplicableTradeTax ' +
    'BillingSpecifiedPeriod SpecifiedTradeAllowanceCharge SpecifiedTradePaymentTerms ' +
    'SpecifiedTradeSettlementHeaderMonetarySummation InvoiceReferencedDocument',
  SpecifiedTradeSettlementPaymentMeans:
    'TypeCode PayeePartyCreditorFinancialAccount PayeeSpecifiedCreditorFinancialInstitution',
  PayeePartyCreditorFinancialAccount: 'IBANID AccountName',
  ApplicableTradeTax:
    'CalculatedAmount TypeCode ExemptionReason BasisAmount CategoryCode ExemptionReasonCode RateApplicablePercent',
  CategoryTradeTax: 'TypeCode CategoryCode RateApplicablePercent',
  BillingSpecifiedPeriod: 'StartDateTime EndDateTime',
  SpecifiedTradeAllowanceCharge: 'ChargeIndicator ActualAmount ReasonCode Reason CategoryTradeTax',
  SpecifiedTradeSettlementHeaderMonetarySummation:
    'LineTotalAmount ChargeTotalAmount AllowanceTotalAmount TaxBasisTotalAmount TaxTotalAmount RoundingAmount ' +
    'GrandTotalAmount TotalPrepaidAmount DuePayableAmount',
  InvoiceReferencedDocument: 'IssuerAssignedID FormattedIssueDateTime',
};

function misplaced(element: Element, order: Readonly<Record<string, string>>): string[] {
  const { name, children } = element;
  const own = children.map((child) => child.name);
  const allowed = order[name]?.split(' ');
  const found = children.flatMap((child) => misplaced(child, order));
  // An element with one kind of children has them in order.
  if (!allowed) return new Set(own).size > 1 ? [...found, `${name} has ${own}`] : found;
  const places = own.map((child) => allowed.indexOf(child));
  const inOrder = places.every((place, index) => place >= 0 && place >= (places[index - 1] ?? 0));
  return inOrder ? found : [...found, `${name} has ${own}`];
}

test('elements stand in the order of the schemas', () => {
  const reverse = { category: 'AE', percent: '0' } as const;
  const off = { amount: '1.00', reason: 'Coupon', tax: reverse };
  const full = {
    seller: { ...seller, address: { ...seller.address, lines: ['a', 'b', 'c'], region: 'HH' } },
    buyer: { ...buyer, registrationId: '123', phone: '1', contactName: 'x' },
    lines: [
      sampleLine({ tax: reverse, classification: { list: 'TST', code: '1' }, quantity: '7' }),
      pricedLine('5000', '0.0005', 'EUR', { tax: reverse }),
    ],
    allowances: [
      { charge: false, ...off },
      { charge: true, ...off },
    ],
    precedingInvoices: [{ number: '1', issuedOn: Temporal.PlainDate.from('2026-11-01') }],
    reason: 'why',
    payment: {
      reference: 'RF18TP0000000042',
      account: { holderName: 'Another', iban: 'DE89370400440532013000', bic: 'COBADEFFXXX' },
      payUrl: null,
      paidOn: null,
    },
    totals: { ...sampleDocument().totals, paid: '1.00', rounding: '0.01' },
  };
  const outside = {
    seller: { ...seller, registrationId: null },
    lines: [sampleLine({ tax: { category: 'O', percent: null } as const })],
  };
  for (const document of [
    sampleDocument(full),
    sampleDocument({ ...full, kind: 'credit_note' }),
    sampleDocument(outside),
  ]) {
    assert.deepEqual(misplaced(readXml(writeUbl(document)), ubl), []);
    assert.deepEqual(misplaced(readXml(writeCii(document, PEPPOL_PROFILE)), cii), []);
  }
});

test('the orders are those of other writers too', () => {
  const sample = (name: string) => readXml(readFileSync(`tests/cases/erp/${name}`, 'utf8'));
  assert.deepEqual(misplaced(sample('einvoice_peppol_ubl.xml'), ubl), []);
  assert.deepEqual(misplaced(sample('einvoice_cii.xml'), cii), []);
});
