import assert from 'node:assert/strict';
import { type Client, eventually, type Json } from './client.ts';

/** The year of the story: the next one with a leap day whose January lies ahead. */
export const year = leapYear(Temporal.Now.plainDateISO('UTC').year + 1);

function leapYear(from: number): number {
  return Temporal.PlainDate.from({ year: from, month: 1, day: 1 }).inLeapYear ? from : leapYear(from + 1);
}

/** `02-29T09:00` on clocks in Berlin, in the year of the story; `+1:` before it is the year after. */
export function berlin(text: string): string {
  const [local, years] = text.startsWith('+1:') ? [text.slice(3), 1] : [text, 0];
  return Temporal.PlainDateTime.from(`${year + years}-${local}`)
    .toZonedDateTime('Europe/Berlin')
    .toInstant()
    .toString();
}

export interface Sums {
  readonly net: string;
  readonly tax: string;
  readonly total: string;
}

/** A line as the story expects it: what it says and its amount without tax. */
export type Line = readonly [description: string, amount: string];

/** A sandbox consumer that lives through the year. */
export class Life {
  readonly id: string;
  readonly client: Client;
  readonly #provider: Client;
  /** Of each event type, what was reported: as the value of events, or the units of calls. */
  readonly #reported = new Map<string, number>();
  #subscription = '';
  #seen = 0;

  private constructor(provider: Client, id: string) {
    this.#provider = provider;
    this.id = id;
    this.client = provider.as({ 'turnpike-organization': id });
  }

  static async begin(provider: Client, name: string, now: string, legal: Json): Promise<Life> {
    const { organization_id: id } = await provider.post('/test-clocks', { name, now });
    const life = new Life(provider, id);
    await life.client.ok('PATCH', `/organizations/${id}`, { legal: { name, ...legal } });
    return life;
  }

  get subscription(): string {
    return this.#subscription;
  }

  async pays(token: string): Promise<void> {
    await this.client.post('/payment-methods', { processor: 'test', token });
  }

  async subscribes(plan: string, more: Json = {}): Promise<void> {
    const taken = await this.client.post('/subscriptions', { product: 'acme/weather', plan, ...more });
    this.#subscription = taken.id;
  }

  /** What it asks of its subscription: `pause`, `change-plan` and so on. */
  asks(what: string, more: Json = {}): Promise<Json> {
    const path = what === 'cancel' ? '/subscriptions/cancel' : `/subscriptions/${this.id}/${what}`;
    return this.client.post(path, { subscription_id: this.#subscription, ...more });
  }

  /** Reports usage, and waits until it is in the usage store. */
  async uses(type: string, value: number, at: string): Promise<void> {
    const before = this.#reported.get(type) ?? 0;
    this.#reported.set(type, before + value);
    const identity = {
      workspace_id: this.id,
      product: 'weather',
      idempotency_key: `${type} ${before} ${at}`,
    };
    const event = { ...identity, event_type: type, value: String(value), timestamp: at };
    assert.deepEqual(await this.client.post('/usage/events', event), { accepted: 1, set_aside: [] });
    const range = `from=${year}-01-01T00:00:00Z&to=${year + 2}-01-01T00:00:00Z`;
    await eventually(`the ${type} of ${this.id} counted`, 30, async () => {
      const { data } = await this.client.get(`/usage/${this.id}?${range}&event_type=${type}`);
      return data[0] && Number(type === 'request' ? data[0].units : data[0].value) === before + value;
    });
  }

  /** Lives on. */
  async until(to: string): Promise<void> {
    const path = `/test-clocks/${this.id}`;
    await this.#provider.post(`${path}/advance`, { to });
    const there = await eventually('the clock there', 120, async () => {
      const now = await this.#provider.get(path);
      return now.state === 'ready' ? now : null;
    });
    assert.equal(there.problem, null);
  }

  async invoices(): Promise<Json[]> {
    return (await this.client.get('/invoices?limit=200')).data.toReversed();
  }

  /** Of the invoices, the next one that the story has not looked at. */
  async isBilled(cause: string, lines: readonly Line[], { net, tax, total }: Sums): Promise<Json> {
    const { id } = (await this.#until(this.#seen + 1))[this.#seen]!;
    this.#seen += 1;
    const invoice = await this.client.get(`/invoices/${id}`);
    const found = {
      cause: invoice.cause,
      lines: invoice.lines.map((line: Json) => [line.description, line.amount]),
      sums: [invoice.net, invoice.tax, invoice.total],
    };
    assert.deepEqual(found, { cause, lines, sums: [net, tax, total] });
    return invoice;
  }

  /** The first invoice comes with an event, not with time. */
  #until(count: number): Promise<Json[]> {
    return eventually(`invoice ${count} of ${this.id}`, 15, async () => {
      const all = await this.invoices();
      return all.length >= count ? all : null;
    });
  }

  async isBilledNothingMore(): Promise<void> {
    const more = (await this.invoices()).slice(this.#seen);
    assert.deepEqual(
      more.map(({ cause, total }) => [cause, total]),
      [],
    );
  }
}
