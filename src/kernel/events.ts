import { sql } from 'kysely';
import type { z } from 'zod';
import type { Clock } from './clock.ts';
import { type Db, inTransaction } from './db.ts';
import type { Log } from './log.ts';

/** A kind of fact, in the past tense: `invoice.issued`. */
export interface EventKind<T> {
  readonly name: string;
  readonly schema: z.ZodType<T>;
}

export interface EventAbout {
  readonly organizationId: string | null;
  readonly at: Temporal.Instant;
}

/** A fact as its subscribers get it. `id` is the natural key for what they write. */
export interface DomainEvent<T> extends EventAbout {
  readonly id: bigint;
  readonly name: string;
  readonly payload: T;
}

export type Subscriber<T> = (tx: Db, event: DomainEvent<T>) => Promise<void>;

export const EVENTS_CHANNEL = 'turnpike_events';
const maximumAttempts = 12;

export function defineEvent<T>(name: string, schema: z.ZodType<T>): EventKind<T> {
  return { name, schema };
}

/** Announces a fact within the transaction that makes it true: both are committed or neither. */
export async function emit<T>(tx: Db, kind: EventKind<T>, payload: T, about: EventAbout): Promise<void> {
  await emitAll(tx, kind, [{ payload, about }]);
}

/** Announces many facts of one kind in one statement. */
export async function emitAll<T>(
  tx: Db,
  kind: EventKind<T>,
  facts: readonly { payload: T; about: EventAbout }[],
): Promise<void> {
  if (facts.length === 0) return;
  const rows = facts.map(({ payload, about }) => ({
    organization_id: about.organizationId,
    at: about.at.toString(),
    payload: kind.schema.parse(payload),
  }));
  await sql`
    insert into kernel_events (name, organization_id, at, payload)
    select ${kind.name}, f.organization_id, f.at, f.payload
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as f(organization_id text, at timestamptz, payload jsonb)`.execute(
    tx,
  );
  await sql`select pg_notify(${EVENTS_CHANNEL}, '')`.execute(tx);
}

interface Subscription {
  readonly name: string;
  readonly kind: EventKind<unknown>;
  readonly handle: Subscriber<unknown>;
}

/**
 * Delivers events to subscribers, each at least once and in effect exactly once: a subscriber's writes commit in
 * the transaction that marks its delivery done. A failing delivery is tried again with growing pauses and
 * finally set aside with its reason; others go on.
 */
export class EventDispatcher {
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #subscriptions = new Map<string, Subscription>();

  constructor(db: Db, clock: Clock, log: Log) {
    this.#db = db;
    this.#clock = clock;
    this.#log = log;
  }

  /** Wires a subscriber. Its name is stored with its deliveries: keep it stable. */
  on<T>(kind: EventKind<T>, name: string, handle: Subscriber<T>): void {
    if (this.#subscriptions.has(name)) throw new Error(`Subscriber ${name} is wired twice`);
    this.#subscriptions.set(name, { name, kind, handle: handle as Subscriber<unknown> });
  }

  /** Delivers what is due. Resolves with the number of deliveries tried. */
  async deliverDue(limit = 1000): Promise<number> {
    await this.#fanOut();
    let tried = 0;
    while (tried < limit && (await this.#deliverOne())) tried += 1;
    return tried;
  }

  async #fanOut(): Promise<void> {
    const pairs = [...this.#subscriptions.values()].map((one) => ({
      subscriber: one.name,
      event: one.kind.name,
    }));
    await inTransaction(this.#db, async (tx) => {
      await sql`
        with fresh as (
          select id, name from kernel_events where not fanned_out order by id limit 1000 for update skip locked
        ), marked as (
          update kernel_events e set fanned_out = true from fresh f where e.id = f.id
        )
        insert into kernel_event_deliveries (event_id, subscriber, next_attempt_at)
        select f.id, w.subscriber, ${this.#clock.now()}
        from fresh f join jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as w(subscriber text, event text)
          on w.event = f.name
        on conflict do nothing`.execute(tx);
    });
  }

  async #deliverOne(): Promise<boolean> {
    return inTransaction(this.#db, async (tx) => {
      const { rows } = await sql<DeliveryRow>`
        select d.event_id, d.subscriber, d.attempts, e.name, e.organization_id, e.at, e.payload
        from kernel_event_deliveries d join kernel_events e on e.id = d.event_id
        where d.done_at is null and d.failed_at is null and d.next_attempt_at <= ${this.#clock.now()}
          and d.subscriber = any(${[...this.#subscriptions.keys()]}::text[])
        order by d.event_id limit 1 for update of d skip locked`.execute(tx);
      const [row] = rows;
      if (!row) return false;
      await this.#handle(tx, row);
      return true;
    });
  }

  async #handle(tx: Db, row: DeliveryRow): Promise<void> {
    const subscription = this.#subscriptions.get(row.subscriber)!;
    await sql`savepoint delivery`.execute(tx);
    try {
      const payload = subscription.kind.schema.parse(row.payload);
      const event = {
        id: row.event_id,
        name: row.name,
        organizationId: row.organization_id,
        at: row.at,
        payload,
      };
      await subscription.handle(tx, event);
      await sql`
        update kernel_event_deliveries set done_at = ${this.#clock.now()}
        where event_id = ${row.event_id} and subscriber = ${row.subscriber}`.execute(tx);
    } catch (error) {
      await sql`rollback to savepoint delivery`.execute(tx);
      await this.#postpone(tx, row, error);
    }
  }

  async #postpone(tx: Db, row: DeliveryRow, error: unknown): Promise<void> {
    const attempts = row.attempts + 1;
    const now = this.#clock.now();
    const next = now.add({ seconds: Math.min(3600, 2 ** attempts) });
    const failedAt = attempts >= maximumAttempts ? now : null;
    this.#log.error(
      { err: error, event: row.name, subscriber: row.subscriber, attempts },
      'event delivery failed',
    );
    await sql`
      update kernel_event_deliveries
      set attempts = ${attempts}, next_attempt_at = ${next}, failed_at = ${failedAt}, last_error = ${String(error).slice(0, 2000)}
      where event_id = ${row.event_id} and subscriber = ${row.subscriber}`.execute(tx);
  }
}

interface DeliveryRow {
  event_id: bigint;
  subscriber: string;
  attempts: number;
  name: string;
  organization_id: string | null;
  at: Temporal.Instant;
  payload: unknown;
}

/** Forgets events of before this instant whose deliveries are all done. */
export async function forgetEvents(db: Db, before: Temporal.Instant): Promise<void> {
  await sql`
    delete from kernel_events e where e.fanned_out and e.at < ${before}
      and not exists (select from kernel_event_deliveries d where d.event_id = e.id and d.done_at is null)`.execute(
    db,
  );
}
