/** Text as it is written in source code. What providers and keys contain never becomes code. */

/** Shells: nothing is special between single quotes but the quote. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** JSON's own escapes are understood by JavaScript, Python, C#, Go and Java. Line separators end lines in some of them. */
export function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\u007f-\u009f\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** PHP and Ruby: between single quotes only the quote and the backslash are special. */
export function singleQuoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, (character) => `\\${character}`)}'`;
}

/**
 * A JSON body as readable JSON, or null for any other body. It is written anew, so that no spelling of strings is left that
 * another language reads otherwise; one with numbers that would be rounded on the way stays text.
 */
export function jsonText(body: string): string | null {
  try {
    const value: unknown = JSON.parse(body);
    return /\d{16}/.test(body) ? null : JSON.stringify(value, null, 2);
  } catch {
    return null;
  }
}

export function indented(text: string, by: string): string {
  return text.replaceAll('\n', `\n${by}`);
}
