/** What a server refuses with (RFC 9457), and what the portal throws for each failed request. */

export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  detail?: string;
  request_id?: string;
  errors?: { pointer: string; detail: string }[];
  [extension: string]: unknown;
}

/** No answer at all: status 0. */
const OFFLINE: ProblemBody = { type: 'about:blank', title: '', status: 0 };

export class ApiProblem extends Error {
  readonly body: ProblemBody;
  readonly requestId: string | null;
  readonly retryAfterSeconds: number | null;

  constructor(body: ProblemBody, response?: Response, cause?: unknown) {
    super(body.detail ?? body.title, { cause });
    this.name = 'ApiProblem';
    this.body = body;
    this.requestId = body.request_id ?? response?.headers.get('x-request-id') ?? null;
    const retryAfter = Number(response?.headers.get('retry-after') ?? Number.NaN);
    this.retryAfterSeconds = Number.isFinite(retryAfter) ? retryAfter : null;
  }

  get status(): number {
    return this.body.status;
  }

  /** The last part of the type: 'slug-taken'. */
  get kind(): string {
    return this.body.type.split('/').at(-1) ?? '';
  }

  /** What is wrong with one field of the body, by its JSON pointer: '/email'. */
  fieldError(pointer: string): string | undefined {
    return this.body.errors?.find((error) => error.pointer === pointer)?.detail;
  }

  static offline(cause: unknown): ApiProblem {
    return new ApiProblem(OFFLINE, undefined, cause);
  }

  /** From an answer that is no success; proxies in between may answer without problem+json. */
  static from(response: Response, body: unknown): ApiProblem {
    if (isProblemBody(body)) return new ApiProblem(body, response);
    return new ApiProblem(
      { type: 'about:blank', title: response.statusText, status: response.status },
      response,
    );
  }
}

function isProblemBody(body: unknown): body is ProblemBody {
  return typeof body === 'object' && body !== null && 'status' in body && 'title' in body && 'type' in body;
}

export function isProblem(error: unknown, ...statuses: number[]): error is ApiProblem {
  return error instanceof ApiProblem && (statuses.length === 0 || statuses.includes(error.status));
}
