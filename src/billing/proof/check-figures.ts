import type { Db } from '#kernel';
import * as store from './store-findings.ts';

/** What `/metrics` and `turnpike doctor` say of a check. */
export interface CheckFigures {
  readonly check: string;
  /** Open ones. */
  readonly findings: number;
  /** When everything was looked at last; null: never yet. */
  readonly completedAt: Temporal.Instant | null;
  /** Why it could not be made the last time. */
  readonly trouble: string | null;
}

/** Of every check that has run at least once. */
export async function checkFigures(db: Db): Promise<CheckFigures[]> {
  const open = await store.countFindings(db);
  return (await store.checkStates(db)).map(({ name, passEndedAt, trouble }) => ({
    check: name,
    findings: open.get(name) ?? 0,
    completedAt: passEndedAt,
    trouble,
  }));
}
