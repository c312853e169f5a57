export type {
  BillingDocument,
  DocumentAllowance,
  DocumentLine,
  DocumentParty,
  DocumentTax,
} from './document.ts';
export { type InvoiceFormat, invoiceFormats, writeChecked } from './einvoice/write-checked.ts';
export { type ExportedFile, type ExportSpan, exportInvoiceFiles, exportInvoices } from './export-invoices.ts';
export { exportJournal, type JournalTotals } from './export-journal.ts';
export { exportUsage } from './export-usage.ts';
export { renderFacturX } from './facturx.ts';
export { logoOf } from './load-document.ts';
export { type DocumentContext, documentOfInvoice } from './of-invoice.ts';
export { renderInvoice } from './paper/render-invoice.ts';
export { documentProblems } from './problems.ts';
export { accountRoutes } from './routes-accounts.ts';
export { fileName, fileRoutes, shownAs } from './routes-files.ts';
export { documentSettingsRoutes } from './routes-settings.ts';
export { settingsAt } from './store-settings.ts';
