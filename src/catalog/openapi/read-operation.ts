/** Parameters, bodies and responses of one operation. */
import {
  type BodyDocumentation,
  type Example,
  GATEWAYS_OWN,
  type HeaderDocumentation,
  type MediaDocumentation,
  type ParameterDocumentation,
  type ResponseDocumentation,
  type RouteDocumentation,
} from './documentation.ts';
import { type Allowance, SchemaReader, TooMuch } from './read-schema.ts';
import { readValue } from './read-value.ts';
import { at, entriesOf, type Found, follow, isObject, type Json, member, textOf } from './references.ts';
import { Report, shorten } from './report.ts';

/** JSON text of a route's documentation is no longer than this. */
export const LONGEST_DOCUMENTATION = 24_000;

const mostParameters = 100;
const mostResponses = 40;
const mostMedia = 8;
const mostExamples = 3;
const mostTags = 20;

/** From everything to nothing but names: the first that fits is taken. */
const allowances: readonly (Allowance & { examples: boolean })[] = [
  { depth: 8, descriptionLength: 1000, examples: true },
  { depth: 5, descriptionLength: 500, examples: true },
  { depth: 4, descriptionLength: 300, examples: true },
  { depth: 3, descriptionLength: 200, examples: false },
  { depth: 2, descriptionLength: 150, examples: false },
  { depth: 1, descriptionLength: 100, examples: false },
  { depth: 0, descriptionLength: 60, examples: false },
];

export interface OperationPlace {
  readonly operation: Json;
  readonly pointer: string;
  readonly pathItem: Json;
  readonly pathPointer: string;
  /** Names in our template. */
  readonly pathParameters: readonly string[];
  /** The document's name of a path parameter → ours. */
  readonly renamed: ReadonlyMap<string, string>;
}

/** Reads with as much depth as fits. `isFull`: the document as a whole has said enough, only the least is kept. */
export function readDocumentation(
  document: Json,
  place: OperationPlace,
  report: Report,
  isFull: boolean,
): RouteDocumentation {
  for (const [level, allowance] of allowances.entries()) {
    if (isFull && level < allowances.length - 1) continue;
    const own = new Report();
    try {
      const documentation = new OperationReader(document, place, own, allowance).read();
      if (JSON.stringify(documentation).length > LONGEST_DOCUMENTATION) continue;
      report.addAll(own);
      if (level > 0) {
        const kept = `Schemas are kept ${allowance.depth} deep${allowance.examples ? '' : ', without examples'}.`;
        report.add(
          'info',
          place.pointer,
          'documentation-cut',
          `The operation says more than is kept. ${kept}`,
        );
      }
      return documentation;
    } catch (error) {
      if (!(error instanceof TooMuch)) throw error;
    }
  }
  report.add('warning', place.pointer, 'documentation-left-out', 'The operation says more than can be kept.');
  return { tags: [], deprecated: false, parameters: [], request_body: null, responses: [] };
}

class OperationReader {
  readonly #document: Json;
  readonly #place: OperationPlace;
  readonly #report: Report;
  readonly #allowance: Allowance & { examples: boolean };
  readonly #schemas: SchemaReader;

  constructor(
    document: Json,
    place: OperationPlace,
    report: Report,
    allowance: Allowance & { examples: boolean },
  ) {
    this.#document = document;
    this.#place = place;
    this.#report = report;
    this.#allowance = allowance;
    this.#schemas = new SchemaReader(document, report, allowance, LONGEST_DOCUMENTATION);
  }

  read(): RouteDocumentation {
    const { operation, pointer } = this.#place;
    const tags = Array.isArray(operation.tags) ? operation.tags : [];
    return {
      tags: tags
        .filter((tag) => typeof tag === 'string')
        .map((tag) => shorten(tag, 60))
        .slice(0, mostTags),
      deprecated: operation.deprecated === true,
      parameters: this.#parameters(),
      request_body: this.#body(operation.requestBody, at(pointer, 'requestBody')),
      responses: this.#responses(operation.responses, at(pointer, 'responses')),
    };
  }

  #parameters(): ParameterDocumentation[] {
    const { operation, pointer, pathItem, pathPointer, pathParameters } = this.#place;
    const read = new Map<string, ParameterDocumentation>();
    // What the operation says of a parameter stands before what its path says of it.
    for (const [holder, place] of [
      [pathItem, pathPointer],
      [operation, pointer],
    ] as const) {
      const given = holder.parameters;
      for (const [index, value] of (Array.isArray(given) ? given : []).entries()) {
        const one = this.#parameter({ value, pointer: at(place, 'parameters', index) });
        if (one) read.set(`${one.in} ${one.in === 'header' ? one.name.toLowerCase() : one.name}`, one);
      }
    }
    for (const name of pathParameters.filter((one) => !read.has(`path ${one}`))) {
      const detail = `{${name}} is in the path and not described; it is taken for a text.`;
      this.#report.add('info', at(pointer, 'parameters'), 'undescribed-parameter', detail);
      read.set(`path ${name}`, { ...blank, name, in: 'path', required: true, schema: { type: 'string' } });
    }
    if (read.size > mostParameters)
      this.#say(
        'warning',
        pointer,
        'too-many',
        `Of ${read.size} parameters the first ${mostParameters} are kept.`,
      );
    const order = ['path', 'query', 'header'];
    const all = [...read.values()].sort((a, b) => order.indexOf(a.in) - order.indexOf(b.in));
    return all.slice(0, mostParameters);
  }

  #parameter(from: Found): ParameterDocumentation | null {
    const found = follow(this.#document, from, this.#report);
    if (found === null) return null;
    const { value, pointer } = found;
    const given = textOf(value, 'name');
    const place = textOf(value, 'in');
    if (!isObject(value) || given === '') return this.#refuse(pointer, 'no-parameter', 'It has no name.');
    const reason = this.#refusalOf(place, given);
    if (reason !== null) return this.#refuse(pointer, 'parameter-left-out', reason);
    const name = place === 'path' ? (this.#place.renamed.get(given) ?? given) : shorten(given, 200);
    const content = entriesOf(value.content)[0];
    const schema = content ? member(content[1], 'schema') : value.schema;
    const schemaAt = content ? at(pointer, 'content', content[0], 'schema') : at(pointer, 'schema');
    if (content) this.#say('info', pointer, 'parameter-content', `It is text of the type ${content[0]}.`);
    return {
      name,
      in: place as ParameterDocumentation['in'],
      required: place === 'path' || value.required === true,
      deprecated: value.deprecated === true,
      description: shorten(textOf(value, 'description'), this.#allowance.descriptionLength * 2),
      style: (styles[place] ?? []).find((style) => style === textOf(value, 'style')) ?? null,
      explode: typeof value.explode === 'boolean' ? value.explode : null,
      schema: this.#schemas.read(schema, schemaAt) ?? {},
      examples: this.#examples({ ...(content && isObject(content[1]) ? content[1] : {}), ...value }, pointer),
    };
  }

  /** Why a parameter is not kept, or null. */
  #refusalOf(place: string, name: string): string | null {
    if (place === 'cookie') return `The cookie ${name}: calls through the gateway carry a key, not cookies.`;
    if (place === 'path') {
      const known = this.#place.pathParameters.includes(this.#place.renamed.get(name) ?? name);
      return known ? null : `{${name}} is not in the path.`;
    }
    if (place !== 'query' && place !== 'header') return `Parameters in "${shorten(place, 40)}" are not read.`;
    if (place === 'query') return null;
    const header = name.toLowerCase();
    if (!/^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(header)) return `${name} is no name of a header.`;
    if (['accept', 'content-type', 'authorization', 'cookie'].includes(header))
      return `${name} is said by bodies and security, not by parameters.`;
    return header === 'x-api-key' || header.startsWith('x-turnpike-')
      ? `${name} belongs to the gateway, which replaces it.`
      : null;
  }

  #body(value: unknown, pointer: string): BodyDocumentation | null {
    if (value === undefined || value === null) return null;
    const found = follow(this.#document, { value, pointer }, this.#report);
    if (found === null || !isObject(found.value)) return null;
    return {
      description: this.#description(found.value),
      required: found.value.required === true,
      content: this.#content(found.value.content, at(found.pointer, 'content')),
    };
  }

  #responses(value: unknown, pointer: string): ResponseDocumentation[] {
    const read: ResponseDocumentation[] = [];
    const entries = entriesOf(value).filter(([status]) => !status.startsWith('x-'));
    if (entries.length === 0) this.#say('info', pointer, 'no-responses', 'It describes no response.');
    for (const [given, response] of entries.slice(0, mostResponses)) {
      const status = given === 'default' ? given : given.toUpperCase();
      const found = follow(this.#document, { value: response, pointer: at(pointer, given) }, this.#report);
      if (!/^([1-5]\d\d|[1-5]XX|default)$/.test(status)) {
        this.#say('warning', at(pointer, given), 'unknown-status', `${shorten(given, 40)} is no status.`);
      } else if (found !== null && isObject(found.value) && found.value[GATEWAYS_OWN] !== true) {
        if (entriesOf(found.value.links).length > 0)
          this.#say('info', at(found.pointer, 'links'), 'links', 'Links between operations are not kept.');
        read.push({
          status,
          description: this.#description(found.value),
          headers: this.#headers(found.value.headers, at(found.pointer, 'headers')),
          content: this.#content(found.value.content, at(found.pointer, 'content')),
        });
      }
    }
    return read.sort((a, b) => (a.status < b.status ? -1 : 1));
  }

  #headers(value: unknown, pointer: string): HeaderDocumentation[] {
    return entriesOf(value)
      .slice(0, 40)
      .flatMap(([name, header]) => {
        const found = follow(this.#document, { value: header, pointer: at(pointer, name) }, this.#report);
        if (found === null || !isObject(found.value) || name.toLowerCase() === 'content-type') return [];
        const schema = this.#schemas.read(found.value.schema, at(found.pointer, 'schema')) ?? {};
        return [{ name: shorten(name, 200), description: this.#description(found.value), schema }];
      });
  }

  #content(value: unknown, pointer: string): MediaDocumentation[] {
    const entries = entriesOf(value);
    if (entries.length > mostMedia)
      this.#say('info', pointer, 'too-many', `Of ${entries.length} types the first ${mostMedia} are kept.`);
    return entries.slice(0, mostMedia).map(([type, of]) => {
      const place = at(pointer, type);
      const media = isObject(of) ? of : {};
      if (entriesOf(media.encoding).length > 0)
        this.#say('info', at(place, 'encoding'), 'encoding', 'How parts of a form are encoded is not kept.');
      return {
        media_type: shorten(type, 150),
        schema: this.#schemas.read(media.schema, at(place, 'schema')),
        examples: this.#examples(media, place),
      };
    });
  }

  /** Those of parameters and of media types; of schemas the schema keeps its own. */
  #examples(holder: Json, pointer: string): Example[] {
    if (!this.#allowance.examples) return [];
    const given = Object.hasOwn(holder, 'example') ? [['default', { value: holder.example }] as const] : [];
    const named = entriesOf(holder.examples);
    return [...given, ...named].slice(0, mostExamples).flatMap(([name, one]) => {
      const place = at(pointer, 'examples', name);
      const found = follow(this.#document, { value: one, pointer: place }, this.#report);
      const kept =
        found && Object.hasOwn(Object(found.value), 'value')
          ? readValue(member(found.value, 'value'), this.#document)
          : undefined;
      if (kept !== undefined)
        return [
          { name: shorten(name, 100), summary: shorten(textOf(found?.value, 'summary'), 200), value: kept },
        ];
      this.#say('info', place, 'example-left-out', 'The example is too large, or stands elsewhere.');
      return [];
    });
  }

  #description(of: Json): string {
    return shorten(textOf(of, 'description'), this.#allowance.descriptionLength);
  }

  #say(severity: 'warning' | 'info', pointer: string, code: string, detail: string): void {
    this.#report.add(severity, pointer, code, detail);
  }

  #refuse(pointer: string, code: string, detail: string): null {
    this.#report.add('warning', pointer, code, detail);
    return null;
  }
}

const styles: Readonly<Record<string, readonly string[]>> = {
  path: ['matrix', 'label', 'simple'],
  query: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'],
  header: ['simple'],
};

const blank = {
  deprecated: false,
  description: '',
  style: null,
  explode: null,
  examples: [],
} as const;
