/** Rows of keys out of what people paste: CSV with a header, a JSON array, or one JSON object a line. */

export type KeyRow = Record<string, unknown>;

const LISTS = new Set(['allowed_ips', 'scopes', 'routes']);

/** Throws a SyntaxError that names the line. Whether a row makes sense is for the server to say. */
export function keyRowsOf(text: string): KeyRow[] {
  const trimmed = text.trim();
  if (trimmed.startsWith('[')) return JSON.parse(trimmed) as KeyRow[];
  const lines = trimmed.split(/\r?\n/);
  if (trimmed.startsWith('{')) {
    return lines.flatMap((line, index) => (line.trim() === '' ? [] : [jsonRow(line, index + 1)]));
  }
  const [head = '', ...rows] = lines;
  const names = cellsOf(head, 1).map((name) => name.trim());
  return rows.flatMap((line, index) => (line.trim() === '' ? [] : [csvRow(names, line, index + 2)]));
}

function jsonRow(line: string, number: number): KeyRow {
  try {
    return JSON.parse(line) as KeyRow;
  } catch (error) {
    throw new SyntaxError(`${number}: ${error instanceof Error ? error.message : ''}`, { cause: error });
  }
}

/** Empty cells are left out; lists stand in one cell, with spaces between. */
function csvRow(names: string[], line: string, number: number): KeyRow {
  const row: KeyRow = {};
  cellsOf(line, number).forEach((cell, index) => {
    const name = names[index];
    const value = cell.trim();
    if (name === undefined) throw new SyntaxError(`${number}: more cells than names`);
    if (value !== '') row[name] = LISTS.has(name) ? value.split(/\s+/) : value;
  });
  return row;
}

/** RFC 4180, without line breaks inside of quotes: no field of a key has any. */
function cellsOf(line: string, number: number): string[] {
  const cells = [...line.matchAll(/(?:^|,)(?:\s*"((?:[^"]|"")*)"\s*|([^",]*))(?=,|$)/g)];
  const read = cells.reduce((length, [cell]) => length + cell.length, 0);
  if (read !== line.length) throw new SyntaxError(`${number}: a quote is not closed`);
  return cells.map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '');
}
