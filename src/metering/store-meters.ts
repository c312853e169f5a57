// What meters say, from the events: for invoices by windows of subscriptions, for screens by owner.
import { type Decimal, decimal, longestParameterBytes, ONE, type UsageDb, ZERO } from '#kernel';
import { type EventTerms, type MeterDefinition, roundQuotient } from '#rating';
import { localDays } from './local-time.ts';
import type { MeterQuestion, MeterReading, MeterWindow } from './meter-question.ts';
import { activeDaysSql, aggregateSql, Parameters } from './meter-sql.ts';
import { eventsSql } from './store-meter-events.ts';

/** Windows of one question. */
export interface AskedMeter {
  readonly question: MeterQuestion;
  readonly windows: readonly MeterWindow[];
}

export interface ReadingOrder {
  readonly asked: readonly AskedMeter[];
  readonly upToBatch?: bigint;
  /** Who waits: an invoice, or someone who looks. */
  readonly session?: 'billing' | 'dashboard';
}

/** Ids of 30 characters in quotes and a comma; longer parameters are refused by a server. */
const WINDOWS_PER_PART = Math.floor(longestParameterBytes / 40);
/** So that a statement stays within what a server reads; a batch of plans seldom has so many meters. */
const PARTS_PER_QUERY = 20;

interface Row {
  part: number;
  window: number;
  variant: number;
  events: bigint;
  counted: bigint;
  numerator: Decimal;
  paid_events: bigint;
  paid_value: Decimal;
  amount: Decimal;
}

interface Part {
  readonly asked: AskedMeter;
  readonly windows: readonly MeterWindow[];
  /** Null: the aggregate. Otherwise what these terms make of each event of this variant. */
  readonly priced: { readonly variant: number; readonly terms: EventTerms } | null;
}

/**
 * The readings of many meters over many windows: one query for up to 20 questions of up to 3,000 windows each.
 * By window, as an array with one reading for each variant and one for the rest.
 */
export async function readMeters(
  usageDb: UsageDb,
  { asked, upToBatch, session = 'billing' }: ReadingOrder,
): Promise<Map<MeterWindow, readonly MeterReading[]>> {
  const parts = asked.flatMap(partsOf);
  const answers = new Map<MeterWindow, MeterReading[]>();
  for (const { question, windows } of asked) {
    for (const window of windows) answers.set(window, emptyReadings(question, window));
  }
  for (let at = 0; at < parts.length; at += PARTS_PER_QUERY) {
    const some = parts.slice(at, at + PARTS_PER_QUERY);
    const parameters = new Parameters();
    const upTo = parameters.bind('UInt64', upToBatch ?? 2n ** 64n - 1n);
    const sql = some.map((part, index) => partSql(part, index, upTo, parameters)).join('\nunion all\n');
    for (const row of await usageDb.query<Row>(sql, parameters.values, { session })) {
      takeRow(some[row.part] as Part, row, answers);
    }
  }
  return answers;
}

function partsOf(asked: AskedMeter): Part[] {
  const parts: Part[] = [];
  for (let at = 0; at < asked.windows.length; at += WINDOWS_PER_PART) {
    const windows = asked.windows.slice(at, at + WINDOWS_PER_PART);
    parts.push({ asked, windows, priced: null });
    asked.question.eventTerms.forEach((terms, variant) => {
      if (terms !== null) parts.push({ asked, windows, priced: { variant, terms } });
    });
  }
  return parts;
}

function emptyReadings({ meter, variants, eventTerms }: MeterQuestion, window: MeterWindow): MeterReading[] {
  return Array.from({ length: variants.length + 1 }, (_, variant) => ({
    events: 0n,
    withoutValue: 0n,
    numerator: ZERO,
    denominator: denominatorOf(meter, window, 0n),
    quantity: ZERO,
    eventSums: eventTerms[variant] ? { paidEvents: 0n, paidValue: ZERO, amount: ZERO } : null,
  }));
}

function takeRow(
  { asked, windows, priced }: Part,
  row: Row,
  answers: Map<MeterWindow, MeterReading[]>,
): void {
  const window = windows[row.window] as MeterWindow;
  const readings = answers.get(window) as MeterReading[];
  const before = readings[row.variant] as MeterReading;
  if (priced !== null) {
    const eventSums = { paidEvents: row.paid_events, paidValue: row.paid_value, amount: row.amount };
    readings[row.variant] = { ...before, eventSums };
    return;
  }
  const { numerator, events, counted } = row;
  const denominator = denominatorOf(asked.question.meter, window, counted);
  readings[row.variant] = {
    ...before,
    events,
    withoutValue: events - counted,
    numerator,
    denominator,
    quantity: denominator.eq(ONE) ? numerator : roundQuotient(numerator, denominator, 12),
  };
}

/** What the aggregate is to be divided by, given how many values there were. */
export function denominatorOf(
  { aggregation }: MeterDefinition,
  window: MeterWindow,
  counted: bigint,
): Decimal {
  if (aggregation === 'avg') return counted === 0n ? ONE : decimal(counted);
  const { startAt, endAt } = window.whole ?? window;
  if (aggregation === 'weighted_sum') return decimal(endAt.epochMilliseconds - startAt.epochMilliseconds);
  if (aggregation === 'prorated_sum' || aggregation === 'prorated_unique_count') {
    const { firstDay, lastDay } = localDays(window.timeZone ?? 'UTC', startAt, endAt);
    return decimal(lastDay - firstDay + 1);
  }
  return ONE;
}

const NOTHING_PRICED = `toUInt64(0) as paid_events, toDecimal256(0, 12) as paid_value, toDecimal256(0, 26) as amount`;

function partSql({ asked, windows, priced }: Part, index: number, upTo: string, p: Parameters): string {
  const { question } = asked;
  const events = eventsSql(question, windows, p, { scope: 'subscriptions', upTo });
  const head = `select toUInt32(${index}) as part, toUInt32(window) as window, toUInt32(variant) as variant`;
  if (priced !== null) return pricedSql(head, events, priced.variant, priced.terms, p);
  if (question.meter.aggregation === 'prorated_unique_count') {
    return `${head}, toUInt64(sum(key_events)) as events, toUInt64(sum(key_events)) as counted,
        ${aggregateSql(question.meter, p)} as numerator, ${NOTHING_PRICED}
      from (${activeDaysSql()} from (${events}) where t is not null group by window, variant, t, first_day, last_day)
      group by window, variant`;
  }
  const counted = question.meter.aggregation === 'unique_count' ? 't' : 'v';
  return `${head}, count() as events, count(${counted}) as counted, ${aggregateSql(question.meter, p)} as numerator,
      ${NOTHING_PRICED}
    from (${events}) group by window, variant`;
}

/**
 * What a percentage with terms per event comes to, as `sumEvents` of rating has it: free allowances go in the
 * order of the events, and `ends_at` is the first that is not wholly free.
 */
function pricedSql(head: string, events: string, variant: number, terms: EventTerms, p: Parameters): string {
  const amountOf = (value: Decimal, places: number) =>
    `toDecimal256(${p.bind('String', value.toFixed())}, ${places})`;
  const freeAmount = terms.freeAmount === null ? null : amountOf(terms.freeAmount, 12);
  const exhausted: string[] = [];
  if (terms.freeEvents !== null) exhausted.push(`place > ${p.bind('UInt64', BigInt(terms.freeEvents))}`);
  if (freeAmount !== null) exhausted.push(`through >= ${freeAmount}`, `${freeAmount} <= 0`);
  const endsAt =
    exhausted.length === 0
      ? 'toUInt64(1)'
      : `minIf(place, ${exhausted.join(' or ')}) over (partition by window)`;
  // The event that reaches the free amount pays for what lies beyond, unless the free events ended before it.
  const partly =
    freeAmount === null
      ? '0'
      : `place = ends_at and ${freeAmount} > through - own ${terms.freeEvents === null ? '' : `and not ${exhausted[0]}`}`;
  const charged = freeAmount === null ? 'own' : `if(${partly}, through - ${freeAmount}, own)`;
  let each = `toDecimal256(charged * ${amountOf(terms.rate, 14)}, 26) + ${amountOf(terms.fixed, 26)}`;
  if (terms.max !== null) each = `least(${each}, ${amountOf(terms.max, 26)})`;
  if (terms.min !== null) each = `greatest(${each}, ${amountOf(terms.min, 26)})`;
  return `${head}, toUInt64(0) as events, toUInt64(0) as counted, toDecimal256(0, 12) as numerator,
      toUInt64(count()) as paid_events, sum(charged) as paid_value, sum(${each}) as amount
    from (
      select window, variant, ${charged} as charged, place, ends_at
      from (
        select *, ${endsAt} as ends_at
        from (
          select window, variant, toDecimal256(assumeNotNull(v), 12) as own, row_number() over ordered as place,
            sum(toDecimal256(assumeNotNull(v), 12)) over (ordered rows between unbounded preceding and current row) as through
          from (${events})
          where variant = ${p.bind('UInt32', variant)} and v is not null
          window ordered as (partition by window order by at_ms, id, source, connection)
        )
      )
    )
    where ends_at > 0 and place >= ends_at
    group by window, variant`;
}
