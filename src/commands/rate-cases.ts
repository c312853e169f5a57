import { type Decimal, decimal } from '#kernel';
import {
  advancePeriod,
  allocate,
  arrearsPeriod,
  billingDates,
  billingDayCycle,
  burnCredits,
  commitmentTrueUp,
  countBillingCycles,
  type DateCycle,
  type Discount,
  discountOf,
  discountUsage,
  elapsedCalendarPeriod,
  invoiceTotals,
  minimumTrueUp,
  type Period,
  type Price,
  periodAt,
  priceSchema,
  prorate,
  prorateCreditNote,
  prorateIntervalSwitch,
  proratePlanChange,
  prorateQuantityChange,
  type RateOptions,
  rate,
  rateBuckets,
  ratedLineJson,
  rateProratedEvents,
  roundQuotient,
  type Share,
  shareOfInterval,
  shareOfThirtyDays,
  subscriptionPeriods,
} from '#rating';
import {
  amountText,
  type Case,
  CaseError,
  date,
  decimalOf,
  digitsOf,
  instant,
  integer,
  intervalOf,
  isRecord,
  list,
  money,
  optionalDecimal,
  readDecimal,
  record,
  roundingOf,
  shareOf,
  text,
  timeZoneOf,
} from './rate-fields.ts';

type Answer = Record<string, unknown>;

/**
 * Answers one case, or null for a kind that is not known here. Nothing is calculated in this file: a case is
 * translated into arguments of `#rating` and the result into JSON.
 */
export function answerCase(input: Case): Answer | null {
  const answer = Object.hasOwn(answers, String(input.kind)) ? answers[String(input.kind)] : undefined;
  return answer ? answer(input) : null;
}

const answers: Record<string, (input: Case) => Answer> = {
  rate: (input) => {
    const rating = rate(priceOf(input), quantityOf(input), rateOptions(input));
    return { amount: amountText(rounded(input, rating.amount)), lines: rating.lines.map(ratedLineJson) };
  },
  rate_buckets: (input) => {
    const quantities = list(input, 'buckets').map((bucket) =>
      isRecord(bucket) ? decimalOf(bucket, 'quantity') : readDecimal('buckets', bucket),
    );
    return {
      amount: amountText(rounded(input, rateBuckets(priceOf(input), quantities, rateOptions(input)).amount)),
    };
  },
  rate_prorated_events: (input) => {
    const [full, prorated] = ['event_full_units', 'event_prorated_units'].map((name) =>
      list(input, name).map((value) => readDecimal(name, value)),
    ) as [Decimal[], Decimal[]];
    if (full.length !== prorated.length)
      throw new CaseError('event_prorated_units: expected one for each event');
    const events = full.map((units, index) => ({ full: units, prorated: prorated[index]! }));
    const { places, mode } = roundingOf(input);
    return {
      amount: money(
        roundQuotient(rateProratedEvents(priceOf(input), events), decimal(1), places, mode),
        places,
      ),
    };
  },
  usage_discount: (input) => {
    const free = decimalOf(record(input, 'config'), 'free_units');
    const net = discountUsage(
      optionalDecimal(input, 'prior_quantity') ?? decimal(0),
      quantityOf(input),
      free,
    );
    return { quantity: amountText(net.quantity), prior_quantity: amountText(net.priorQuantity) };
  },
  prorate: (input) => {
    const { places, mode } = roundingOf(input);
    return { amount: money(prorate(decimalOf(input, 'full_amount'), shareOf(input), places, mode), places) };
  },
  true_up: (input) => {
    const { places } = roundingOf(input);
    const usage = decimalOf(input, 'usage');
    return {
      amount: money(minimumTrueUp(decimalOf(input, 'minimum'), shareOf(input), usage, places), places),
    };
  },
  commitment_true_up: (input) => {
    const { places } = roundingOf(input);
    const [commitment, baseFee] = [decimalOf(input, 'commitment'), decimalOf(input, 'base_fee')];
    return { amount: money(commitmentTrueUp(commitment, baseFee, shareOf(input), places), places) };
  },
  credit_note: (input) => {
    const { places } = roundingOf(input);
    const tax = decimalOf(input, 'tax_percent', 'tax_rate_percent', 'tax_rate');
    const note = prorateCreditNote(decimalOf(input, 'paid', 'paid_amount'), tax, shareOf(input), places);
    return named({ subtotal: note.subtotal, tax: note.tax, total: note.total }, places);
  },
  invoice_totals: (input) => {
    const { places } = roundingOf(input);
    const lines = list(input, 'lines', 'fees').map((entry) => {
      if (!isRecord(entry)) throw new CaseError('lines: expected objects');
      return {
        amount: decimalOf(entry, 'amount'),
        discount: optionalDecimal(entry, 'discount') ?? decimal(0),
        taxPercent: optionalDecimal(entry, 'tax_percent') ?? decimalOf(input, 'tax_percent', 'tax_rate'),
      };
    });
    const totals = invoiceTotals(lines, places);
    return named({ subtotal: totals.subtotal, tax: totals.tax, total: totals.total }, places);
  },
  plan_change_proration: (input) =>
    planChange(input, decimalOf(input, 'old_amount'), decimalOf(input, 'new_amount')),
  plan_change_proration_discounted: (input) => {
    const { places } = roundingOf(input);
    const discounted = (name: string) => {
      const full = decimalOf(input, name);
      return full.minus(discountOf(full, discountIn(input), places));
    };
    return planChange(input, discounted('old_amount'), discounted('new_amount'));
  },
  interval_switch_proration: (input) => {
    const { places } = roundingOf(input);
    const [before, after] = [
      decimalOf(input, 'old_amount'),
      decimalOf(input, 'new_full_amount', 'new_amount'),
    ];
    const change = prorateIntervalSwitch(before, after, shareOf(input), places);
    return named({ credit: change.credit, charge: change.charge, net: change.net }, places);
  },
  quantity_change_proration: (input) => {
    const { places } = roundingOf(input);
    const [before, after] = [decimalOf(input, 'old_quantity'), decimalOf(input, 'new_quantity')];
    const unitPrice = decimalOf(input, 'unit_price');
    return { amount: money(prorateQuantityChange(before, after, unitPrice, shareOf(input), places), places) };
  },
  discount: (input) => {
    const { places } = roundingOf(input);
    const off = discountOf(decimalOf(input, 'price', 'amount'), discountIn(input), places);
    return { amount: money(off, places), discount: money(off, places), result: money(off, places) };
  },
  discount_distribution: (input) => {
    const { places } = roundingOf(input);
    const amounts = list(input, 'lines', 'amounts', 'line_amounts').map((entry) =>
      isRecord(entry) ? decimalOf(entry, 'amount') : readDecimal('lines', entry),
    );
    const parts = allocated(decimalOf(input, 'discount', 'amount'), amounts, places);
    return { result: parts, amounts: parts };
  },
  allocate: (input) => {
    const { places } = roundingOf(input);
    const weights = list(input, 'weights').map((weight) => readDecimal('weights', weight));
    return { result: allocated(decimalOf(input, 'amount'), weights, places) };
  },
  round: (input) => {
    const { places, mode } = roundingOf(input);
    return { result: money(roundQuotient(decimalOf(input, 'amount'), decimal(1), places, mode), places) };
  },
  credit_burn: (input) => {
    const grants = list(input, 'grants').map((grant) => {
      if (!isRecord(grant)) throw new CaseError('grants: expected objects');
      const { expires_at: expires } = grant;
      return {
        id: text(grant, 'id'),
        amount: decimalOf(grant, 'amount'),
        priority: grant.priority === undefined ? 0 : integer(grant, 'priority'),
        expiresAt: expires === undefined || expires === null ? null : instant(grant, 'expires_at'),
      };
    });
    const burn = burnCredits(grants, decimalOf(input, 'usage'));
    const balances = Object.fromEntries([...burn.balances].map(([id, left]) => [id, amountText(left)]));
    return { result: { balances, overage: amountText(burn.overage) } };
  },
  billing_cycles: (input) => {
    const start = date(input, 'start');
    const cycle = billingDayCycle(start, intervalOf(input), integer(input, 'billing_day'));
    const places = input.fraction_precision === undefined ? 9 : integer(input, 'fraction_precision');
    const end = input.end === undefined ? null : date(input, 'end');
    return { cycles: amountText(countBillingCycles(cycle, start, date(input, 'target'), end, places)) };
  },
  prorate_fraction: (input) => fraction(input, shareOfInterval(...span(input), intervalOf(input))),
  prorate_fraction_fixed30: (input) => fraction(input, shareOfThirtyDays(...span(input))),
  billing_dates: (input) => {
    // A case does not say how many dates it wants: as many as it expects, or a year of months.
    const wanted = Array.isArray(input.expected) ? input.expected.length : 12;
    const cycle = { anchor: date(input, 'anchor'), interval: intervalOf(input) };
    return { result: billingDates(cycle, wanted).map(String) };
  },
  period_at: (input) => {
    const zone = timeZoneOf(input);
    const { startAt, endAt } = periodAt(
      instant(input, 'anchor'),
      intervalOf(input),
      instant(input, 'at'),
      zone,
    );
    return { result: { start: startAt.toString(), end: endAt.toString() } };
  },
  subscription_periods: (input) => {
    const start = date(input, 'start');
    const end = input.end === undefined ? null : date(input, 'end');
    const periods = subscriptionPeriods(cycleOf(input, start), start, date(input, 'until'), end);
    return { result: periods.map((period) => [period.start.toString(), period.end.toString()]) };
  },
  arrears_period: (input) => {
    const cycle = { anchor: date(input, 'anchor_date'), interval: intervalOf(input) };
    const billed = date(input, 'billed_on');
    const period = input.mode === 'in_advance' ? advancePeriod(cycle, billed) : arrearsPeriod(cycle, billed);
    return { start: period.start.toString(), end_inclusive: period.end.subtract({ days: 1 }).toString() };
  },
  calendar_period_tz: (input) => {
    const period = elapsedCalendarPeriod(
      instant(input, 'billed_at'),
      intervalOf(input).unit,
      timeZoneOf(input),
    );
    return inclusive(period);
  },
};

function planChange(input: Case, before: Decimal, after: Decimal): Answer {
  const { places, mode } = roundingOf(input);
  const change = proratePlanChange(before, after, shareOf(input), places, mode);
  return named({ credit: change.credit, charge: change.charge, net: change.net }, places);
}

function allocated(amount: Decimal, weights: Decimal[], places: number): string[] {
  const minor = BigInt(roundQuotient(amount, decimal(`1e-${places}`), 0).toFixed(0));
  return allocate(minor, weights).map((part) => money(decimal(`${part}e-${places}`), places));
}

function inclusive(period: Period): Answer {
  return {
    start: period.startAt.toString(),
    end_inclusive: period.endAt.subtract({ seconds: 1 }).toString(),
  };
}

function fraction(input: Case, part: Share): Answer {
  const places = input.fraction_precision === undefined ? 9 : integer(input, 'fraction_precision');
  const value = amountText(prorate(decimal(1), part, places));
  return { fraction: value, result: value, ratio: [part.part.toString(), part.whole.toString()] };
}

/** Answers both as `expected_X` and as one `expected` object would ask for them. */
function named(amounts: Record<string, Decimal>, places: number): Answer {
  const texts = Object.fromEntries(
    Object.entries(amounts).map(([name, value]) => [name, money(value, places)]),
  );
  return { ...texts, result: texts };
}

function priceOf(input: Case): Price {
  const { round: _applied, ...config } = record(input, 'config');
  // Cases may leave the last tier closed; a price of ours may not.
  if (Array.isArray(config.tiers) && isRecord(config.tiers.at(-1))) {
    config.tiers = [...config.tiers.slice(0, -1), { ...config.tiers.at(-1), up_to: null }];
  }
  const parsed = priceSchema.safeParse({ model: input.model, ...config });
  if (parsed.success) return parsed.data;
  throw new CaseError(
    parsed.error.issues.map((issue) => `config/${issue.path.join('/')}: ${issue.message}`).join('; '),
  );
}

function rateOptions(input: Case): RateOptions {
  const position = input.position ?? 'single';
  if (position !== 'single' && position !== 'mid' && position !== 'last' && position !== 'reconcile') {
    throw new CaseError('position: expected single, mid, last or reconcile');
  }
  const priorQuantity = optionalDecimal(input, 'prior_quantity');
  const priorBilled = optionalDecimal(input, 'prior_billed_amount');
  const values = (name: string) => list(input, name).map((value) => readDecimal(name, value));
  return {
    position,
    currencyDigits: digitsOf(input),
    ...(priorQuantity && { priorQuantity }),
    ...(priorBilled && { priorBilled }),
    ...(input.event_values !== undefined && { eventValues: values('event_values') }),
    ...(input.prior_event_values !== undefined && { priorEventValues: values('prior_event_values') }),
  };
}

/** Percentages are taken of the events' values and need no quantity beside them. */
function quantityOf(input: Case): Decimal {
  if (input.quantity === undefined && input.event_values !== undefined) return decimal(0);
  return decimalOf(input, 'quantity');
}

/** Only a case that says so is rounded: the charge itself is exact, its invoice line is rounded. */
function rounded(input: Case, amount: Decimal): Decimal {
  const wanted = record(input, 'config').round;
  if (wanted === undefined) return amount;
  const { places, mode } = roundingOf({ rounding: isRecord(wanted) ? wanted : { places: wanted } });
  return roundQuotient(amount, decimal(1), places, mode);
}

function discountIn(input: Case): Discount {
  const given = input.discount;
  const source = isRecord(given) ? given : input;
  if (typeof given === 'string' && given.endsWith('%'))
    return { percent: readDecimal('discount', given.slice(0, -1)) };
  if (typeof given === 'string') return { amount: readDecimal('discount', given) };
  const percent = optionalDecimal(source, 'percent') ?? optionalDecimal(source, 'discount_percent');
  return percent ? { percent } : { amount: decimalOf(source, 'fixed', 'discount_amount', 'amount') };
}

function cycleOf(input: Case, start: Temporal.PlainDate): DateCycle {
  const interval = intervalOf(input);
  if (input.billing_day !== undefined) return billingDayCycle(start, interval, integer(input, 'billing_day'));
  return { anchor: input.anchor === undefined ? start : date(input, 'anchor'), interval };
}

function span(input: Case): [Temporal.PlainDate, Temporal.PlainDate] {
  return [date(input, input.period_start === undefined ? 'start' : 'period_start'), date(input, 'to')];
}
