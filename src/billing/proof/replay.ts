import { effectiveTerms, type PlanVersionOfPlan } from '#catalog';
import { type Db, Problem } from '#kernel';
import {
  type CloseSources,
  closeWindows,
  digestOf,
  findInputs,
  type Invoice,
  type InvoiceLine,
  inputsText,
  invoiceLines,
  planClose,
  planName,
  type RecordedClose,
  type RecordedInputs,
  readInputs,
  type StoredInputs,
} from '../invoices/index.ts';
import type { CloseAgain } from './close-again.ts';
import { billedBefore, compareCharges } from './compare-charges.ts';
import { compareLines, type ReplayedLine } from './compare-lines.ts';
import { compareTotals } from './compare-totals.ts';
import { compareUsage } from './compare-usage.ts';
import type { ReplayDifference } from './replay-difference.ts';
import { chargesSince, type StoredCharge } from './store-charges.ts';

export interface Replay {
  readonly invoice: Invoice;
  /** The same to the cent, from the same inputs. */
  readonly same: boolean;
  /** Hexadecimal; null where the invoice has none, or it cannot be made again. */
  readonly digest: { readonly recorded: string | null; readonly recomputed: string | null };
  readonly lines: readonly ReplayedLine[];
  readonly differences: readonly ReplayDifference[];
}

export type ReplaySources = Pick<CloseSources, 'planVersions' | 'usage'>;

/**
 * Makes an invoice again: from the events up to the batches that it saw, the plan versions as they stand in the
 * catalog and the charges before it, by the code that made it. Says where the two differ; nothing is written.
 */
export async function replayInvoice(db: Db, sources: ReplaySources, invoice: Invoice): Promise<Replay> {
  const lines = await invoiceLines(db, invoice.id);
  const stored = await findInputs(db, invoice.id);
  if (!stored) return notReplayable(invoice, lines, null, 'no inputs were recorded with this invoice');
  const recorded = stored.digest.toString('hex');
  if (stored.text === null) return notReplayable(invoice, lines, recorded, 'its recorded inputs are gone');
  try {
    return await replayStored(db, sources, { invoice, lines, stored, text: stored.text });
  } catch (error) {
    // A plan version that is gone, or terms that nobody can rate any more.
    if (!(error instanceof Problem || error instanceof RangeError || error instanceof TypeError)) throw error;
    return notReplayable(invoice, lines, recorded, error.message);
  }
}

function notReplayable(
  invoice: Invoice,
  lines: readonly InvoiceLine[],
  recorded: string | null,
  reason: string,
): Replay {
  const replayed = lines.map((line) => ({ line, again: null }));
  const differences = [{ kind: 'not_replayable', detail: reason } as const];
  return { invoice, same: false, digest: { recorded, recomputed: null }, lines: replayed, differences };
}

interface Loaded {
  readonly invoice: Invoice;
  readonly lines: readonly InvoiceLine[];
  readonly stored: StoredInputs;
  readonly text: string;
}

async function replayStored(
  db: Db,
  sources: ReplaySources,
  { invoice, lines, stored, text }: Loaded,
): Promise<Replay> {
  const differences: ReplayDifference[] = [];
  if (!digestOf(text).equals(stored.digest))
    differences.push({ kind: 'inputs', detail: 'the recorded inputs do not have the digest of the invoice' });
  const plans = await presentPlans(db, sources, stored);
  for (const [name, plan] of plans) {
    if (planName(plan) === name) continue;
    const detail = `the terms of plan version ${plan.id} are not those that were billed by`;
    differences.push({ kind: 'plan', detail });
  }
  const recorded = readInputs(text, (name) => planOf(plans, name));
  const charges = await chargesSince(db, startsOf(recorded));
  const again: CloseAgain[] = [];
  for (const close of recorded.closes) {
    const one = await closeAgain(sources, close, charges);
    again.push(one);
    differences.push(...one.differences);
  }
  const compared = compareLines(invoice, lines, again);
  differences.push(...compared.differences);
  differences.push(...compareCharges(invoice, lines, again, charges));
  differences.push(...compareTotals(invoice, compared.lines, recorded.totals));
  const recomputed = digestOf(inputsText({ ...recorded, closes: again.map((one) => one.recorded) }));
  if (!recomputed.equals(stored.digest) && differences.length === 0)
    differences.push({ kind: 'digest', detail: 'what it was made of has another digest now' });
  return {
    invoice,
    same: differences.length === 0,
    digest: { recorded: stored.digest.toString('hex'), recomputed: recomputed.toString('hex') },
    lines: compared.lines,
    differences,
  };
}

/** The plan versions of the catalog, with the terms that they give today to whom they gave those recorded. */
async function presentPlans(
  db: Db,
  sources: ReplaySources,
  stored: StoredInputs,
): Promise<Map<string, PlanVersionOfPlan>> {
  const named = Object.entries(stored.plans);
  const versions = await sources.planVersions(
    db,
    named.map(([, { id }]) => id),
  );
  return new Map(
    named.flatMap(([name, { id, choice }]) => {
      const version = versions.get(id);
      if (!version) return [];
      const terms = choice === null ? version.terms : effectiveTerms(version.terms, choice);
      return [[name, { ...version, terms }]];
    }),
  );
}

function planOf(plans: ReadonlyMap<string, PlanVersionOfPlan>, name: string): PlanVersionOfPlan {
  const plan = plans.get(name);
  if (!plan) throw new RangeError(`the plan version ${name.split(' ')[0]} is gone`);
  return plan;
}

/** From where on charges of each subscription matter. */
function startsOf(recorded: RecordedInputs): Map<string, Temporal.Instant> {
  const starts = new Map<string, Temporal.Instant>();
  for (const { input } of recorded.closes) {
    const known = [...input.billed.keys()].map((item) => Number(item.split('|')[1]));
    const own = [input.subscription.period, ...input.earlier.map((one) => one.period)];
    const carried = input.carried.map((charge) => charge.period);
    const all = [...own, ...carried].map(({ startAt }) => startAt.epochMilliseconds);
    const first = Math.min(...known, ...all);
    starts.set(input.subscription.id, Temporal.Instant.fromEpochMilliseconds(first));
  }
  return starts;
}

async function closeAgain(
  sources: ReplaySources,
  { input: before, quantities }: RecordedClose,
  charges: readonly StoredCharge[],
): Promise<CloseAgain> {
  const { billed, differences: ofBilled } = billedBefore(before, charges);
  const input = { ...before, billed };
  const windows = closeWindows(input);
  const usage = await sources.usage(windows, input.highestBatch);
  const now = windows.map((window) => usage.of(window));
  return {
    input,
    charges: planClose(input, usage).charges,
    recorded: { input, quantities: now },
    differences: [...ofBilled, ...compareUsage(windows, quantities, now, input.highestBatch)],
  };
}
