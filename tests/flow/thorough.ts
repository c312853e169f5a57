import { createHash } from 'node:crypto';

/** Set by the soak, which runs some of these stories with everything that they could ask. */
export const thorough = process.env.TURNPIKE_TEST_THOROUGH === '1';

/**
 * Of a list of things to try at one place, a few: always the same ones there, others elsewhere, so that over the hundreds of
 * places of the API each is tried many times. In the soak all of them.
 */
export function some<T>(list: readonly T[], few: number, place: string): readonly T[] {
  if (thorough || list.length <= few) return list;
  const first = createHash('sha256').update(place).digest().readUInt32BE() % list.length;
  const chosen = Array.from(
    { length: few },
    (_, n) => (first + Math.floor((n * list.length) / few)) % list.length,
  );
  return chosen.map((index) => list[index]!);
}
