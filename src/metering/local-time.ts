/** What clocks showed during a span: from each instant on, so many milliseconds were added to UTC. */
export interface ZoneOffsets {
  readonly startsMs: readonly number[];
  readonly offsetsMs: readonly number[];
}

const known = new Map<string, ZoneOffsets>();
const MOST_KNOWN = 5000;

/**
 * The offsets of a time zone from `from` to `to`. The usage store gets them as numbers, so that its own tables
 * of time zones, which may be of another year, have no say in what is billed.
 */
export function zoneOffsets(timeZone: string, from: Temporal.Instant, to: Temporal.Instant): ZoneOffsets {
  const name = `${timeZone}|${from.epochMilliseconds}|${to.epochMilliseconds}`;
  const cached = known.get(name);
  if (cached) return cached;
  let at = from.toZonedDateTimeISO(timeZone);
  const startsMs = [at.epochMilliseconds];
  const offsetsMs = [at.offsetNanoseconds / 1e6];
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds >= to.epochMilliseconds) break;
    startsMs.push(next.epochMilliseconds);
    offsetsMs.push(next.offsetNanoseconds / 1e6);
    at = next;
  }
  if (known.size >= MOST_KNOWN) known.clear();
  const offsets = { startsMs, offsetsMs };
  known.set(name, offsets);
  return offsets;
}

const DAY_MS = 86_400_000;

/** The local days of a half-open span, as days since 1970-01-01, both inclusive. */
export function localDays(
  timeZone: string,
  from: Temporal.Instant,
  to: Temporal.Instant,
): { firstDay: number; lastDay: number } {
  const dayOf = (at: Temporal.Instant) => {
    const local = at.toZonedDateTimeISO(timeZone);
    return Math.floor((at.epochMilliseconds + local.offsetNanoseconds / 1e6) / DAY_MS);
  };
  return { firstDay: dayOf(from), lastDay: dayOf(to.subtract({ milliseconds: 1 })) };
}
