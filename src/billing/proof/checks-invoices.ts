import type { Check } from './check.ts';
import * as store from './store-checks.ts';

const totals: Check = {
  name: 'invoices.add_up',
  says: 'Lines are the net, taxes the tax, net and tax the total, charges the lines, fee and share the net',
  order: 'append',
  chunk: 1000,
  atOnce: 20_000,
  subjects: store.invoiceIdsAfter,
  examine: store.brokenInvoices,
};

const allocations: Check = {
  name: 'receivables.paid',
  says: 'What is paid, credited and given up of an invoice is the sum of what did so',
  order: 'cycle',
  chunk: 1000,
  atOnce: 2000,
  subjects: store.receivableIdsAfter,
  examine: store.brokenReceivables,
};

const numbers: Check = {
  name: 'invoices.numbers',
  says: 'The numbers of a seller have no gap and no double',
  order: 'cycle',
  chunk: 20,
  atOnce: 20,
  subjects: store.sellersAfter,
  examine: store.brokenNumbers,
};

const notes: Check = {
  name: 'credit_notes.add_up',
  says: 'Lines are the net, taxes the tax, net and tax the total, and no line is taken back by more than it is',
  order: 'append',
  chunk: 1000,
  atOnce: 20_000,
  subjects: store.noteIdsAfter,
  examine: store.brokenNotes,
};

const credits: Check = {
  name: 'credits.used',
  says: 'What is gone from a credit was used or refunded, and no payment gives back more than it was',
  order: 'cycle',
  chunk: 1000,
  atOnce: 2000,
  subjects: store.creditIdsAfter,
  examine: store.brokenCredits,
};

export const invoiceChecks: readonly Check[] = [totals, allocations, notes, credits, numbers];
