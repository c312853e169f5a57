export { type AccountHistory, accountHistory } from './account-history.ts';
export { announceOverdue } from './announce-overdue.ts';
export type { BillableSegment, BillableSubscription, ClosedSegment } from './billable.ts';
export type { InvoiceCause } from './cause.ts';
export { changeReceivables, type ReceivableChange } from './change-receivables.ts';
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
  draftDiscarded,
  invoiceIssued,
  invoiceOverdue,
  invoicePaid,
  invoiceUncollectible,
  invoiceVoided,
  subscriptionSetAside,
} from './events.ts';
export { roomSources } from './faces.ts';
export { finalizeDue } from './finalize.ts';
export type { Invoice, InvoiceDraft } from './invoice.ts';
export { workRunJob } from './jobs.ts';
export type { CloseMode, CloseOutcome } from './plan-batch.ts';
export { type CloseInput, type ClosePlan, closeWindows, planClose } from './plan-close.ts';
export { type InvoicePolicy, policiesOf } from './policy.ts';
export { invoiceProblems } from './problems.ts';
export {
  isCollectable,
  type OpenInvoice,
  openMinor,
  type Receivable,
  type ReceivableState,
  smaller,
} from './receivable.ts';
export { renderPdf } from './render-pdf.ts';
export { type RunOrder, requestRun } from './request-run.ts';
export { draftRoutes } from './routes-drafts.ts';
export { invoiceDocumentRoutes } from './routes-invoices.ts';
export { billingRunRoutes } from './routes-runs.ts';
export { billingSettingsRoutes } from './routes-settings.ts';
export { taxFactRoutes } from './routes-tax.ts';
export { taxReportRoutes } from './routes-tax-report.ts';
export { type BillingSettings, settingsOf } from './settings.ts';
export type { CloseSources, Party } from './sources.ts';
export { type ClosedSegmentRow, closedWithin } from './store-close.ts';
export {
  allocateNumbers,
  findInvoice,
  type InvoiceLine,
  type InvoiceWithReceivable,
  invoiceLines,
} from './store-invoices.ts';
export { lockReceivable, lockReceivables } from './store-receivables.ts';
export { type BillingRun, findRun, openRuns } from './store-runs.ts';
export { readTaxEntry, type TaxEntry, taxEntry } from './store-tax.ts';
export type { TaxCode, Treatment } from './tax-facts.ts';
export { roomTaxes, type TaxSource } from './tax-source.ts';
export type { Tax } from './totals.ts';
export { usageSources } from './usage-source.ts';
export { type UsageByWindow, type UsageWindow, windowText } from './usage-windows.ts';
export { type WorkRunOptions, workRun } from './work-run.ts';
export { reinstate, writeOff, writeOffDue } from './write-off.ts';
