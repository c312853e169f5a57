export { type AccountHistory, accountHistory } from './account-history.ts';
export { announceOverdue } from './announce-overdue.ts';
export { type BillableSegment, type BillableSubscription, type ClosedSegment, noteOf } from './billable.ts';
export { type CallCost, callCost } from './call-cost.ts';
export type { InvoiceCause } from './cause.ts';
export { changeReceivables, type ReceivableChange } from './change-receivables.ts';
export { type Billed, type Charge, itemText } from './charge.ts';
export {
  type CloseDeps,
  type CloseOutcomes,
  type CloseRequest,
  closeBatch,
  closeWithin,
  isRefusedByData,
} from './close-batch.ts';
export { type CloseDueOptions, type CloseDueResult, closeDue } from './close-due.ts';
export { closeThresholds, type ThresholdOptions } from './close-thresholds.ts';
export { billingConnection } from './connection.ts';
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
  subscriptionsReadmitted,
} from './events.ts';
export { billables, organizationParties, roomSources } from './faces.ts';
export { finalizeDue } from './finalize.ts';
export { creditOfTerms } from './included-credit.ts';
export type { Invoice, InvoiceDraft } from './invoice.ts';
export { workRunJob } from './jobs.ts';
export { type CloseMode, type CloseOutcome, planCloses, reasonOf } from './plan-batch.ts';
export { type CloseInput, type ClosePlan, closeWindows, planClose } from './plan-close.ts';
export { type InvoicePolicy, policiesOf } from './policy.ts';
export { presentDetail } from './present.ts';
export { type ClosePreview, type ClosePreviews, previewCloses } from './preview-close.ts';
export { invoiceProblems } from './problems.ts';
export {
  isCollectable,
  type OpenInvoice,
  openMinor,
  type Receivable,
  type ReceivableState,
  smaller,
} from './receivable.ts';
export {
  digestOf,
  inputsText,
  planName,
  type RecordedClose,
  type RecordedInputs,
  readInputs,
} from './recorded-inputs.ts';
export { type RunOrder, requestRun } from './request-run.ts';
export { draftRoutes } from './routes-drafts.ts';
export { invoiceDocumentRoutes, type Viewer, visibleInvoice } from './routes-invoices.ts';
export { rateTermsRoute } from './routes-rate-terms.ts';
export { billingRunRoutes } from './routes-runs.ts';
export { setAsideRoutes } from './routes-set-aside.ts';
export { billingSettingsRoutes } from './routes-settings.ts';
export { taxFactRoutes } from './routes-tax.ts';
export { taxReportRoutes } from './routes-tax-report.ts';
export { upcomingRoutes } from './routes-upcoming.ts';
export { recordSetAside } from './set-aside.ts';
export { type BillingSettings, settingsOf } from './settings.ts';
export type { CloseSources, Party } from './sources.ts';
export {
  type ClosedSegmentRow,
  carriedCharges,
  closedWithin,
} from './store-close.ts';
export { countSetAside, holdFence, setAsideReasons } from './store-fences.ts';
export { findInputs, type StoredInputs } from './store-inputs.ts';
export { type InvoiceLine, invoiceLines, linesOfInvoices } from './store-invoice-lines.ts';
export {
  allocateNumbers,
  findInvoice,
  findInvoices,
  type InvoiceWithReceivable,
  invoicesByNumber,
  issuedInvoices,
} from './store-invoices.ts';
export { lockReceivable, lockReceivables } from './store-receivables.ts';
export { type BillingRun, findRun, openRuns } from './store-runs.ts';
export { readTaxEntry, type TaxEntry, taxEntry } from './store-tax.ts';
export type { TaxCode, Treatment } from './tax-facts.ts';
export { dayField } from './tax-schemas.ts';
export { roomTaxes, type TaxSource } from './tax-source.ts';
export { splitNet, type Tax, type TaxableLine, totalsOf } from './totals.ts';
export { spentOf } from './upcoming.ts';
export { usageSources } from './usage-source.ts';
export { type UsageByWindow, type UsageWindow, windowText } from './usage-windows.ts';
export { type WorkRunOptions, workRun } from './work-run.ts';
export { reinstate, writeOff, writeOffDue } from './write-off.ts';
