/** What an OpenAPI document says of one operation, in one form for 3.0 and 3.1: schemas are JSON Schema 2020-12. */

export type Schema = Readonly<Record<string, unknown>>;

export interface ParameterDocumentation {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly deprecated: boolean;
  /** Markdown. */
  readonly description: string;
  /** How lists and objects are written; null for what the place has by default. */
  readonly style: string | null;
  readonly explode: boolean | null;
  readonly schema: Schema;
  readonly examples: readonly Example[];
}

export interface Example {
  readonly name: string;
  readonly summary: string;
  readonly value: unknown;
}

export interface MediaDocumentation {
  readonly media_type: string;
  readonly schema: Schema | null;
  readonly examples: readonly Example[];
}

export interface BodyDocumentation {
  readonly description: string;
  readonly required: boolean;
  readonly content: readonly MediaDocumentation[];
}

export interface ResponseDocumentation {
  /** `200`, `4XX` or `default`. */
  readonly status: string;
  readonly description: string;
  readonly headers: readonly HeaderDocumentation[];
  readonly content: readonly MediaDocumentation[];
}

export interface HeaderDocumentation {
  readonly name: string;
  readonly description: string;
  readonly schema: Schema;
}

/** Snake case, because it is stored and sent as it is written here. */
export interface RouteDocumentation {
  readonly tags: readonly string[];
  readonly deprecated: boolean;
  readonly parameters: readonly ParameterDocumentation[];
  readonly request_body: BodyDocumentation | null;
  readonly responses: readonly ResponseDocumentation[];
}

/** Says in a schema that its inner part was left out: recursion, or more than a route may hold. */
export const CUT = 'x-turnpike-cut';

/** In documents that we make, on the answers that are the gateway's and not the API's: they are not read again. */
export const GATEWAYS_OWN = 'x-turnpike-gateway';
/** In documents that we make, on each operation that stands for a route of any method. */
export const ANY_METHOD = 'x-turnpike-any';
export const OWN_WEIGHT = 'x-turnpike-weight';
export const OWN_MINIMUM_PLAN = 'x-turnpike-minimum-plan';

/** An operation as it was read. Only strings and numbers, so that it crosses threads cheaply. */
export interface ReadOperation {
  /** Where in the document. */
  readonly pointer: string;
  readonly method: string;
  readonly template: string;
  /** Equal for templates that match the same paths. */
  readonly shape: string;
  readonly operationId: string | null;
  readonly name: string;
  readonly description: string;
  readonly sampleParameters: Readonly<Record<string, string>>;
  /** JSON text of a RouteDocumentation. */
  readonly documentation: string;
  /** Equal for documentation that says the same, whatever the order of names in its objects. */
  readonly digest: string;
  /** From our own extensions, for routes that do not exist yet. */
  readonly weight: string | null;
  readonly minimumPlan: string | null;
}
