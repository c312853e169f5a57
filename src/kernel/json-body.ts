import { kernelProblems, Problem } from './problem.ts';

/** The value of a JSON body. Throws what is no JSON as a problem (400). */
export function readJson(bytes: Uint8Array): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return JSON.parse(text, refusePrototypes);
  } catch (error) {
    // Reading is recursive: what is nested deeper than the stack ends here as well.
    const detail = error instanceof RangeError ? 'It is nested too deeply.' : (error as Error).message;
    throw new Problem(kernelProblems.badJson, { detail });
  }
}

function refusePrototypes(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new SyntaxError('The name __proto__ is not allowed.');
  return value;
}

/** Where a value that came as JSON or as a query has texts that no store can hold, as pointers below `root`. */
export function unstorablePlaces(value: unknown, root: string): string[] {
  const found: string[] = [];
  const rest: { value: unknown; pointer: string }[] = [{ value, pointer: root }];
  for (let one = rest.pop(); one !== undefined; one = rest.pop()) {
    if (typeof one.value === 'string' && !isStorable(one.value)) found.push(one.pointer);
    if (typeof one.value !== 'object' || one.value === null) continue;
    for (const [key, item] of Object.entries(one.value)) {
      const pointer = `${one.pointer}/${pointerToken(key)}`;
      if (isStorable(key)) rest.push({ value: item, pointer });
      else found.push(pointer.replaceAll('\0', '').toWellFormed());
    }
  }
  return found.sort();
}

/** A name as a part of a JSON pointer (RFC 6901). */
export function pointerToken(name: PropertyKey): string {
  return String(name).replaceAll('~', '~0').replaceAll('/', '~1');
}

/** PostgreSQL stores any Unicode text but NUL and lone surrogates. */
function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}
