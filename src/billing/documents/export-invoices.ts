import { csvLine, csvText, type Db, formatAmount, Problem } from '#kernel';
import {
  type InvoiceLine,
  type InvoiceWithReceivable,
  issuedInvoices,
  linesOfInvoices,
  presentDetail,
} from '../invoices/index.ts';
import { writeChecked } from './einvoice/write-checked.ts';
import { renderFacturX } from './facturx.ts';
import { logoOf } from './load-document.ts';
import { documentOfInvoice } from './of-invoice.ts';
import { fileName } from './routes-files.ts';
import { settingsOfEach } from './store-settings.ts';

/** From the first instant to just before the last. */
export interface ExportSpan {
  readonly fromAt: Temporal.Instant;
  readonly toAt: Temporal.Instant;
}

const pageSize = 100;

interface InvoicePage {
  readonly found: readonly InvoiceWithReceivable[];
  readonly lines: ReadonlyMap<string, readonly InvoiceLine[]>;
}

/** Page after page, so that an export needs no more memory the longer it is. */
async function* invoicePages(db: Db, span: ExportSpan): AsyncGenerator<InvoicePage> {
  let afterId: string | null = null;
  for (;;) {
    const found: InvoiceWithReceivable[] = await issuedInvoices(db, span, { limit: pageSize, afterId });
    const last = found.at(-1)?.invoice;
    if (!last) return;
    const ids = found.map(({ invoice }) => invoice.id);
    yield { found, lines: await linesOfInvoices(db, ids) };
    if (found.length < pageSize) return;
    afterId = last.id;
  }
}

const columns = [
  ...['number', 'issued_on', 'due_on', 'seller', 'seller_tax_id', 'buyer', 'buyer_tax_id', 'buyer_country'],
  ...['net', 'tax', 'total', 'paid', 'currency', 'state', 'payment_reference', 'invoice_id'],
];

function csvRow({ invoice, receivable }: InvoiceWithReceivable): string {
  const { currency, timeZone, seller, buyer } = invoice;
  const major = (minor: bigint) => formatAmount({ minor, currency });
  const day = (at: Temporal.Instant | null) =>
    at === null ? '' : at.toZonedDateTimeISO(timeZone).toPlainDate().toString();
  return csvLine([
    csvText(invoice.number ?? ''),
    day(invoice.issuedAt),
    day(invoice.dueAt),
    csvText(seller.name),
    csvText(seller.taxId ?? ''),
    csvText(buyer.name),
    csvText(buyer.taxId ?? ''),
    csvText(buyer.country ?? ''),
    major(invoice.netMinor),
    major(invoice.taxMinor),
    major(invoice.totalMinor),
    major(receivable?.paidMinor ?? 0n),
    currency,
    receivable?.state ?? invoice.state,
    csvText(invoice.paymentReference),
    csvText(invoice.id),
  ]);
}

/** Issued invoices as one text: a row each, or a JSON array of them with their lines. */
export async function* exportInvoices(
  db: Db,
  span: ExportSpan,
  format: 'csv' | 'json',
  /** Now: what is open by then is overdue. */
  at: Temporal.Instant,
): AsyncGenerator<string, undefined> {
  if (format === 'csv') yield csvLine(columns);
  let before = '[\n';
  for await (const { found, lines } of invoicePages(db, span)) {
    for (const one of found) {
      if (format === 'csv') yield csvRow(one);
      else yield `${before}${JSON.stringify(presentDetail(one, lines.get(one.invoice.id) ?? [], true, at))}`;
      before = ',\n';
    }
  }
  if (format === 'json') yield before === '[\n' ? '[]\n' : '\n]\n';
}

/** A file of an invoice, or why there is none. */
export type ExportedFile =
  | { readonly name: string; readonly bytes: Buffer; readonly refused: null }
  | { readonly name: string; readonly bytes: null; readonly refused: string };

/** Issued invoices as a file each. One that would break a rule is named and left out; the others go on. */
export async function* exportInvoiceFiles(
  db: Db,
  span: ExportSpan,
  format: 'ubl' | 'facturx',
): AsyncGenerator<ExportedFile> {
  for await (const { found, lines } of invoicePages(db, span)) {
    const wanted = found.flatMap(({ invoice }) =>
      [invoice.providerId, invoice.organizationId].map((organizationId) => ({ organizationId })),
    );
    const settingsOf = await settingsOfEach(db, wanted);
    for (const one of found) {
      const { invoice } = one;
      const at = invoice.issuedAt!;
      const document = documentOfInvoice(one, lines.get(invoice.id) ?? [], {
        settingsOf: (id) => settingsOf(id, at),
        payUrl: null,
        asIssued: true,
      });
      const name = fileName(`${invoice.number}_${invoice.id}`, format === 'ubl' ? 'xml' : 'pdf');
      try {
        const logo = await logoOf(db, invoice.providerId, settingsOf(invoice.providerId, at).logoDigest);
        const bytes =
          format === 'ubl'
            ? Buffer.from(writeChecked(document, 'ubl'), 'utf8')
            : await renderFacturX(document, logo);
        yield { name, bytes, refused: null };
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        yield { name, bytes: null, refused: error.detail ?? error.message };
      }
    }
  }
}
