export {
  type BankTransaction,
  creditorReference,
  matchTransfer,
  type OpenItem,
  printedReference,
  readCreditorReference,
  readIban,
  type TransferMatch,
} from './bank-transfer.ts';
export {
  type ChargeReport,
  type ChargeRequest,
  type PaymentProcessor,
  type PaymentProcessors,
  paymentProcessors,
  type RefundReport,
  type RefundRequest,
} from './port.ts';
export { type TestProcessor, testProcessor, testTokens } from './test-processor.ts';
