import { defineProblems } from '#kernel';

export const paymentProblems = defineProblems('billing', {
  invoiceSettled: { status: 409, title: 'The invoice is paid already' },
  attemptOpen: { status: 409, title: 'A payment of this invoice is under way' },
  noPaymentMethod: { status: 409, title: 'There is no payment method to charge' },
  tokenRefused: { status: 409, title: 'The processor does not know this payment method' },
  processorUnknown: { status: 409, title: 'There is no such payment processor' },
  nothingToTopUp: { status: 409, title: 'There is no subscription that could use the credit' },
  nothingToAnswer: { status: 409, title: 'This payment waits for no answer' },
  transferDecided: { status: 409, title: 'The transfer has been decided on already' },
  otherCurrency: { status: 409, title: 'The transfer is in another currency than the invoice' },
});
