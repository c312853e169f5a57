import type { BillingDocument } from './document.ts';
import { writeChecked } from './einvoice/write-checked.ts';
import type { Paper } from './paper/paper.ts';
import { renderInvoice } from './paper/render-invoice.ts';

const fileName = 'factur-x.xml';
const namespace = 'urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#';

/**
 * Factur-X 1.0 (ZUGFeRD 2), profile EN 16931: the page for people, with the CII for machines in the same PDF/A-3. pdfkit
 * writes both, so that the same invoice gives the same bytes.
 */
export function renderFacturX(document: BillingDocument, logo: Buffer | null): Promise<Buffer> {
  const xml = writeChecked(document, 'facturx');
  return renderInvoice(document, { logo, attach: (paper) => attach(paper, document, xml) });
}

function attach({ doc }: Paper, document: BillingDocument, xml: string): void {
  const at = new Date(document.issuedAt.epochMilliseconds);
  const about = {
    name: fileName,
    type: 'text/xml',
    description: 'The invoice for machines (Factur-X, EN 16931)',
    relationship: 'Alternative',
    creationDate: at,
    modifiedDate: at,
  };
  doc.file(Buffer.from(xml, 'utf8'), about);
  // pdfkit has it, its types do not.
  (doc as unknown as { appendXML(xml: string): void }).appendXML(metadata());
}

function metadata(): string {
  const property = (name: string, description: string) => `
            <rdf:li rdf:parseType="Resource">
              <pdfaProperty:name>${name}</pdfaProperty:name>
              <pdfaProperty:valueType>Text</pdfaProperty:valueType>
              <pdfaProperty:category>external</pdfaProperty:category>
              <pdfaProperty:description>${description}</pdfaProperty:description>
            </rdf:li>`;
  return `
  <rdf:Description rdf:about="" xmlns:fx="${namespace}">
    <fx:DocumentType>INVOICE</fx:DocumentType>
    <fx:DocumentFileName>${fileName}</fx:DocumentFileName>
    <fx:Version>1.0</fx:Version>
    <fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
    xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
    <pdfaExtension:schemas>
      <rdf:Bag>
        <rdf:li rdf:parseType="Resource">
          <pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>
          <pdfaSchema:namespaceURI>${namespace}</pdfaSchema:namespaceURI>
          <pdfaSchema:prefix>fx</pdfaSchema:prefix>
          <pdfaSchema:property>
            <rdf:Seq>${property('DocumentFileName', 'name of the embedded XML invoice file')}${property(
              'DocumentType',
              'INVOICE',
            )}${property('Version', 'version of the Factur-X specification')}${property(
              'ConformanceLevel',
              'conformance level of the embedded data',
            )}
            </rdf:Seq>
          </pdfaSchema:property>
        </rdf:li>
      </rdf:Bag>
    </pdfaExtension:schemas>
  </rdf:Description>`;
}
