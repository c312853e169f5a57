/** What could not be read of a document, or was read as something else. Bounded, and each thing said once. */

export type Severity = 'error' | 'warning' | 'info';

export interface ReportItem {
  /** JSON pointer into the document. */
  readonly pointer: string;
  /** error: an operation is missing; warning: something of one is missing; info: read as something else. */
  readonly severity: Severity;
  readonly code: string;
  readonly detail: string;
}

export interface ReadingReport {
  readonly items: readonly ReportItem[];
  readonly counts: Readonly<Record<Severity, number>>;
  /** How many more there were than the items that are listed. */
  readonly left_off: number;
}

const mostItems = 500;
const longestPointer = 500;
const longestDetail = 500;
const mostRemembered = 50_000;

export class Report {
  readonly #items: ReportItem[] = [];
  readonly #said = new Set<string>();
  readonly #counts = { error: 0, warning: 0, info: 0 };

  add(severity: Severity, place: string, code: string, detail: string): void {
    const pointer = shorten(place, longestPointer);
    const key = `${code} ${pointer}`;
    if (this.#said.has(key) || this.#said.size >= mostRemembered) return;
    this.#said.add(key);
    this.#counts[severity] += 1;
    this.#items.push({ pointer, severity, code, detail: shorten(detail, longestDetail) });
  }

  /** Takes over what another report says. */
  addAll(other: Report): void {
    for (const { severity, pointer, code, detail } of other.#items) this.add(severity, pointer, code, detail);
  }

  /** The worst first, each kind in the order of the document. */
  result(): ReadingReport {
    const order: Severity[] = ['error', 'warning', 'info'];
    const sorted = order.flatMap((severity) => this.#items.filter((item) => item.severity === severity));
    const items = sorted.slice(0, mostItems);
    return { items, counts: { ...this.#counts }, left_off: sorted.length - items.length };
  }
}

/** Text that every store can hold, of at most this many characters. */
export function shorten(text: string, most: number): string {
  const storable = text.replaceAll('\0', '').toWellFormed();
  return storable.length <= most ? storable : `${storable.slice(0, most - 1).toWellFormed()}…`;
}
