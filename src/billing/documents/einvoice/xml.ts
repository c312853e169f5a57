import { createRequire } from 'node:module';
import type { XMLBuilder } from 'xmlbuilder2/lib/interfaces.js';

/** Loaded with the first e-invoice: 150 files that a start has no need of. */
const library = (): typeof import('xmlbuilder2') => createRequire(import.meta.url)('xmlbuilder2');

/** An element that is about to be written. */
export interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly content: string | readonly Tag[];
}

/** An element, or null when there is nothing in it: these formats know no empty elements (PEPPOL-EN16931-R008). */
export function tag(
  name: string,
  content: string | null | readonly (Tag | null)[],
  attributes: Readonly<Record<string, string>> = {},
): Tag | null {
  if (content === null) return null;
  if (typeof content === 'string') {
    const text = cleaned(content);
    return text === '' ? null : { name, attributes, content: text };
  }
  const present = content.filter((one) => one !== null);
  return present.length === 0 ? null : { name, attributes, content: present };
}

/** Without what XML cannot carry: control characters, halves of pairs, blanks at the ends. */
function cleaned(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[[\p{Cc}--[\t\n\r]]\ufffe\uffff]/gv, '')
    .trim();
}

export function writeXml(root: Tag): string {
  const document = library().create({ version: '1.0', encoding: 'UTF-8' });
  append(document, root);
  return document.end({ prettyPrint: true });
}

function append(to: XMLBuilder, { name, attributes, content }: Tag): void {
  const element = to.ele(name, attributes);
  if (typeof content === 'string') element.txt(content);
  else for (const child of content) append(element, child);
}

/** An element that was read; names without their prefix. */
export interface Element {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  readonly children: readonly Element[];
}

/** What of a DOM node is read here. */
interface Node {
  readonly nodeType: number;
  readonly localName: string;
  readonly namespaceURI: string | null;
  readonly textContent: string | null;
  readonly attributes: Iterable<{ readonly localName: string; readonly value: string }>;
  readonly childNodes: Iterable<Node>;
}

const ELEMENT = 1;

export function readXml(text: string): Element {
  return toElement(library().create(text).root().node as unknown as Node);
}

function toElement(node: Node): Element {
  const children = [...node.childNodes].filter((child) => child.nodeType === ELEMENT).map(toElement);
  return {
    name: node.localName,
    namespace: node.namespaceURI ?? '',
    attributes: Object.fromEntries([...node.attributes].map((one) => [one.localName, one.value])),
    text: children.length === 0 ? (node.textContent ?? '').trim() : '',
    children,
  };
}

/** Descendants by a path of names below an element, in document order. */
export function all(of: Element | null, path: string): Element[] {
  const [name, ...rest] = path.split('/');
  const found = of === null ? [] : of.children.filter((child) => child.name === name);
  return rest.length === 0 ? found : found.flatMap((child) => all(child, rest.join('/')));
}

export function first(of: Element | null, path: string): Element | null {
  return all(of, path)[0] ?? null;
}

/** The text at a path; null when nothing is there. */
export function text(of: Element | null, path: string): string | null {
  return first(of, path)?.text ?? null;
}
