export type { BillableSegment, BillableSubscription, ClosedSegment } from './billable.ts';
export type { InvoiceCause } from './cause.ts';
export {
  type CloseDeps,
  type CloseOutcomes,
  type CloseRequest,
  closeBatch,
  closeWithin,
} from './close-batch.ts';
export { type CloseDueOptions, type CloseDueResult, closeDue } from './close-due.ts';
export { billingConnection } from './connection.ts';
export { csvText } from './csv-text.ts';
export { type Estimate, estimate } from './estimate.ts';
export {
  billingRunRequested,
  invoiceIssued,
  subscriptionSetAside,
  subscriptionsReadmitted,
} from './events.ts';
export { roomSources } from './faces.ts';
export type { Invoice, InvoiceDraft, Receivable, ReceivableState } from './invoice.ts';
export { workRunJob } from './jobs.ts';
export type { CloseMode, CloseOutcome } from './plan-batch.ts';
export { type CloseInput, type ClosePlan, closeWindows, planClose } from './plan-close.ts';
export { invoiceProblems } from './problems.ts';
export { renderPdf } from './render-pdf.ts';
export { type RunOrder, requestRun } from './request-run.ts';
export { invoiceDocumentRoutes } from './routes-invoices.ts';
export { billingRunRoutes } from './routes-runs.ts';
export { setAsideRoutes } from './routes-set-aside.ts';
export { billingSettingsRoutes } from './routes-settings.ts';
export { taxFactRoutes } from './routes-tax.ts';
export { taxReportRoutes } from './routes-tax-report.ts';
export { type BillingSettings, settingsOf } from './settings.ts';
export type { CloseSources, Party } from './sources.ts';
export { type ClosedSegmentRow, closedWithin } from './store-close.ts';
export { countSetAside } from './store-fences.ts';
export { findInvoice, type InvoiceLine, type InvoiceWithReceivable, invoiceLines } from './store-invoices.ts';
export { type BillingRun, findRun, openRuns } from './store-runs.ts';
export type { TaxCode, Treatment } from './tax-facts.ts';
export { roomTaxes, type TaxSource } from './tax-source.ts';
export type { Tax } from './totals.ts';
export { usageSources } from './usage-source.ts';
export { type UsageByWindow, type UsageWindow, windowText } from './usage-windows.ts';
export { type WorkRunOptions, workRun } from './work-run.ts';
