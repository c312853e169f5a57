import { type Actor, type Db, kernelProblems, Problem, type Secrets } from '#kernel';
import { keyRevoked } from './events.ts';
import { foreignKeyOfText } from './foreign-key.ts';
import { announceKey } from './save-key.ts';
import { keysWithHashes } from './store-imports.ts';
import { markRevoked } from './store-keys.ts';

const reportsPerMinute = 10;
const mostAddresses = 10_000;
const minuteMs = 60_000;

/** How often one address may report within a minute. In memory: what it saves is work, not a secret. */
export class ReportAllowance {
  #minute = 0;
  readonly #taken = new Map<string, number>();

  /** Counts a report, or refuses it (429 with Retry-After). */
  take(address: string, at: Temporal.Instant): void {
    const minute = Math.floor(at.epochMilliseconds / minuteMs);
    if (minute !== this.#minute || this.#taken.size >= mostAddresses) this.#taken.clear();
    this.#minute = minute;
    const taken = this.#taken.get(address) ?? 0;
    if (taken >= reportsPerMinute) {
      const seconds = 60 - Math.floor((at.epochMilliseconds % minuteMs) / 1000);
      throw new Problem(kernelProblems.rateLimited, { headers: { 'retry-after': String(seconds) } });
    }
    this.#taken.set(address, taken + 1);
  }
}

/**
 * Revokes the key that was found where it should not be. Whoever has a key's text can use it, so nothing that was still
 * safe is lost when they can end it too. Says nothing of what it found.
 */
export async function reportLeak(
  tx: Db,
  secrets: Secrets,
  report: { text: string; actor: Actor; at: Temporal.Instant },
): Promise<void> {
  const key = foreignKeyOfText(secrets, report.text);
  if (typeof key === 'string') return;
  const [found] = await keysWithHashes(tx, [key.hash]);
  const revoked = found && (await markRevoked(tx, found.id, report.at));
  if (!revoked) return;
  const detail = { reason: 'its text was reported as leaked' };
  await announceKey(tx, revoked, keyRevoked, 'key.revoked', { ...report, detail });
}
