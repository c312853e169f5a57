import { defineProblems } from '#kernel';

export const creditProblems = defineProblems('billing', {
  notIssued: { status: 409, title: 'Only an issued invoice can be credited' },
  nothingToCredit: { status: 409, title: 'There is nothing to credit' },
  moreThanLeft: { status: 409, title: 'That is more than is left' },
  invoicePaidFor: { status: 409, title: 'An invoice that money came for is credited, not voided' },
  paymentUnderWay: { status: 409, title: 'A payment of this invoice is on its way' },
  notRefundable: { status: 409, title: 'There is no payment that this could go back to' },
  refundSettled: { status: 409, title: 'The refund is settled, or the processor settles it' },
});
