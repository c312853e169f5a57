import type { BillingDocument, DayPeriod, DocumentAllowance, DocumentTax, LineTax } from '../document.ts';
import {
  BUSINESS_PROCESS,
  DISCOUNT_CODE,
  factsOf,
  type InvoiceFacts,
  type LineFacts,
  type PartyFacts,
  PEPPOL_PROFILE,
  shortAmount,
} from './facts.ts';
import { type Tag, tag, writeXml } from './xml.ts';

const schema = 'urn:oasis:names:specification:ubl:schema:xsd:';

/** UBL 2.1 as Peppol BIS Billing 3 has it: an Invoice or a CreditNote. The order of elements is that of the schema. */
export function writeUbl(document: BillingDocument): string {
  const facts = factsOf(document);
  const root = document.kind === 'invoice' ? 'Invoice' : 'CreditNote';
  const written = tag(
    root,
    [
      ...head(document, facts),
      ...parties(document, facts),
      ...payment(document, facts),
      ...sums(document, facts),
      ...facts.lines.map((line) => lineTag(line, document)),
    ],
    {
      xmlns: `${schema}${root}-2`,
      'xmlns:cac': `${schema}CommonAggregateComponents-2`,
      'xmlns:cbc': `${schema}CommonBasicComponents-2`,
    },
  );
  return writeXml(written!);
}

function head(document: BillingDocument, facts: InvoiceFacts): (Tag | null)[] {
  const invoice = document.kind === 'invoice';
  return [
    tag('cbc:CustomizationID', PEPPOL_PROFILE),
    tag('cbc:ProfileID', BUSINESS_PROCESS),
    tag('cbc:ID', document.number),
    tag('cbc:IssueDate', document.issuedOn.toString()),
    // A credit note has its due day among the means of payment.
    invoice ? tag('cbc:DueDate', document.dueOn?.toString() ?? null) : null,
    tag(invoice ? 'cbc:InvoiceTypeCode' : 'cbc:CreditNoteTypeCode', facts.typeCode),
    tag('cbc:Note', facts.note),
    tag('cbc:DocumentCurrencyCode', document.currency),
    tag('cbc:BuyerReference', document.buyerReference),
    periodTag(document.period),
    ...document.precedingInvoices.map((preceding) =>
      tag('cac:BillingReference', [
        tag('cac:InvoiceDocumentReference', [
          tag('cbc:ID', preceding.number),
          tag('cbc:IssueDate', preceding.issuedOn.toString()),
        ]),
      ]),
    ),
  ];
}

function periodTag(period: DayPeriod | null): Tag | null {
  return tag('cac:InvoicePeriod', [
    tag('cbc:StartDate', period?.startOn.toString() ?? null),
    tag('cbc:EndDate', period?.endOn.toString() ?? null),
  ]);
}

function parties(document: BillingDocument, { seller, buyer }: InvoiceFacts): (Tag | null)[] {
  const { account } = document.payment;
  const otherPayee = account !== null && account.holderName !== document.seller.name;
  return [
    tag('cac:AccountingSupplierParty', [partyTag(seller)]),
    tag('cac:AccountingCustomerParty', [partyTag({ ...buyer, identifier: null })]),
    otherPayee ? tag('cac:PayeeParty', [tag('cac:PartyName', [tag('cbc:Name', account.holderName)])]) : null,
    tag('cac:Delivery', [
      tag('cac:DeliveryLocation', [
        tag('cac:Address', [
          tag('cac:Country', [tag('cbc:IdentificationCode', buyer.party.address.country)]),
        ]),
      ]),
    ]),
  ];
}

function partyTag({
  party,
  endpoint,
  vat,
  taxRegistration,
  identifier,
  registration,
}: PartyFacts): Tag | null {
  const { address } = party;
  const taxScheme = (id: string | null, scheme: string) =>
    id === null
      ? null
      : tag('cac:PartyTaxScheme', [tag('cbc:CompanyID', id), tag('cac:TaxScheme', [tag('cbc:ID', scheme)])]);
  return tag('cac:Party', [
    endpoint && tag('cbc:EndpointID', endpoint.id, { schemeID: endpoint.scheme }),
    tag('cac:PartyIdentification', [tag('cbc:ID', identifier)]),
    tag('cac:PostalAddress', [
      tag('cbc:StreetName', address.lines[0] ?? null),
      tag('cbc:AdditionalStreetName', address.lines[1] ?? null),
      tag('cbc:CityName', address.city),
      tag('cbc:PostalZone', address.postalCode),
      tag('cbc:CountrySubentity', address.region),
      tag('cac:AddressLine', [tag('cbc:Line', address.lines.slice(2).join(', '))]),
      tag('cac:Country', [tag('cbc:IdentificationCode', address.country)]),
    ]),
    taxScheme(vat, 'VAT'),
    taxScheme(taxRegistration, 'TAX'),
    tag('cac:PartyLegalEntity', [
      tag('cbc:RegistrationName', party.name),
      tag('cbc:CompanyID', registration),
    ]),
    tag('cac:Contact', [
      tag('cbc:Name', party.contactName),
      tag('cbc:Telephone', party.phone),
      tag('cbc:ElectronicMail', party.email),
    ]),
  ]);
}

function payment(document: BillingDocument, facts: InvoiceFacts): (Tag | null)[] {
  const { account, reference } = document.payment;
  const isCredit = document.kind === 'credit_note';
  return [
    tag('cac:PaymentMeans', [
      tag('cbc:PaymentMeansCode', facts.paymentMeansCode),
      isCredit ? tag('cbc:PaymentDueDate', document.dueOn?.toString() ?? null) : null,
      tag('cbc:PaymentID', reference),
      account &&
        tag('cac:PayeeFinancialAccount', [
          tag('cbc:ID', account.iban),
          tag('cbc:Name', account.holderName),
          tag('cac:FinancialInstitutionBranch', [tag('cbc:ID', account.bic)]),
        ]),
    ]),
    ...document.allowances.map((one) => allowanceTag(one, document.currency)),
  ];
}

function money(name: string, amount: string, currencyID: string): Tag | null {
  return tag(name, shortAmount(amount), { currencyID });
}

function allowanceTag(one: DocumentAllowance, currency: string): Tag | null {
  return tag('cac:AllowanceCharge', [
    tag('cbc:ChargeIndicator', String(one.charge)),
    one.charge ? null : tag('cbc:AllowanceChargeReasonCode', DISCOUNT_CODE),
    tag('cbc:AllowanceChargeReason', one.reason),
    money('cbc:Amount', one.amount, currency),
    categoryTag('cac:TaxCategory', one.tax),
  ]);
}

function categoryTag(
  name: string,
  { category, percent }: LineTax,
  why: Pick<DocumentTax, 'reason' | 'reasonCode'> = { reason: null, reasonCode: null },
): Tag | null {
  return tag(name, [
    tag('cbc:ID', category),
    category === 'O' ? null : tag('cbc:Percent', percent ?? '0'),
    tag('cbc:TaxExemptionReasonCode', why.reasonCode),
    tag('cbc:TaxExemptionReason', why.reason),
    tag('cac:TaxScheme', [tag('cbc:ID', 'VAT')]),
  ]);
}

function sums({ totals, currency }: BillingDocument, { breakdown }: InvoiceFacts): (Tag | null)[] {
  const unlessZero = (name: string, amount: string) =>
    /[1-9]/.test(amount) ? money(name, amount, currency) : null;
  return [
    tag('cac:TaxTotal', [
      money('cbc:TaxAmount', totals.tax, currency),
      ...breakdown.map((tax) => subtotal(tax, currency)),
    ]),
    tag('cac:LegalMonetaryTotal', [
      money('cbc:LineExtensionAmount', totals.lines, currency),
      money('cbc:TaxExclusiveAmount', totals.net, currency),
      money('cbc:TaxInclusiveAmount', totals.gross, currency),
      unlessZero('cbc:AllowanceTotalAmount', totals.allowances),
      unlessZero('cbc:ChargeTotalAmount', totals.charges),
      unlessZero('cbc:PrepaidAmount', totals.paid),
      unlessZero('cbc:PayableRoundingAmount', totals.rounding),
      money('cbc:PayableAmount', totals.due, currency),
    ]),
  ];
}

function subtotal(tax: DocumentTax, currency: string): Tag | null {
  return tag('cac:TaxSubtotal', [
    money('cbc:TaxableAmount', tax.base, currency),
    money('cbc:TaxAmount', tax.amount, currency),
    categoryTag('cac:TaxCategory', tax, tax),
  ]);
}

function lineTag(line: LineFacts, { kind, currency }: BillingDocument): Tag | null {
  const invoice = kind === 'invoice';
  const unit = { unitCode: line.unitCode };
  return tag(invoice ? 'cac:InvoiceLine' : 'cac:CreditNoteLine', [
    tag('cbc:ID', line.id),
    tag('cbc:Note', line.note),
    tag(invoice ? 'cbc:InvoicedQuantity' : 'cbc:CreditedQuantity', line.quantity, unit),
    money('cbc:LineExtensionAmount', line.net, currency),
    periodTag(line.period),
    tag('cac:Item', [
      tag('cbc:Description', line.description),
      tag('cbc:Name', line.name),
      line.classification &&
        tag('cac:CommodityClassification', [
          tag('cbc:ItemClassificationCode', line.classification.code, { listID: line.classification.list }),
        ]),
      categoryTag('cac:ClassifiedTaxCategory', line.tax),
    ]),
    tag('cac:Price', [
      tag('cbc:PriceAmount', line.price, { currencyID: currency }),
      line.baseQuantity === '1' ? null : tag('cbc:BaseQuantity', line.baseQuantity, unit),
    ]),
  ]);
}
