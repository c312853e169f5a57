/** A line (RFC 4180) of cells that are safe already: texts by `csvText`, amounts as they are. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.join(',')}\r\n`;
}
