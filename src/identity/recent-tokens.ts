import type { Db } from '#kernel';
import type { ServiceToken } from './service-token.ts';
import { findLiveServiceToken } from './store-tokens.ts';

const keptMs = 1000;
const mostKept = 10_000;

/**
 * Service tokens that were found within the last second, so that a machine which calls thousands of times a second
 * costs no query each time. A token that is revoked in this process is forgotten at once, elsewhere within the second.
 */
export class RecentTokens {
  readonly #found = new Map<string, { token: ServiceToken; untilMs: number }>();

  async find(db: Db, hash: Buffer, at: Temporal.Instant): Promise<ServiceToken | null> {
    const key = hash.toString('base64');
    const known = this.#found.get(key);
    const atMs = at.epochMilliseconds;
    if (known && atMs < known.untilMs && atMs >= known.untilMs - keptMs) return known.token;
    const token = await findLiveServiceToken(db, hash, at);
    if (this.#found.size >= mostKept) this.#found.clear();
    if (token) {
      const expiresMs = token.expiresAt?.epochMilliseconds ?? Number.POSITIVE_INFINITY;
      this.#found.set(key, { token, untilMs: Math.min(atMs + keptMs, expiresMs) });
    } else this.#found.delete(key);
    return token;
  }

  forget(): void {
    this.#found.clear();
  }
}
