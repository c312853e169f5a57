/** Lists come in pages: `{data, next_cursor}`. */
export interface ListPage<Row> {
  data: Row[];
  next_cursor: string | null;
}

export const byCursor = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: { next_cursor: string | null }) => page.next_cursor ?? undefined,
};

/** The rows of all pages read so far; undefined before the first. */
export function rowsOf<Row>(data: { pages: ListPage<Row>[] } | undefined): Row[] | undefined {
  return data?.pages.flatMap((page) => page.data);
}
