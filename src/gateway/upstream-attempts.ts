/**
 * The attempts of one call at the targets of its product. A call is repeated only where nothing can happen twice:
 * when it never left (no connection, and nothing of its body was taken), or when it is idempotent, bodiless, and
 * not a byte of an answer came. Whatever the number of attempts, it is one call.
 */
import type { Dispatcher } from 'undici';
import { BodyTooLarge, type RequestBody } from './request-body.ts';
import type { Passage } from './transport.ts';
import { isConnectionLoss, isOurs } from './upstream-faults.ts';
import type { UpstreamPools } from './upstream-pools.ts';
import { pushProof } from './upstream-proof.ts';
import type { UpstreamTarget } from './upstream-targets.ts';

const IDEMPOTENT = new Set(['GET', 'HEAD', 'OPTIONS']);

export class UpstreamAttempts {
  /** The request of the present attempt is on a connection. */
  isSent = false;
  readonly #passage: Passage;
  readonly #pools: UpstreamPools;
  readonly #onRepeat: () => void;
  readonly #ownHeaders: number;
  #target: UpstreamTarget | null = null;
  #index = -1;
  #tried = 0;
  #repeatsLeft: number;
  /** The connection was closed under an earlier attempt: the next one gets one of its own, which cannot be. */
  #hasRaced = false;
  #isProbe = false;
  /** The circuit has been told how the present attempt went. */
  #isSettled = true;

  constructor(passage: Passage, pools: UpstreamPools, onRepeat: () => void) {
    this.#passage = passage;
    this.#pools = pools;
    this.#onRepeat = onRepeat;
    this.#ownHeaders = passage.headers.length;
    this.#repeatsLeft = passage.upstream.settings.retries;
    passage.upstream.targets.countCall();
  }

  get connectMs(): number {
    return this.#target?.place.connectMs ?? 0;
  }

  /** Sends the call to the next target. */
  dispatch(
    nowMs: number,
    body: RequestBody | null,
    handler: Dispatcher.DispatchHandler,
  ): 'sent' | 'busy' | 'unavailable' {
    const { targets } = this.#passage.upstream;
    for (let outcome: 'busy' | 'unavailable' = 'unavailable'; ; outcome = 'busy') {
      const index = targets.choose(nowMs, this.#tried);
      if (index < 0) return outcome;
      const target = targets.targets[index]!;
      this.#target = target;
      this.#index = index;
      this.isSent = false;
      this.#isSettled = false;
      this.#isProbe = target.circuit.begin(nowMs);
      if (this.#send(target, body, handler)) return 'sent';
      this.abandon();
      // A full queue is no fault, and asking elsewhere costs the full one nothing.
      this.#tried |= 1 << index;
    }
  }

  /** The present attempt got an answer's head. */
  answered(status: number, nowMs: number): void {
    this.#settle()?.circuit.answered(nowMs, this.#isProbe, status >= 500);
  }

  /** Broken before a byte of an answer. True when the call may go out again. */
  broke(error: Error, nowMs: number, body: RequestBody | null): boolean {
    const { method, hasBody } = this.#passage;
    const repeatable = !hasBody && IDEMPOTENT.has(method);
    if (error instanceof BodyTooLarge || isOurs(error)) {
      this.abandon();
      return false;
    }
    const isLost = this.isSent && isConnectionLoss(error);
    const isRace = isLost && this.#pools.failedOnReuse(error);
    // Upstreams may close idle connections: that is no fault, and a fresh connection is no second load.
    if (isRace) this.abandon();
    else this.failed(nowMs);
    const isHarmless = this.isSent ? repeatable && isLost : body === null || !body.isTouched;
    if (!isHarmless) return false;
    if (isRace && !this.#hasRaced) this.#hasRaced = true;
    else if (!this.#mayAskAgain(nowMs)) return false;
    this.#onRepeat();
    return true;
  }

  /** Elsewhere first. Where nobody is there, asking the same target again would change nothing. */
  #mayAskAgain(nowMs: number): boolean {
    const { targets } = this.#passage.upstream;
    const tried = this.#tried | (1 << this.#index);
    const isElsewhere = targets.targets.some(
      ({ weight, circuit }, index) => (tried & (1 << index)) === 0 && weight > 0 && circuit.admits(nowMs),
    );
    if (this.#repeatsLeft === 0 || !(isElsewhere || this.isSent) || !targets.takeRepeat()) return false;
    this.#repeatsLeft -= 1;
    if (isElsewhere) this.#tried = tried;
    return true;
  }

  /** The present attempt failed for a reason that lies with its target. */
  failed(nowMs: number): void {
    this.#settle()?.circuit.failed(nowMs, this.#isProbe, !this.isSent);
  }

  /** The present attempt took too long. One that waited for a connection of others says nothing of its target. */
  expired(nowMs: number): void {
    if (this.isSent || (this.#target !== null && this.#pools.hasRoom(this.#target.place))) this.failed(nowMs);
    else this.abandon();
  }

  /** The present attempt ends without saying anything about its target. */
  abandon(): void {
    this.#settle()?.circuit.released(this.#isProbe);
  }

  /** The connection is free again. */
  done(): void {
    if (this.#target !== null) this.#pools.done(this.#target.place);
  }

  #settle(): UpstreamTarget | null {
    if (this.#isSettled) return null;
    this.#isSettled = true;
    return this.#target;
  }

  #send(target: UpstreamTarget, body: RequestBody | null, handler: Dispatcher.DispatchHandler): boolean {
    const { headers, method, onUpgrade } = this.#passage;
    const path = addressTo(this.#passage, target, this.#ownHeaders);
    const { servername } = target.place;
    const upgrade = onUpgrade === undefined ? {} : { upgrade: 'websocket' };
    return this.#pools.dispatch(
      target.place,
      { path, method, headers, body, servername, ...upgrade },
      handler,
      this.#hasRaced,
    );
  }
}

/**
 * Puts what only this target shall see behind the call's own headers, the first `ownHeaders` of the list; answers the
 * path there.
 */
export function addressTo(passage: Passage, target: UpstreamTarget, ownHeaders: number): string {
  const { headers, host } = passage;
  const path = `${target.basePath}${passage.path}`;
  const full = path.startsWith('/') ? path : `/${path}`;
  headers.length = ownHeaders;
  if (host !== null) headers.push('Host', host);
  pushProof(headers, passage, target, full);
  passage.call.upstreamUrl = target.url;
  return full;
}
