export interface Batches {
  /** The ids after this one, in their order; none at the end. */
  readonly next: (afterId: string) => Promise<string[]>;
  /** Batches in work at once: while one is written, the next is rated. */
  readonly parallel: number;
  /** Asked before each batch. */
  readonly isOver: () => boolean;
}

/** Hands out each page once, to as many as may work at a time. */
export async function workBatches(
  { next, parallel, isOver }: Batches,
  work: (ids: readonly string[]) => Promise<void>,
): Promise<void> {
  let turn: Promise<string[]> = Promise.resolve(['']);
  const nextPage = () => {
    turn = turn.then(async (before) => (before.length === 0 ? [] : next(before.at(-1)!)));
    return turn;
  };
  const worker = async () => {
    for (let ids = await nextPage(); ids.length > 0 && !isOver(); ids = await nextPage()) await work(ids);
  };
  await Promise.all(Array.from({ length: parallel }, worker));
}
