import type { Db } from '#kernel';

/** Two things that must agree and do not. */
export interface Broken {
  readonly subject: string;
  /** What is wrong, with both figures. */
  readonly detail: string;
}

export interface SubjectPage {
  /** '' at the start. */
  readonly after: string;
  readonly limit: number;
  /** Subjects younger than this may still be written by a transaction that began earlier. */
  readonly before: Temporal.Instant;
  readonly at: Temporal.Instant;
}

/**
 * Something that holds at any moment, for each of its subjects. Both functions run in one snapshot of the
 * database, so that no half of a change is seen.
 */
export interface Check {
  /** Also the label in `/metrics`. */
  readonly name: string;
  /** What holds, in a sentence. */
  readonly says: string;
  /**
   * `append`: what was looked at once stays right, so only what is new is looked at, and all of it at night.
   * `cycle`: may become wrong at any time, so it is looked at round and round. `nightly`: only in a thorough pass.
   */
  readonly order: 'append' | 'cycle' | 'nightly';
  /** How many subjects are looked at in one go. */
  readonly chunk: number;
  /** How many a run looks at while nobody asks for all of them. */
  readonly atOnce: number;
  /** The subjects after one, always in the same order. */
  subjects(db: Db, page: SubjectPage): Promise<string[]>;
  examine(db: Db, subjects: readonly string[], at: Temporal.Instant): Promise<Broken[]>;
}
