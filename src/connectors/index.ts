export { type PaymentProcessor, type PaymentProcessors, paymentProcessors } from './payments/index.ts';
