import { defineProblems } from '#kernel';

export const invoiceProblems = defineProblems('billing', {
  notRateable: { status: 409, title: 'This price cannot be rated from summed usage' },
  sellerUnknown: { status: 409, title: 'The provider has no legal identity to put on an invoice' },
  planVersionMissing: { status: 409, title: 'The subscription stands on a plan version that is gone' },
  subscriptionChanged: { status: 409, title: 'The subscription changed while it was billed' },
  taxRateMissing: { status: 409, title: 'No tax rate is set for a place where the seller is registered' },
  invoiceNotPositive: { status: 409, title: 'The lines of the invoice come to nothing once they are taxed' },
  tooManyTaxFacts: { status: 409, title: 'As many of these are kept as there may be' },
  runDone: { status: 409, title: 'The billing run is done already' },
  invoiceNotDraft: { status: 409, title: 'The invoice is issued already' },
  invoiceDiscarded: { status: 409, title: 'The draft was discarded' },
  draftNotPositive: { status: 409, title: 'An invoice asks for more than zero' },
  nothingOpen: { status: 409, title: 'Nothing of this invoice is open' },
});
