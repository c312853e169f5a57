import { type Document, isNode, isScalar, LineCounter, parseDocument, stringify, visit } from 'yaml';
import { environmentValue } from '#kernel';
import { StartError } from '../start-error.ts';

const MOST_ALIASES = 100;
const placeholder = /\$(\$?)\{([A-Z][A-Z0-9_]*)\}/g;

/** A file that cannot be read, or one that an instance refuses: each reason with its line and column. */
export class FileRefused extends StartError {
  override name = 'FileRefused';
}

export interface ConfigurationFile {
  readonly value: unknown;
  /** `line:column` of what a JSON pointer names, or of the nearest that is there. */
  placeOf(pointer: string): string;
}

/**
 * Reads YAML (and so JSON), strictly: no key twice, no unknown tags. `${NAME}` in a text stands for an environment
 * variable, so that secrets need not be in the file; `$${NAME}` for itself.
 */
export function readConfiguration(name: string, text: string): ConfigurationFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { strict: true, uniqueKeys: true, lineCounter: lines });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${line}:${col}`;
  };
  const problems = [...document.errors, ...document.warnings].map(
    ({ pos, message }) =>
      `${name}:${place(pos[0])} ${message.split('\n')[0]!.replace(/ at line \d+.*$/, '')}`,
  );
  if (problems.length > 0) throw new FileRefused(problems.join('\n'));
  const missing = fillPlaceholders(
    document,
    (offset, variable) => `${name}:${place(offset)} ${variable} is not set`,
  );
  if (missing.length > 0) throw new FileRefused(missing.join('\n'));
  return {
    value: document.toJS({ maxAliasCount: MOST_ALIASES }),
    placeOf(pointer) {
      const path = pointer
        .split('/')
        .slice(1)
        .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
      return place(offsetOf(document, path));
    },
  };
}

function offsetOf(document: Document, path: readonly string[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const keys = path.slice(0, length).map((part) => (/^\d+$/.test(part) ? Number(part) : part));
    const found = document.getIn(keys, true);
    if (isNode(found) && found.range) return found.range[0];
  }
  return 0;
}

function fillPlaceholders(
  document: Document,
  complain: (offset: number, variable: string) => string,
): string[] {
  const missing: string[] = [];
  visit(document, {
    Scalar(key, node) {
      if (key === 'key' || !isScalar(node) || typeof node.value !== 'string') return;
      node.value = node.value.replace(placeholder, (whole, escaped: string, variable: string) => {
        if (escaped) return whole.slice(1);
        const value = environmentValue(variable);
        if (value === undefined) missing.push(complain(node.range?.[0] ?? 0, variable));
        return value ?? '';
      });
    },
  });
  return missing;
}

/** The same the other way: what looks like a placeholder is text. */
export function writeConfiguration(value: unknown): string {
  const escaped = JSON.parse(JSON.stringify(value), (_key, item: unknown) =>
    typeof item === 'string' ? item.replace(/\$(?=\$?\{[A-Z][A-Z0-9_]*\})/g, '$$$$') : item,
  );
  return stringify(escaped, { lineWidth: 120 });
}
