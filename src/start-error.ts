/** The program cannot start or go on, for a reason that a person can mend: said without a stack trace. */
export class StartError extends Error {
  override name = 'StartError';
}
