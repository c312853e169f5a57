import { z } from 'zod';
import { kernelProblems, type Route, route } from '#kernel';
import {
  documentProblems,
  fileName,
  renderFacturX,
  renderInvoice,
  shownAs,
  writeChecked,
} from '../documents/index.ts';
import { loadNoteDocument } from './load-note.ts';

const tag = 'billing';
const params = z.object({ credit_note_id: z.string().max(100) });

const pdf = route({
  method: 'GET',
  path: '/credit-notes/{credit_note_id}.pdf',
  tag,
  summary: 'A credit note as PDF',
  access: 'billing:read',
  params,
  response: { status: 200, content: 'application/pdf' },
  problems: [kernelProblems.notFound],
  async handler(call) {
    const { document, logo } = await loadNoteDocument(call, call.params.credit_note_id);
    call.reply.header('content-disposition', shownAs(fileName(document.number!, 'pdf')));
    return renderInvoice(document, { logo });
  },
});

const xml = route({
  method: 'GET',
  path: '/credit-notes/{credit_note_id}.xml',
  tag,
  summary: 'A credit note for machines: UBL 2.1 or CII D16B, as Peppol BIS Billing 3 asks',
  description:
    'It names the invoice that it corrects. One that would break a rule is refused with the rules.',
  access: 'billing:read',
  params,
  query: z.strictObject({ format: z.enum(['ubl', 'cii']).default('ubl') }),
  response: { status: 200, content: 'application/xml' },
  problems: [kernelProblems.notFound, documentProblems.documentBreaksRules],
  async handler(call) {
    const { format } = call.query;
    const { document } = await loadNoteDocument(call, call.params.credit_note_id);
    const file = writeChecked(document, format);
    call.reply.header('content-disposition', shownAs(fileName(`${document.number}-${format}`, 'xml')));
    return file;
  },
});

const facturX = route({
  method: 'GET',
  path: '/credit-notes/{credit_note_id}/facturx.pdf',
  tag,
  summary: 'A credit note as Factur-X (ZUGFeRD): a PDF/A-3 with the credit note for machines in it',
  access: 'billing:read',
  params,
  response: { status: 200, content: 'application/pdf' },
  problems: [kernelProblems.notFound, documentProblems.documentBreaksRules],
  async handler(call) {
    const { document, logo } = await loadNoteDocument(call, call.params.credit_note_id);
    call.reply.header('content-disposition', shownAs(fileName(`${document.number}-facturx`, 'pdf')));
    return renderFacturX(document, logo);
  },
});

export function noteFileRoutes(): Route[] {
  return [pdf, xml, facturX];
}
