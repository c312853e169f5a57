import { after, before, test } from 'node:test';
import { Books } from './books.ts';

// Each step of an invoice run, in their order.
const steps = [
  'invoice.before_charges',
  'invoice.after_rows',
  'invoice.before_ledger',
  'invoice.before_commit',
  'invoice.after_commit',
];

const books = new Books();
before(() => books.open());
after(() => books.instance.remove());

for (const step of steps) {
  test(`killed at ${step}, a run invoices each charge exactly once`, async () => {
    await books.billAndDie(step);
    await books.verify();
  });
}
