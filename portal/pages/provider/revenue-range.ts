/** The spans of time that revenue is shown for. Days are sent as days: the server has the billing time zone. */

export const SPANS = ['this-month', 'last-month', '12-months'] as const;
export type SpanName = (typeof SPANS)[number];

export function isSpanName(value: unknown): value is SpanName {
  return SPANS.some((span) => span === value);
}

export interface Span {
  from: string;
  to: string;
  period: 'day' | 'month';
  /** As the server names them, in order, also those in which nothing was invoiced. */
  periods: string[];
}

/** `today` is a day such as 2026-11-21. */
export function spanOf(name: SpanName, today: string): Span {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  if (name === '12-months') {
    const periods = Array.from({ length: 12 }, (_, index) => monthText(year, month - 11 + index));
    return { from: `${periods[0]}-01`, to: lastDay(periods[11]!), period: 'month', periods };
  }
  const of = monthText(year, name === 'last-month' ? month - 1 : month);
  const to = lastDay(of);
  const days = Array.from({ length: Number(to.slice(8)) }, (_, index) => `${of}-${two(index + 1)}`);
  return { from: `${of}-01`, to, period: 'day', periods: days };
}

/** Month 0 is December of the year before. */
function monthText(year: number, month: number): string {
  const at = new Date(Date.UTC(year, month - 1, 1));
  return `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}`;
}

function lastDay(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return `${month}-${two(new Date(Date.UTC(year, number, 0)).getUTCDate())}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
