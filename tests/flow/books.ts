import assert from 'node:assert/strict';
import { once } from 'node:events';
import { operatorOf } from './billed.ts';
import { Client, eventually, type Json } from './client.ts';
import { Instance } from './instance.ts';
import { type Buyer, joinShop, openShop, type Shop } from './shop.ts';

const unitPriceCents = 25;
const terms = {
  prices: [
    {
      key: 'tokens',
      meter: 'tokens',
      name: 'Tokens',
      price: { model: 'per_unit', unit_price: String(unitPriceCents / 100) },
    },
  ],
};

/** A provider whose consumers are billed for what they report, while the process is killed again and again. */
export class Books {
  readonly instance = new Instance({ environment: { TEST_PROCESSOR: 'on' } });
  readonly #buyers: Buyer[] = [];
  readonly #reported = new Map<string, number>();
  #shop: Shop | null = null;
  #runs: string[] = [];

  /** Without failpoint: three consumers, of whom two can be charged at once. */
  async open(): Promise<void> {
    const client = new Client((await this.instance.start()).portal_url);
    const routes = [{ method: 'GET', template: '/plain' }];
    this.#shop = await openShop(client, { upstreamUrl: 'https://93.184.215.14', routes, terms });
    for (const name of ['first', 'second', 'third']) {
      const card = name === 'third' ? undefined : { processor: 'test', token: 'pm_test_ok' };
      this.#buyers.push(await joinShop(client, name, card));
    }
  }

  get #provider(): Client {
    return new Client(this.instance.facts.portal_url).bearer(this.#shop!.providerToken);
  }

  /** Usage of every consumer, and a run that bills it, in a process that ends itself on the way. */
  async billAndDie(failAt: string): Promise<void> {
    await this.instance.end();
    await this.instance.start({ FAIL_AT: failAt });
    const round = this.#runs.length + 1;
    const events = this.#buyers.map((buyer, index) => {
      const value = 4 * round + index;
      this.#reported.set(buyer.subscriptionId, (this.#reported.get(buyer.subscriptionId) ?? 0) + value);
      const identity = { event_type: 'tokens', workspace_id: buyer.id, idempotency_key: `${round}-${index}` };
      return { ...identity, value: String(value) };
    });
    await this.#provider.post('/usage/events', events);
    const child = this.instance.child;
    const ended = once(child, 'exit');
    const run = await this.#provider.post('/billing/runs', { close_current_period: true });
    this.#runs.push(run.id);
    const [, signal] = await ended;
    assert.equal(signal, 'SIGKILL', `it ended itself at ${failAt}`);
  }

  /** After a start without failpoint, everything settles: what was reported is billed once, no more and no less. */
  async verify(): Promise<void> {
    await this.instance.start();
    await eventually('the end of every run', 60, async () => {
      const runs = await Promise.all(this.#runs.map((id) => this.#provider.get(`/billing/runs/${id}`)));
      return runs.every((run: Json) => run.state === 'done');
    });
    const invoices = await eventually('the payments', 90, async () => {
      const { data } = await this.#provider.get('/invoices?role=seller&limit=200');
      // One that was just being charged at the kill is asked about after a minute.
      const collected = data.filter((one: Json) => one.organization_id !== this.#buyers[2]!.id);
      return collected.every((one: Json) => one.state === 'paid') && data;
    });
    assert.equal(
      invoices.length,
      this.#runs.length * this.#buyers.length,
      'each run made one invoice a consumer',
    );
    await this.#verifyLines(invoices);
    const numbers = invoices
      .map((one: Json) => Number(/\d+$/.exec(one.number)?.[0]))
      .sort((a: number, b: number) => a - b);
    assert.deepEqual(
      numbers,
      invoices.map((_: Json, index: number) => index + 1),
      'numbers without gaps',
    );
    await this.#verifyLedger(invoices);
  }

  async #verifyLines(invoices: Json[]): Promise<void> {
    const billed = new Map<string, number>();
    for (const { id, subscription_id: subscription, total } of invoices) {
      const { lines } = await this.#provider.get(`/invoices/${id}`);
      assert.equal(sum(lines, 'amount'), cents(total), 'the lines add up');
      billed.set(subscription, (billed.get(subscription) ?? 0) + cents(total));
    }
    const due = [...this.#reported].map(([subscription, quantity]) => [
      subscription,
      quantity * unitPriceCents,
    ]);
    assert.deepEqual([...billed].sort(), due.sort(), 'what was reported is on invoices once');
  }

  async #verifyLedger(invoices: Json[]): Promise<void> {
    const operator = await operatorOf(this.instance, new Client(this.instance.facts.portal_url));
    const trial = await operator.get('/ledger/trial-balance');
    assert.equal(trial.balanced, true);
    const balance = (code: string) =>
      sum(
        trial.rows.filter((row: Json) => row.code === code),
        'balance',
      );
    assert.equal(balance('receivable'), sum(invoices, 'amount_due'), 'what is open is receivable');
    const attempts = await Promise.all(
      invoices.map((one) => operator.get(`/invoices/${one.id}/payment-attempts`)),
    );
    const succeeded = attempts.map(
      ({ data }) => data.filter((one: Json) => one.state === 'succeeded').length,
    );
    assert.deepEqual(
      succeeded,
      invoices.map((one) => (one.state === 'paid' ? 1 : 0)),
      'each invoice was collected once',
    );
  }
}

function cents(amount: string): number {
  return Math.round(Number(amount) * 100);
}

function sum(some: Json[], of: string): number {
  return some.reduce((total, one) => total + cents(one[of]), 0);
}
