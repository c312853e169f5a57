import { faint, margin, type Paper, right, shade, type TextStyle } from './paper.ts';

export interface Column {
  readonly title: string;
  readonly x: number;
  readonly width: number;
  readonly align: 'left' | 'right';
}

export interface Row {
  readonly cells: readonly string[];
  readonly style?: TextStyle;
  /** Indents the first cell. */
  readonly indent?: number;
  /** Room below it. */
  readonly gap?: number;
  /** Kept on one page with so many rows after it. */
  readonly keepWith?: number;
}

const headHeight = 18;

/** A table that goes over pages: its head stands on each of them, and no row is torn apart. */
export function drawTable(paper: Paper, columns: readonly Column[], rows: readonly Row[]): void {
  drawHead(paper, columns);
  const heights = rows.map((row) => heightOf(paper, columns, row));
  rows.forEach((row, index) => {
    const needed = heights.slice(index, index + 1 + (row.keepWith ?? 0)).reduce((sum, one) => sum + one, 0);
    if (paper.ensure(needed)) drawHead(paper, columns);
    drawRow(paper, columns, row);
    paper.y += heights[index]!;
  });
  paper.line(paper.y);
  paper.y += 8;
}

function drawHead(paper: Paper, columns: readonly Column[]): void {
  const { y } = paper;
  paper.artifact(() => paper.doc.rect(margin, y, right - margin, headHeight).fill(shade));
  const style = { size: 7, bold: true, color: faint, role: 'TH' } as const;
  for (const column of columns) {
    const { x, width, align } = column;
    paper.text(column.title.toUpperCase(), x, y + 5, { ...style, width, align });
  }
  paper.y = y + headHeight + 7;
}

function cellStyle(column: Column, row: Row, index: number): TextStyle & { width: number } {
  const indent = index === 0 ? (row.indent ?? 0) : 0;
  return { ...row.style, role: 'TD', align: column.align, width: column.width - indent };
}

function heightOf(paper: Paper, columns: readonly Column[], row: Row): number {
  const heights = row.cells.map((cell, index) =>
    cell === '' ? 0 : paper.heightOf(cell, cellStyle(columns[index]!, row, index)),
  );
  return Math.max(...heights) + (row.gap ?? 0);
}

function drawRow(paper: Paper, columns: readonly Column[], row: Row): void {
  row.cells.forEach((cell, index) => {
    if (cell === '') return;
    const column = columns[index]!;
    const indent = index === 0 ? (row.indent ?? 0) : 0;
    paper.text(cell, column.x + indent, paper.y, cellStyle(column, row, index));
  });
}
