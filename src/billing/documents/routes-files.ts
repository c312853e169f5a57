import { z } from 'zod';
import { kernelProblems, type Route, route } from '#kernel';
import { writeChecked } from './einvoice/write-checked.ts';
import { renderFacturX } from './facturx.ts';
import { loadInvoice } from './load-document.ts';
import { renderInvoice } from './paper/render-invoice.ts';
import { documentProblems } from './problems.ts';

const tag = 'billing';
const params = z.object({ invoice_id: z.string().max(100) });

/** A name that is safe in a header and on a disk. */
export function fileName(name: string, ending: string): string {
  return `${name.replaceAll(/[^\w.-]/g, '_')}.${ending}`;
}

export function shownAs(name: string): string {
  return `inline; filename="${name}"`;
}

function pdf(portalUrl: string | null): Route {
  return route({
    method: 'GET',
    path: '/invoices/{invoice_id}.pdf',
    tag,
    summary: 'An invoice as PDF, with what is paid of it',
    access: 'billing:read',
    params,
    response: { status: 200, content: 'application/pdf' },
    problems: [kernelProblems.notFound],
    async handler(call) {
      const { document, logo } = await loadInvoice(call, call.params.invoice_id, {
        asIssued: false,
        portalUrl,
      });
      const name = fileName(document.number ?? document.id, 'pdf');
      call.reply.header('content-disposition', shownAs(name));
      return renderInvoice(document, { logo });
    },
  });
}

const xml = route({
  method: 'GET',
  path: '/invoices/{invoice_id}.xml',
  tag,
  summary: 'An issued invoice for machines: UBL 2.1 or CII D16B, as Peppol BIS Billing 3 asks',
  description:
    'As it was issued: what was paid since is not in it. An invoice that would break a rule is refused with the rules and ' +
    'what they ask for, e.g. that the seller has a VAT number.',
  access: 'billing:read',
  params,
  query: z.strictObject({ format: z.enum(['ubl', 'cii']).default('ubl') }),
  response: { status: 200, content: 'application/xml' },
  problems: [
    kernelProblems.notFound,
    documentProblems.documentNotIssued,
    documentProblems.documentBreaksRules,
  ],
  async handler(call) {
    const { format } = call.query;
    const { document } = await loadInvoice(call, call.params.invoice_id, { asIssued: true });
    const file = writeChecked(document, format);
    call.reply.header('content-disposition', shownAs(fileName(`${document.number}-${format}`, 'xml')));
    return file;
  },
});

const facturX = route({
  method: 'GET',
  path: '/invoices/{invoice_id}/facturx.pdf',
  tag,
  summary: 'An issued invoice as Factur-X (ZUGFeRD): a PDF/A-3 with the invoice for machines in it',
  access: 'billing:read',
  params,
  response: { status: 200, content: 'application/pdf' },
  problems: [
    kernelProblems.notFound,
    documentProblems.documentNotIssued,
    documentProblems.documentBreaksRules,
  ],
  async handler(call) {
    const { document, logo } = await loadInvoice(call, call.params.invoice_id, { asIssued: true });
    call.reply.header('content-disposition', shownAs(fileName(`${document.number}-facturx`, 'pdf')));
    return renderFacturX(document, logo);
  },
});

/** `portalUrl`: where people reach the portal; null while that is not known. */
export function fileRoutes(portalUrl: string | null): Route[] {
  return [pdf(portalUrl), xml, facturX];
}
