/** What importing a document would do to the routes that are there. Pure: a preview is this plan, not carried out. */
import { createHash } from 'node:crypto';
import { type Difference, differencesBetween } from './compare-terms.ts';
import type { ReadOperation, RouteDocumentation } from './openapi/documentation.ts';
import { canonicalJson } from './openapi/read-value.ts';
import { renameParameters } from './openapi/template.ts';
import type { RouteDefinition } from './route-definition.ts';
import type { RouteDocsHead } from './store-route-docs.ts';

export interface ImportPlan {
  readonly added: readonly ReadOperation[];
  readonly changed: readonly ChangedRoute[];
  /** Routes that the document does not name. They stay unless somebody chooses that they go. */
  readonly missing: readonly RouteDefinition[];
  readonly unchanged: number;
  /** Equal for plans that do the same to the same routes. */
  readonly digest: string;
}

export interface ChangedRoute {
  readonly before: RouteDefinition;
  readonly head: RouteDocsHead | null;
  readonly operation: ReadOperation;
}

/** The document's operations against the routes: by method and path, or else by the operation's own id. */
export function planImport(
  routes: readonly RouteDefinition[],
  heads: ReadonlyMap<string, RouteDocsHead>,
  operations: readonly ReadOperation[],
  shapeOf: (template: string) => string,
): ImportPlan {
  const free = new Map<string, RouteDefinition>(
    routes.map((route) => [`${route.method} ${shapeOf(route.template)}`, route]),
  );
  const matched = new Map<ReadOperation, RouteDefinition>();
  for (const operation of operations) {
    const key = `${operation.method} ${operation.shape}`;
    const route = free.get(key);
    if (route === undefined) continue;
    matched.set(operation, route);
    free.delete(key);
  }
  matchMoved(operations, matched, [...free.values()], heads);
  const taken = new Set([...matched.values()].map((route) => route.id));
  const missing = routes.filter((route) => !taken.has(route.id));
  const templates = new Map(missing.map((route) => [shapeOf(route.template), route.template]));
  const added: ReadOperation[] = [];
  const changed: ChangedRoute[] = [];
  for (const given of operations) {
    const operation = withTemplate(given, templates.get(given.shape) ?? given.template);
    const before = matched.get(given);
    if (before === undefined) added.push(operation);
    else {
      const head = heads.get(before.id) ?? null;
      if (differs(before, head, operation)) changed.push({ before, head, operation });
    }
  }
  const unchanged = matched.size - changed.length;
  return { added, changed, missing, unchanged, digest: digestOf(added, changed, missing) };
}

/** An operation that has another path now is the same route as long as it has its id and its method. */
function matchMoved(
  operations: readonly ReadOperation[],
  matched: Map<ReadOperation, RouteDefinition>,
  free: readonly RouteDefinition[],
  heads: ReadonlyMap<string, RouteDocsHead>,
): void {
  const byId = new Map<string, RouteDefinition>(
    free.flatMap((route) => {
      const id = heads.get(route.id)?.operationId;
      return id ? [[`${route.method} ${id}`, route] as const] : [];
    }),
  );
  for (const operation of operations) {
    if (matched.has(operation) || operation.operationId === null) continue;
    const key = `${operation.method} ${operation.operationId}`;
    const route = byId.get(key);
    if (route === undefined) continue;
    matched.set(operation, route);
    byId.delete(key);
  }
}

function differs(before: RouteDefinition, head: RouteDocsHead | null, operation: ReadOperation): boolean {
  return (
    before.template !== operation.template ||
    before.name !== operation.name ||
    before.description !== operation.description ||
    (head?.operationId ?? null) !== operation.operationId ||
    head?.digest !== operation.digest
  );
}

/** Beside a route that stays and has the same path, the parameters of the path are called as they are there. */
function withTemplate(operation: ReadOperation, template: string): ReadOperation {
  if (template === operation.template) return operation;
  const { renamed } = renameParameters(operation.template, template);
  const nameOf = (name: string) => renamed.get(name) ?? name;
  const read = JSON.parse(operation.documentation) as RouteDocumentation;
  const parameters = read.parameters.map((one) =>
    one.in === 'path' ? { ...one, name: nameOf(one.name) } : one,
  );
  const documentation = { ...read, parameters };
  const samples = Object.entries(operation.sampleParameters);
  return {
    ...operation,
    template,
    sampleParameters: Object.fromEntries(samples.map(([name, value]) => [nameOf(name), value])),
    documentation: JSON.stringify(documentation),
    digest: createHash('sha256').update(canonicalJson(documentation)).digest('base64url'),
  };
}

function digestOf(
  added: readonly ReadOperation[],
  changed: readonly ChangedRoute[],
  missing: readonly RouteDefinition[],
): string {
  const saidOf = (one: ReadOperation) => [
    ...[one.method, one.template, one.name, one.description, one.operationId],
    ...[one.digest, one.weight, one.minimumPlan, canonicalJson(one.sampleParameters)],
  ];
  const state = {
    added: added.map(saidOf),
    changed: changed.map(({ before, head, operation }) => [
      ...[before.id, before.template, before.name, before.description, head?.operationId, head?.digest],
      ...saidOf(operation),
    ]),
    missing: missing.map((route) => [route.id, route.method, route.template]),
  };
  return createHash('sha256').update(JSON.stringify(state)).digest('base64url');
}

const mostOfARoute = 20;
const longestValue = 300;

/** Field by field what changes of a route. Long values are left out; that they differ is said all the same. */
export function differencesOf(
  { before, head, operation }: ChangedRoute,
  documentation: RouteDocumentation | null,
): Difference[] {
  const fields = differencesBetween(
    {
      template: before.template,
      name: before.name,
      description: before.description,
      operation_id: head?.operationId ?? null,
    },
    {
      template: operation.template,
      name: operation.name,
      description: operation.description,
      operation_id: operation.operationId,
    },
  );
  const said =
    head?.digest === operation.digest
      ? []
      : differencesBetween(
          { documentation: documentation && keyed(documentation) },
          { documentation: keyed(JSON.parse(operation.documentation)) },
        );
  return [...fields, ...said].slice(0, mostOfARoute).map((difference) => ({
    ...difference,
    before: readable(difference.before),
    after: readable(difference.after),
  }));
}

/** Parameters, responses and types by name: moving one in its list changes nothing. */
function keyed(documentation: RouteDocumentation): Record<string, unknown> {
  const { request_body: body, responses, parameters } = documentation;
  return {
    ...documentation,
    parameters: Object.fromEntries(parameters.map((one) => [`${one.in} ${one.name}`, one])),
    request_body: body && { ...body, content: keyedContent(body) },
    responses: Object.fromEntries(
      responses.map((one) => [one.status, { ...one, content: keyedContent(one) }]),
    ),
  };
}

function keyedContent(of: { content: RouteDocumentation['responses'][number]['content'] }) {
  return Object.fromEntries(of.content.map((media) => [media.media_type, media]));
}

function readable(value: unknown): unknown {
  return (JSON.stringify(value)?.length ?? 0) > longestValue ? null : (value ?? null);
}
