/**
 * A text cell that no spreadsheet runs as a formula: one that starts with `=`, `+`, `-`, `@` or a control
 * character gets an apostrophe. Amounts are not written with this: they are numbers and stay numbers.
 */
export function csvText(text: string): string {
  const safe = /^[\s]*[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",;\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A line (RFC 4180) of cells that are safe already: texts by `csvText`, amounts as they are. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.join(',')}\r\n`;
}
