import { type Decimal, type UsageDb, ZERO } from '#kernel';
import {
  type EventPosition,
  type HourOfUnits,
  listEvents,
  positionOf,
  type UsageEventRow,
  unitsByHour,
} from '#metering';
import { type CountedWindow, countedOf } from './counted-windows.ts';

/** An event with how much of it the line counted. */
export interface LineEvent {
  readonly event: UsageEventRow;
  readonly quantity: Decimal;
  readonly place: LinePlace;
}

/** Where a page ends: the event, and how much of its window was used up to and with it. */
export interface LinePlace extends EventPosition {
  readonly windowIndex: number;
  readonly used: Decimal;
}

const CHUNK = 1000;
const HOUR = { hours: 1 };

/**
 * The events that a line counted, window by window and oldest first: their quantities add up to the line's.
 * What came after the line's batch is not among them, whenever it happened.
 */
export async function lineEvents(
  usageDb: UsageDb,
  windows: readonly CountedWindow[],
  upToBatch: bigint,
  page: { readonly limit: number; readonly after: LinePlace | null },
): Promise<LineEvent[]> {
  const found: LineEvent[] = [];
  for (let index = page.after?.windowIndex ?? 0; index < windows.length; index += 1) {
    const after = page.after?.windowIndex === index ? page.after : null;
    const window = windows[index]!;
    const wanted = { window, index, upToBatch, after, limit: page.limit - found.length };
    found.push(...(await (window.beyond ? eventsBeyond : eventsOf)(usageDb, wanted)));
    if (found.length >= page.limit) break;
  }
  return found;
}

interface Wanted {
  readonly window: CountedWindow;
  readonly index: number;
  readonly upToBatch: bigint;
  readonly after: LinePlace | null;
  readonly limit: number;
}

async function eventsOf(usageDb: UsageDb, wanted: Wanted): Promise<LineEvent[]> {
  const { window, index, upToBatch, after, limit } = wanted;
  const events = await listEvents(usageDb, { ...window, upToBatch }, { limit, after });
  return events.map((event) => ({
    event,
    quantity: countedOf(window, event, ZERO),
    place: { ...positionOf(event), windowIndex: index, used: ZERO },
  }));
}

/**
 * Only what goes beyond the quota. Hours in which nothing of it happened are passed over by their sums, so
 * that the millions of calls within the quota are not read event by event.
 */
async function eventsBeyond(usageDb: UsageDb, wanted: Wanted): Promise<LineEvent[]> {
  const { window, upToBatch, after, limit } = wanted;
  const found: LineEvent[] = [];
  let used = ZERO;
  for (const hour of await unitsByHour(usageDb, { ...window, upToBatch })) {
    const before = used;
    used = used.plus(hour.units);
    if (isOver(hour, after) || window.beyond!.charged(used).eq(window.beyond!.charged(before))) continue;
    found.push(...(await eventsOfHour(usageDb, wanted, hour, before, limit - found.length)));
    if (found.length >= limit) break;
  }
  return found;
}

function isOver(hour: HourOfUnits, after: LinePlace | null): boolean {
  return after !== null && endOf(hour).epochMilliseconds <= after.timestampMs;
}

/** The next full hour: the first hour of a window may begin within one. */
function endOf({ startAt }: HourOfUnits): Temporal.Instant {
  return startAt.round({ smallestUnit: 'hour', roundingMode: 'floor' }).add(HOUR);
}

async function eventsOfHour(
  usageDb: UsageDb,
  { window, index, upToBatch, after }: Wanted,
  hour: HourOfUnits,
  usedBefore: Decimal,
  limit: number,
): Promise<LineEvent[]> {
  const end = endOf(hour);
  const endAt = Temporal.Instant.compare(end, window.endAt) < 0 ? end : window.endAt;
  const span = { subscriptionId: window.subscriptionId, startAt: hour.startAt, endAt, upToBatch };
  const isWithin = after !== null && after.timestampMs >= hour.startAt.epochMilliseconds;
  let used = isWithin ? after.used : usedBefore;
  let position: EventPosition | null = isWithin ? after : null;
  const found: LineEvent[] = [];
  for (;;) {
    const events = await listEvents(usageDb, span, { limit: CHUNK, after: position });
    for (const event of events) {
      const quantity = countedOf(window, event, used);
      used = used.plus(window.valueOf(event));
      if (quantity.eq(ZERO)) continue;
      found.push({ event, quantity, place: { ...positionOf(event), windowIndex: index, used } });
      if (found.length === limit) return found;
    }
    if (events.length < CHUNK) return found;
    position = positionOf(events.at(-1)!);
  }
}
