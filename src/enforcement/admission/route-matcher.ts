/**
 * Finds a product's route by method and once-decoded path segments, with one trie per product. A literal
 * wins over a parameter; `ANY` stands for the methods that no other route of the same path names, and HEAD
 * is answered by GET.
 */
import type { SnapshotRoute } from './snapshot.ts';

interface TrieNode {
  readonly literals: Map<string, TrieNode>;
  parameter: TrieNode | null;
  /** By method; null where no template ends. */
  routes: Map<string, SnapshotRoute> | null;
}

export interface RouteTable {
  readonly root: TrieNode;
}

export type RouteMatch =
  | { readonly kind: 'route'; readonly route: SnapshotRoute }
  | { readonly kind: 'method'; readonly allow: string }
  | { readonly kind: 'none' };

const NONE: RouteMatch = { kind: 'none' };
const EVERY_METHOD = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS';

function emptyNode(): TrieNode {
  return { literals: new Map(), parameter: null, routes: null };
}

export function compileRoutes(routes: readonly SnapshotRoute[]): RouteTable {
  const root = emptyNode();
  for (const route of routes) {
    let node = root;
    for (const part of templateSegments(route.template)) node = childFor(node, part);
    node.routes ??= new Map();
    // The catalog refuses two routes of one method and shape; if they came all the same, the first in order
    // stands.
    if (!node.routes.has(route.method)) node.routes.set(route.method, route);
  }
  return { root };
}

export function templateSegments(template: string): string[] {
  return template === '/' ? [] : template.slice(1).split('/');
}

function childFor(node: TrieNode, part: string): TrieNode {
  if (part.startsWith('{')) {
    node.parameter ??= emptyNode();
    return node.parameter;
  }
  const known = node.literals.get(part);
  if (known !== undefined) return known;
  const next = emptyNode();
  node.literals.set(part, next);
  return next;
}

export function matchRoute(table: RouteTable, method: string, segments: readonly string[]): RouteMatch {
  // One slash at the end does not make another path; the upstream still gets the bytes as they came.
  const length = segments.at(-1) === '' ? segments.length - 1 : segments.length;
  const search: Search = { method, segments, length, allowed: null };
  const route = descend(table.root, 0, search);
  if (route !== null) return { kind: 'route', route };
  return search.allowed === null ? NONE : { kind: 'method', allow: allowHeader(search.allowed) };
}

interface Search {
  readonly method: string;
  readonly segments: readonly string[];
  readonly length: number;
  /** Methods of the templates that fit the path, should none of them know this method. */
  allowed: Set<string> | null;
}

function descend(node: TrieNode, at: number, search: Search): SnapshotRoute | null {
  if (at === search.length) return node.routes === null ? null : pick(node.routes, search);
  const segment = search.segments[at]!;
  const literal = node.literals.get(segment);
  if (literal !== undefined) {
    const found = descend(literal, at + 1, search);
    if (found !== null) return found;
  }
  if (node.parameter === null || segment === '') return null;
  return descend(node.parameter, at + 1, search);
}

function pick(routes: Map<string, SnapshotRoute>, search: Search): SnapshotRoute | null {
  const exact = routes.get(search.method);
  if (exact !== undefined) return exact;
  if (search.method === 'HEAD') {
    const get = routes.get('GET');
    if (get !== undefined) return get;
  }
  const any = routes.get('ANY');
  if (any !== undefined) return any;
  search.allowed ??= new Set();
  for (const method of routes.keys()) search.allowed.add(method);
  return null;
}

function allowHeader(methods: Set<string>): string {
  if (methods.has('ANY')) return EVERY_METHOD;
  if (methods.has('GET')) methods.add('HEAD');
  const order = EVERY_METHOD.split(', ');
  return order.filter((method) => methods.has(method)).join(', ');
}

/** Methods that a path knows, for the answer to a CORS preflight; empty when no template fits. */
export function methodsOf(table: RouteTable, segments: readonly string[]): string {
  const match = matchRoute(table, '\0', segments);
  if (match.kind === 'none') return '';
  return match.kind === 'method' ? match.allow : EVERY_METHOD;
}
