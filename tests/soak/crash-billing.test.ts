import { after, before, test } from 'node:test';
import { Books } from '../flow/books.ts';

// The steps around the commit, in the whole program (D01, D02). Runs die at every other step as well in
// `src/billing/crash.test.ts`, in a process of their own, which takes a tenth of the time.
const steps = ['invoice.before_commit', 'invoice.after_commit'];

const books = new Books();
before(() => books.open());
after(() => books.instance.remove());

for (const step of steps) {
  test(`killed at ${step}, a run invoices each charge exactly once`, async () => {
    await books.billAndDie(step);
    await books.verify();
  });
}
