/** A list as people write it: one entry a line. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** The server names an entry of a list by its position; here the whole list is one field. */
export function entryPointers<Field extends string>(
  pointer: string,
  field: Field,
  text: string,
): Record<string, Field> {
  const entries = linesOf(text).map((_, index) => [`${pointer}/${index}`, field] as const);
  return Object.fromEntries([[pointer, field], ...entries]);
}
