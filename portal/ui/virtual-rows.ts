import { type RefObject, useEffect, useLayoutEffect, useReducer, useRef, useState } from 'react';

/** Long lists hold only the rows that can be seen. The page scrolls, not a box in it. */

const SHORTEST_LONG_LIST = 100;
const OVERSCAN_PX = 600;
const FIRST_GUESS_PX = 49;

export interface VirtualRows {
  /** Of the element that holds the rows. */
  readonly body: RefObject<HTMLTableSectionElement | null>;
  readonly isLong: boolean;
  /** The rows to draw, half-open. */
  readonly start: number;
  readonly end: number;
  /** Heights of what is not drawn. */
  readonly beforePx: number;
  readonly afterPx: number;
}

/** Which of `count` rows are near the viewport. Rows may differ in height: each is measured once it was drawn. */
export function useVirtualRows(count: number, isPage: boolean): VirtualRows {
  const body = useRef<HTMLTableSectionElement>(null);
  const heights = useRef(new RowHeights());
  const [range, setRange] = useState({ start: 0, end: SHORTEST_LONG_LIST });
  const [, redraw] = useReducer((times: number) => times + 1, 0);
  const isLong = isPage && count > SHORTEST_LONG_LIST;
  heights.current.resize(count);

  useEffect(() => {
    if (!isLong) return;
    let frame = 0;
    const look = () => {
      frame = 0;
      if (!body.current) return;
      const top = -body.current.getBoundingClientRect().top;
      const start = heights.current.rowAt(top - OVERSCAN_PX);
      const end = heights.current.rowAt(top + innerHeight + OVERSCAN_PX) + 1;
      setRange((now) => (now.start === start && now.end === end ? now : { start, end }));
    };
    const schedule = () => {
      frame ||= requestAnimationFrame(look);
    };
    const forget = () => {
      heights.current.forget();
      schedule();
    };
    look();
    addEventListener('scroll', schedule, { passive: true });
    addEventListener('resize', forget);
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener('scroll', schedule);
      removeEventListener('resize', forget);
    };
  }, [isLong]);

  const start = isLong ? Math.min(range.start, count - 1) : 0;
  const end = isLong ? Math.min(range.end, count) : count;
  useLayoutEffect(() => {
    if (!isLong || !body.current) return;
    const drawn = body.current.querySelectorAll<HTMLElement>('tr[data-row]');
    let isNew = false;
    for (const row of drawn) {
      isNew = heights.current.measure(Number(row.dataset.row), row.getBoundingClientRect().height) || isNew;
    }
    if (isNew) redraw();
  });
  return {
    body,
    isLong,
    start,
    end,
    beforePx: isLong ? heights.current.offsetOf(start) : 0,
    afterPx: isLong ? heights.current.offsetOf(count) - heights.current.offsetOf(end) : 0,
  };
}

/** Where rows begin, as far as they were measured; the others are as high as those were on the average. */
export class RowHeights {
  #known = new Float64Array(0);
  #offsets = new Float64Array(1);
  #isStale = true;
  #measured = 0;
  #sumPx = 0;
  #count = 0;

  resize(count: number): void {
    if (count === this.#count) return;
    // Fewer rows are other rows.
    if (count < this.#count) this.forget();
    if (count > this.#known.length) {
      const room = new Float64Array(Math.max(count, this.#known.length * 2));
      room.set(this.#known);
      this.#known = room;
    }
    this.#count = count;
    this.#isStale = true;
  }

  forget(): void {
    this.#known.fill(0);
    this.#measured = 0;
    this.#sumPx = 0;
    this.#isStale = true;
  }

  /** True when that was not known. */
  measure(index: number, px: number): boolean {
    const before = this.#known[index] ?? 0;
    if (px <= 0 || Math.abs(before - px) < 0.5) return false;
    if (before === 0) this.#measured += 1;
    this.#sumPx += px - before;
    this.#known[index] = px;
    this.#isStale = true;
    return true;
  }

  offsetOf(index: number): number {
    return this.#all()[index] ?? 0;
  }

  /** The row at this distance from the beginning, the first or the last one outside. */
  rowAt(px: number): number {
    const offsets = this.#all();
    let low = 0;
    let high = Math.max(this.#count - 1, 0);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (offsets[middle]! <= px) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #all(): Float64Array {
    if (!this.#isStale) return this.#offsets;
    this.#isStale = false;
    if (this.#offsets.length <= this.#count) this.#offsets = new Float64Array(this.#known.length + 1);
    const guess = this.#measured > 0 ? this.#sumPx / this.#measured : FIRST_GUESS_PX;
    let sum = 0;
    for (let index = 0; index < this.#count; index += 1) {
      this.#offsets[index] = sum;
      sum += this.#known[index] || guess;
    }
    this.#offsets[this.#count] = sum;
    return this.#offsets;
  }
}
