import { parseAst } from 'vite';

/** A file of the checkout: its path from the root, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

interface AstNode {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

export interface ParsedFile extends SourceFile {
  readonly imports: readonly string[];
  /** Functions with their length in lines. */
  readonly functions: readonly { name: string; line: number; lines: number }[];
  /** True when the file only re-exports. */
  readonly onlyReexports: boolean;
}

const functionTypes = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);
const cache = new Map<string, ParsedFile>();

export function parse(file: SourceFile): ParsedFile {
  const key = `${file.path}\n${file.text}`;
  let parsed = cache.get(key);
  if (!parsed) {
    const program = parseAst(file.text, {
      lang: file.path.endsWith('x') ? 'tsx' : 'ts',
    }) as unknown as AstNode;
    const imports: string[] = [];
    const functions: { name: string; line: number; lines: number }[] = [];
    visit(program, null, (node, parent) => {
      const from = importedFrom(node);
      if (from !== null) imports.push(from);
      if (functionTypes.has(node.type)) functions.push(measure(node, parent, file.text));
    });
    const onlyReexports = (program.body as AstNode[]).every(
      (node) =>
        node.type === 'ExportAllDeclaration' ||
        (node.type === 'ExportNamedDeclaration' && node.source != null),
    );
    parsed = { ...file, imports, functions, onlyReexports };
    cache.set(key, parsed);
  }
  return parsed;
}

function importedFrom(node: AstNode): string | null {
  const withSource = [
    'ImportDeclaration',
    'ExportAllDeclaration',
    'ExportNamedDeclaration',
    'ImportExpression',
    'TSImportType',
  ];
  if (!withSource.includes(node.type)) return null;
  const source = (node.source ?? node.argument) as { value?: unknown; literal?: { value?: unknown } } | null;
  const value = source?.value ?? source?.literal?.value;
  return typeof value === 'string' ? value : null;
}

function measure(node: AstNode, parent: AstNode | null, text: string) {
  const line = lineOf(text, node.start);
  const named = (node.id ?? parent?.id ?? parent?.key) as { name?: string } | null | undefined;
  return { name: named?.name ?? 'anonymous', line, lines: lineOf(text, node.end) - line + 1 };
}

function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

function visit(
  node: AstNode,
  parent: AstNode | null,
  see: (node: AstNode, parent: AstNode | null) => void,
): void {
  see(node, parent);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (child && typeof child === 'object' && typeof (child as AstNode).type === 'string')
        visit(child as AstNode, node, see);
    }
  }
}
