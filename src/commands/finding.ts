import type { Config, Stores } from '#kernel';

/** What a check of `turnpike doctor` says. */
export type Finding = {
  readonly state: 'ok' | 'warn' | 'fail';
  readonly detail: string;
  readonly mend?: string;
};

/** What a check may look at. Without stores, they could not be opened. */
export interface Patient {
  readonly config: Config;
  readonly stores: Stores | null;
  /** The stores are those of an instance that runs. */
  readonly running: boolean;
}
