/** Where every rule gets its time from: always for an organization, because a sandbox may travel in time. */
export interface Clock {
  now(organizationId?: string): Temporal.Instant;
}

/** The machine's time, in milliseconds: finer digits would not survive the stores. */
export function systemClock(): Clock {
  return { now: () => Temporal.Instant.fromEpochMilliseconds(Date.now()) };
}

export interface ManualClock extends Clock {
  set(at: string | Temporal.Instant): void;
  advance(duration: Temporal.DurationLike): void;
}

/** A clock that stands still until it is moved. */
export function manualClock(start: string | Temporal.Instant): ManualClock {
  let at = Temporal.Instant.from(start);
  return {
    now: () => at,
    set(next) {
      at = Temporal.Instant.from(next);
    },
    advance(duration) {
      at = at.toZonedDateTimeISO('UTC').add(duration).toInstant();
    },
  };
}

/** ISO 8601 UTC with exactly three fraction digits, as the wire carries it. */
export function instantText(at: Temporal.Instant): string {
  return at.toString({ smallestUnit: 'millisecond' });
}
