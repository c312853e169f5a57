/** From the text of a document, JSON or YAML, to its value. Runs in a thread of its own: both may take seconds. */
import { isScalar, parseDocument, visit } from 'yaml';
import { findRepeatedNames } from './repeated-names.ts';
import type { Report } from './report.ts';
import { UnreadableDocument } from './unreadable.ts';

/** Aliases times what they stand for: real documents repeat a node often, bombs multiply. */
const mostAliases = 10_000;
const mostRepeatedNames = 50;

export function readText(text: string, report: Report): unknown {
  const body = text.startsWith('\ufeff') ? text.slice(1) : text;
  if (body.trim() === '') throw new UnreadableDocument('is empty');
  if (!/^\s*[{[]/.test(body)) return readYaml(body, report);
  try {
    const value: unknown = JSON.parse(body);
    for (const { pointer, name } of findRepeatedNames(body, mostRepeatedNames))
      sayRepeated(report, pointer, name);
    return value;
  } catch (error) {
    // YAML has braces too; what is neither is told what is wrong with it as JSON.
    if (error instanceof RangeError) throw new UnreadableDocument('is nested too deeply');
    try {
      return readYaml(body, report);
    } catch {
      throw new UnreadableDocument(`is not valid JSON: ${(error as Error).message}`);
    }
  }
}

function readYaml(text: string, report: Report): unknown {
  try {
    const document = parseDocument(text, {
      version: '1.2',
      merge: true,
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'silent',
      keepSourceTokens: false,
    });
    const [fault] = document.errors;
    if (fault) {
      const line = text.slice(0, fault.pos[0]).split('\n').length;
      throw new UnreadableDocument(`is not valid YAML (line ${line}): ${fault.message}`);
    }
    let repeated = 0;
    visit(document, {
      Map(_key, map) {
        const names = new Set<unknown>();
        for (const { key } of map.items) {
          const name = isScalar(key) ? key.value : key;
          if (name === '<<') continue;
          if (names.has(name) && repeated++ < mostRepeatedNames) {
            const line = text.slice(0, (isScalar(key) && key.range?.[0]) || 0).split('\n').length;
            sayRepeated(report, `line ${line}`, String(name));
          }
          names.add(name);
        }
      },
    });
    return document.toJS({ maxAliasCount: mostAliases });
  } catch (error) {
    if (error instanceof UnreadableDocument) throw error;
    if (error instanceof RangeError) throw new UnreadableDocument('is nested too deeply');
    if (error instanceof ReferenceError)
      throw new UnreadableDocument(`has aliases that cannot be followed: ${error.message}`);
    throw new UnreadableDocument(`is not valid YAML: ${(error as Error).message}`);
  }
}

function sayRepeated(report: Report, pointer: string, name: string): void {
  report.add('warning', pointer, 'repeated-name', `"${name}" stands here twice; the last one was read.`);
}
