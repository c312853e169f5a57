/** A kind of refusal, listed once by its room. */
export interface ProblemKind {
  readonly type: string;
  readonly status: number;
  readonly title: string;
}

/** Where in a request something is wrong: a JSON pointer into the body, or `query/…`, `params/…`. */
export interface PointedError {
  readonly pointer: string;
  readonly detail: string;
}

const base = 'https://turnpike.dev/problems/';
const registry = new Map<string, ProblemKind & { room: string }>();

/** Registers a room's problems. Each becomes `https://turnpike.dev/problems/<kebab-name>`. */
export function defineProblems<K extends string>(
  room: string,
  kinds: Record<K, { status: number; title: string; type?: string }>,
): Record<K, ProblemKind> {
  const result = {} as Record<K, ProblemKind>;
  for (const name of Object.keys(kinds) as K[]) {
    const { status, title, type = base + kebab(name) } = kinds[name];
    const known = registry.get(type);
    if (known && known.room !== room)
      throw new Error(`Problem ${type} is defined by ${known.room} and ${room}`);
    result[name] = { type, status, title };
    registry.set(type, { ...result[name], room });
  }
  return result;
}

/** All problems of the rooms loaded so far, sorted by type: feeds the documentation and its test. */
export function listProblems(): (ProblemKind & { room: string })[] {
  return [...registry.values()].sort((a, b) => a.type.localeCompare(b.type));
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** A refusal (RFC 9457). Anything else that is thrown is a bug. */
export class Problem extends Error {
  readonly kind: ProblemKind;
  readonly detail: string | undefined;
  readonly errors: readonly PointedError[] | undefined;
  readonly extensions: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    kind: ProblemKind,
    more: {
      detail?: string;
      errors?: readonly PointedError[];
      extensions?: Record<string, unknown>;
      headers?: Record<string, string>;
      cause?: unknown;
    } = {},
  ) {
    super(more.detail ?? kind.title, { cause: more.cause });
    this.name = 'Problem';
    this.kind = kind;
    this.detail = more.detail;
    this.errors = more.errors;
    this.extensions = more.extensions ?? {};
    this.headers = more.headers ?? {};
  }

  get status(): number {
    return this.kind.status;
  }

  /** The body of `application/problem+json`. */
  toJSON(requestId?: string): Record<string, unknown> {
    return {
      type: this.kind.type,
      title: this.kind.title,
      status: this.kind.status,
      ...(this.detail === undefined ? {} : { detail: this.detail }),
      ...(requestId === undefined ? {} : { instance: `urn:request:${requestId}`, request_id: requestId }),
      ...(this.errors === undefined ? {} : { errors: this.errors }),
      ...this.extensions,
    };
  }
}

export const kernelProblems = defineProblems('kernel', {
  badRequest: { status: 400, title: 'The request cannot be read' },
  badJson: { status: 400, title: 'The body is not valid JSON' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  forbidden: { status: 403, title: 'You may not do this' },
  csrfRefused: { status: 403, title: 'The request lacks its CSRF token or comes from another site' },
  notFound: { status: 404, title: 'There is no such thing' },
  conflict: { status: 409, title: 'This contradicts the present state' },
  idempotencyMismatch: { status: 409, title: 'The Idempotency-Key was used for another request' },
  bodyTooLarge: { status: 413, title: 'The body is too large' },
  unsupportedMediaType: { status: 415, title: 'The content type is not supported' },
  invalidRequest: { status: 422, title: 'The request is not valid' },
  rateLimited: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something broke on our side' },
  unavailable: { status: 503, title: 'Temporarily unavailable' },
});

/** 404 for an object that does not exist or is another organization's. */
export function notFound(what: string): Problem {
  return new Problem(kernelProblems.notFound, { detail: `There is no such ${what}.` });
}

/** 422 with the pointers of what is wrong. */
export function invalid(errors: readonly PointedError[]): Problem {
  const first = errors[0];
  const detail = first ? `${first.pointer || '/'}: ${first.detail}` : 'The request is not valid.';
  return new Problem(kernelProblems.invalidRequest, { detail, errors });
}
