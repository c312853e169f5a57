import { randomBytes } from 'node:crypto';
import { type Actor, type Db, inTransaction, type Secrets } from '#kernel';
import { createKey, type KeyEnvironment } from '#subscriptions';

/** How long a key of the console works. */
const LIFE = { minutes: 15 };
/** Nobody begins a call with a key that may end before the call arrives. */
const LEAST = { minutes: 1 };
/** How many are remembered; the oldest go first. */
const MOST_KEYS = 10_000;

export interface ConsoleKey {
  readonly id: string;
  readonly text: string;
  readonly expiresAt: Temporal.Instant;
}

export interface KeyHolder {
  readonly subscriptionId: string;
  readonly organizationId: string;
  readonly environment: KeyEnvironment;
  readonly actor: Actor;
  readonly at: Temporal.Instant;
}

export interface ConsoleKeysDeps {
  readonly db: Db;
  readonly secrets: Secrets;
  /** Resolves when the gateway knows what was committed. */
  catchUp(): Promise<void>;
}

/** The keys that the console calls with: one for each person, subscription and environment, made when it is needed. */
export class ConsoleKeys {
  readonly #deps: ConsoleKeysDeps;
  readonly #keys = new Map<string, Promise<ConsoleKey>>();

  constructor(deps: ConsoleKeysDeps) {
    this.#deps = deps;
  }

  async keyFor(holder: KeyHolder): Promise<ConsoleKey> {
    const place = placeOf(holder);
    const known = this.#keys.get(place);
    if (known) {
      const key = await known;
      if (Temporal.Instant.compare(key.expiresAt, holder.at.add(LEAST)) > 0) return key;
    }
    // Calls that come at the same time wait for one key.
    const present = this.#keys.get(place);
    if (present !== undefined && present !== known) return present;
    const made = this.#mint(holder);
    this.#keys.set(place, made);
    made.catch(() => this.#forgetIf(place, made));
    this.#forgetOldest();
    return made;
  }

  /** The gateway does not take it any more: somebody has revoked it. */
  forget(holder: KeyHolder): void {
    this.#keys.delete(placeOf(holder));
  }

  async #mint({ subscriptionId, organizationId, environment, actor, at }: KeyHolder): Promise<ConsoleKey> {
    const expiresAt = at.add(LIFE);
    const { key, text } = await inTransaction(this.#deps.db, (tx) =>
      createKey(tx, this.#deps.secrets, {
        subscriptionId,
        organizationId,
        environment,
        name: `Console ${randomBytes(4).toString('hex')}`,
        expiresAt,
        purpose: 'console',
        actor,
        at,
      }),
    );
    await this.#deps.catchUp();
    return { id: key.id, text, expiresAt };
  }

  #forgetIf(place: string, made: Promise<ConsoleKey>): void {
    if (this.#keys.get(place) === made) this.#keys.delete(place);
  }

  #forgetOldest(): void {
    if (this.#keys.size <= MOST_KEYS) return;
    const [oldest] = this.#keys.keys();
    if (oldest !== undefined) this.#keys.delete(oldest);
  }
}

function placeOf({ subscriptionId, organizationId, environment, actor }: KeyHolder): string {
  return [organizationId, subscriptionId, environment, actor.userId ?? actor.tokenId].join(' ');
}
