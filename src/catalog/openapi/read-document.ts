/** An OpenAPI document becomes operations that routes can be made of, and a report of what it could not become. */
import { createHash } from 'node:crypto';
import {
  ANY_METHOD,
  OWN_MINIMUM_PLAN,
  OWN_WEIGHT,
  type ReadOperation,
  type RouteDocumentation,
} from './documentation.ts';
import { type OperationPlace, readDocumentation } from './read-operation.ts';
import { readText } from './read-text.ts';
import { canonicalJson } from './read-value.ts';
import { at, entriesOf, follow, isObject, type Json, member, textOf } from './references.ts';
import { type ReadingReport, Report, shorten } from './report.ts';
import { readTemplate, renameParameters } from './template.ts';
import { UnreadableDocument } from './unreadable.ts';

export interface ReadDocument {
  readonly version: string;
  readonly title: string;
  readonly operations: readonly ReadOperation[];
  readonly report: ReadingReport;
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'] as const;
const mostDocumentation = 40_000_000;

/** Throws UnreadableDocument, with a reason that people can act on, for what is no OpenAPI 3 document. */
export function readOpenApi(text: string, limits: { mostRoutes: number }): ReadDocument {
  const report = new Report();
  const document = readText(text, report);
  const version = versionOf(document, report);
  if (!isObject(document)) throw new UnreadableDocument('is no OpenAPI document');
  reportWholeDocument(document, report);
  const reader = new DocumentReader(document, report, limits.mostRoutes);
  const operations = reader.read();
  const title = shorten(textOf(document.info, 'title'), 200);
  return { version, title, operations, report: report.result() };
}

function versionOf(document: unknown, report: Report): string {
  if (member(document, 'swagger') !== undefined) {
    throw new UnreadableDocument('is a Swagger 2.0 document; convert it to OpenAPI 3 first');
  }
  const given = member(document, 'openapi');
  // YAML reads `openapi: 3.1` as a number.
  const version =
    typeof given === 'number' ? given.toFixed(1) : typeof given === 'string' ? given.trim() : '';
  if (version === '') throw new UnreadableDocument('is no OpenAPI document: it has no "openapi"');
  if (!/^3(\.|$)/.test(version)) {
    throw new UnreadableDocument(`is of OpenAPI ${shorten(version, 20)}; 3.0 and 3.1 are read`);
  }
  if (!/^3\.[01](\.\d+)?$/.test(version)) {
    const detail = `OpenAPI ${shorten(version, 20)} is read as far as it is like 3.1.`;
    report.add('warning', '/openapi', 'version', detail);
  }
  return shorten(version, 20);
}

function reportWholeDocument(document: Json, report: Report): void {
  const servers = Array.isArray(document.servers) ? document.servers : [];
  for (const [index, server] of servers.slice(0, 20).entries()) {
    const url = shorten(textOf(server, 'url'), 200);
    const place = at('/servers', index);
    if (/[{}]/.test(url))
      report.add(
        'warning',
        place,
        'server-variables',
        `${url} has variables; set the product's upstream by hand.`,
      );
    else report.add('info', place, 'server', `Calls go to the product's upstream, not to ${url}.`);
  }
  for (const [name] of entriesOf(document.webhooks))
    report.add(
      'warning',
      at('/webhooks', name),
      'webhook',
      'Webhooks are calls to consumers and are not read.',
    );
  for (const [name, scheme] of entriesOf(member(document.components, 'securitySchemes'))) {
    const detail = `${shorten(textOf(scheme, 'type') || name, 40)}: consumers send a key of ours instead.`;
    report.add('info', at('/components/securitySchemes', name), 'security-replaced', detail);
  }
}

class DocumentReader {
  readonly #document: Json;
  readonly #report: Report;
  readonly #mostRoutes: number;
  readonly #operations: ReadOperation[] = [];
  /** By shape: the template that came first. */
  readonly #templates = new Map<string, string>();
  readonly #taken = new Map<string, string>();
  readonly #operationIds = new Set<string>();
  #written = 0;
  #beyond = 0;

  constructor(document: Json, report: Report, mostRoutes: number) {
    this.#document = document;
    this.#report = report;
    this.#mostRoutes = mostRoutes;
  }

  read(): ReadOperation[] {
    const paths = this.#document.paths;
    const entries = entriesOf(paths).filter(([path]) => !path.startsWith('x-'));
    if (entries.length === 0) this.#report.add('warning', '/paths', 'no-paths', 'The document has no paths.');
    for (const [path, value] of entries) this.#path(path, value);
    if (this.#beyond > 0) {
      const detail = `A product has at most ${this.#mostRoutes} routes; ${this.#beyond} operations are left out.`;
      this.#report.add('error', '/paths', 'too-many-routes', detail);
    }
    return this.#operations;
  }

  #path(path: string, value: unknown): void {
    const pointer = at('/paths', path);
    const found = follow(this.#document, { value, pointer }, this.#report);
    if (found === null || !isObject(found.value)) {
      this.#report.add('error', pointer, 'unread-path', `${shorten(path, 200)} cannot be read.`);
      return;
    }
    // Beside a reference a path may say more of its own.
    const item = isObject(value) ? { ...found.value, ...value } : found.value;
    const known = methods.filter((method) => item[method] !== undefined);
    for (const name of ['trace', 'query', 'additionalOperations'].filter((one) => item[one] !== undefined))
      this.#report.add(
        'error',
        at(pointer, name),
        'unsupported-method',
        `${name}: the gateway has no such route.`,
      );
    if (known.length === 0) return;
    const read = readTemplate(path);
    if (!read.ok) {
      this.#report.add('error', pointer, 'unsupported-path', `${shorten(path, 200)} ${read.reason}.`);
      return;
    }
    if (read.note) this.#report.add('info', pointer, 'trailing-slash', read.note);
    if (item.servers !== undefined)
      this.#report.add(
        'warning',
        at(pointer, 'servers'),
        'own-server',
        'Calls go to the upstream of the product.',
      );
    const template = this.#templateFor(read, pointer);
    const place = { pathItem: item, pathPointer: found.pointer, ...template };
    if (known.some((method) => member(item[method], ANY_METHOD) === true)) {
      const method = known.find((one) => member(item[one], ANY_METHOD) === true)!;
      this.#operation('ANY', {
        ...place,
        operation: item[method] as Json,
        pointer: at(found.pointer, method),
      });
    }
    for (const method of known) {
      const operation = item[method];
      const operationAt = at(found.pointer, method);
      if (member(operation, ANY_METHOD) === true) continue;
      if (isObject(operation))
        this.#operation(method.toUpperCase(), { ...place, operation, pointer: operationAt });
      else this.#report.add('error', operationAt, 'unread-operation', 'There is no operation here.');
    }
  }

  /** Two paths that match the same calls must call their parameters alike: the first decides. */
  #templateFor(read: Extract<ReturnType<typeof readTemplate>, { ok: true }>, pointer: string) {
    const first = this.#templates.get(read.shape) ?? read.template;
    this.#templates.set(read.shape, first);
    const again = renameParameters(read.template, first);
    const renamed = new Map(again.renamed);
    for (const [given, ours] of read.renamed) renamed.set(given, again.renamed.get(ours) ?? ours);
    for (const [given, ours] of renamed)
      this.#report.add(
        'info',
        `${pointer}#${given}`,
        'renamed-parameter',
        `{${given}} is called {${ours}} here.`,
      );
    const parameters = [...first.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
    return { template: first, shape: read.shape, pathParameters: parameters, renamed };
  }

  #operation(method: string, place: OperationPlace & { template: string; shape: string }): void {
    const { operation, pointer, template, shape } = place;
    const key = `${method} ${shape}`;
    const other = this.#taken.get(key);
    if (other !== undefined) {
      const detail = `${method} ${template} matches the same calls as ${other}, which was read.`;
      this.#report.add('error', pointer, 'duplicate-operation', detail);
      return;
    }
    if (this.#operations.length >= this.#mostRoutes) {
      this.#beyond += 1;
      return;
    }
    this.#taken.set(key, pointer);
    this.#reportParts(operation, pointer);
    const isFull = this.#written > mostDocumentation;
    const documentation = readDocumentation(this.#document, place, this.#report, isFull);
    const text = JSON.stringify(documentation);
    this.#written += text.length;
    const summary = textOf(operation, 'summary').trim();
    this.#operations.push({
      pointer: shorten(pointer, 600),
      method,
      template,
      shape,
      operationId: this.#operationId(operation, pointer),
      name:
        summary === `${pointer.split('/').at(-1)!.toUpperCase()} ${template}` ? '' : shorten(summary, 100),
      description: this.#description(operation, pointer),
      sampleParameters: sampleParametersOf(documentation),
      documentation: text,
      digest: createHash('sha256').update(canonicalJson(documentation)).digest('base64url'),
      weight: ownText(operation, OWN_WEIGHT, /^\d{1,7}(\.\d{1,6})?$/),
      minimumPlan: ownText(operation, OWN_MINIMUM_PLAN, /^[A-Za-z0-9_-]{1,64}$/),
    });
  }

  #reportParts(operation: Json, pointer: string): void {
    if (entriesOf(operation.callbacks).length > 0)
      this.#report.add('warning', at(pointer, 'callbacks'), 'callbacks', 'Callbacks are not read.');
    if (operation.servers !== undefined)
      this.#report.add(
        'warning',
        at(pointer, 'servers'),
        'own-server',
        'Calls go to the upstream of the product.',
      );
    if (Array.isArray(operation.security) && this.#document.security !== undefined) {
      const detail =
        'Some operations have a security of their own; each call through the gateway needs a key.';
      this.#report.add('info', '/paths', 'own-security', detail);
    }
  }

  #operationId(operation: Json, pointer: string): string | null {
    const given = shorten(textOf(operation, 'operationId').trim(), 200);
    // Of a document that we made, for a route that had none.
    if (given === '' || /^[a-z]+_rte_/.test(given)) return null;
    if (!this.#operationIds.has(given)) {
      this.#operationIds.add(given);
      return given;
    }
    this.#report.add('warning', at(pointer, 'operationId'), 'repeated-id', `${given} names two operations.`);
    return null;
  }

  #description(operation: Json, pointer: string): string {
    const description = textOf(operation, 'description');
    if (description.length > longestDescription)
      this.#report.add('info', at(pointer, 'description'), 'text-cut', 'The description is cut.');
    return shorten(description, longestDescription);
  }
}

const longestDescription = 20_000;

function ownText(operation: Json, name: string, form: RegExp): string | null {
  const text = String(operation[name] ?? '');
  return form.test(text) ? text : null;
}

/** What try-it starts with: the document's own examples of what a call needs. */
function sampleParametersOf(documentation: RouteDocumentation): Record<string, string> {
  const samples: Record<string, string> = {};
  for (const parameter of documentation.parameters) {
    if (parameter.in === 'header' || Object.keys(samples).length >= 50) continue;
    const [first] = parameter.examples;
    const fromSchema = parameter.schema?.examples;
    const value = first ? first.value : Array.isArray(fromSchema) ? fromSchema[0] : undefined;
    const isPlain = ['string', 'number', 'boolean'].includes(typeof value);
    if (isPlain && /^[A-Za-z0-9_.-]{1,64}$/.test(parameter.name) && String(value).length <= 200)
      samples[parameter.name] = String(value);
  }
  return samples;
}
