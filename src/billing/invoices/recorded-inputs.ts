import { createHash } from 'node:crypto';
import { choiceOf, type PlanTerms, type PlanVersionOfPlan, type TermsChoice } from '#catalog';
import { type Decimal, newId } from '#kernel';
import type { InvoiceDraft } from './invoice.ts';
import type { PlannedSubscription } from './plan-batch.ts';
import type { CloseInput } from './plan-close.ts';
import { readRecord, recordText } from './record-text.ts';
import type { TaxableLine } from './totals.ts';

/** One subscription's part of an invoice. */
export interface RecordedClose {
  readonly input: CloseInput;
  /** In the order of `closeWindows(input)`. */
  readonly quantities: readonly Decimal[];
}

/** How lines are taxed; all of an invoice mostly alike. */
export type RecordedTax = Pick<TaxableLine, 'inclusive' | 'treatment'>;

/** What decided between the lines and the total. */
export interface RecordedTotals {
  readonly currency: string;
  readonly feeBasisPoints: number;
  readonly taxes: readonly RecordedTax[];
  /** Which of these each line has. */
  readonly taxOfLines: readonly number[];
}

export interface RecordedInputs {
  readonly version: 1;
  readonly closes: readonly RecordedClose[];
  readonly totals: RecordedTotals;
}

/** What stands beside the inputs of a batch for each plan version that they name. */
export interface NamedPlan {
  readonly id: string;
  /** Null: the terms as they stand in the version. */
  readonly choice: TermsChoice | null;
}

/** The inputs of a batch of invoices, as they are stored. */
export interface InputBatch {
  readonly id: string;
  readonly plans: Readonly<Record<string, NamedPlan>>;
  readonly inputs: string;
  /** By invoice. */
  readonly digests: ReadonlyMap<string, Buffer>;
}

/** Of each subscription on each invoice, everything that its close was decided by. */
export function inputBatch(
  invoices: readonly InvoiceDraft[],
  planned: readonly PlannedSubscription[],
): InputBatch {
  const bySubscription = new Map(planned.map((one) => [one.subscription.id, one]));
  const plans: Record<string, NamedPlan> = {};
  const nameOf = (plan: PlanVersionOfPlan) => {
    const name = planName(plan);
    plans[name] ??= { id: plan.id, choice: choiceOf(plan.terms) };
    return name;
  };
  const digests = new Map<string, Buffer>();
  let text = '';
  for (const invoice of invoices) {
    const inputs = recordText(inputsOf(invoice, bySubscription), nameOf);
    digests.set(invoice.id, digestOf(inputs));
    text += `${invoice.id}\t${inputs}\n`;
  }
  return { id: newId('inb'), plans, inputs: text, digests };
}

function inputsOf(
  { lines, currency, feeBasisPoints, taxable }: InvoiceDraft,
  bySubscription: ReadonlyMap<string, PlannedSubscription>,
): RecordedInputs {
  const ids = [...new Set(lines.map((line) => line.subscriptionId))].sort();
  const closes = ids.flatMap((id) => {
    const planned = bySubscription.get(id);
    if (!planned) return [];
    const { input, windows, usage } = planned;
    return [{ input, quantities: windows.map((window) => usage.of(window)) }];
  });
  return { version: 1, closes, totals: { currency, feeBasisPoints, ...recordedTaxes(taxable) } };
}

function recordedTaxes(taxable: readonly TaxableLine[]): Pick<RecordedTotals, 'taxes' | 'taxOfLines'> {
  const taxes = new Map<string, RecordedTax>();
  const texts = taxable.map(({ inclusive, treatment }) => {
    const text = recordText([inclusive, treatment], noPlan);
    taxes.set(text, { inclusive, treatment });
    return text;
  });
  const order = [...taxes.keys()];
  return { taxes: [...taxes.values()], taxOfLines: texts.map((text) => order.indexOf(text)) };
}

/** The digest of one invoice's inputs. */
export function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

const termsDigests = new WeakMap<PlanTerms, string>();

/** Its id and a digest of the terms that hold: a version that somebody has changed has another name. */
export function planName(plan: PlanVersionOfPlan): string {
  let digest = termsDigests.get(plan.terms);
  if (digest === undefined) {
    digest = digestOf(recordText(sortedTerms(plan.terms), noPlan))
      .toString('hex')
      .slice(0, 32);
    termsDigests.set(plan.terms, digest);
  }
  return `${plan.id} ${digest}`;
}

/** Terms come from the database and from changes to them: the order of their fields means nothing. */
function sortedTerms(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedTerms);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([key, item]) => [key, sortedTerms(item)]));
}

function noPlan(): never {
  throw new TypeError('No plan version stands in terms or taxes');
}

/** The text of inputs that were read and may have been filled with other figures. */
export function inputsText(inputs: RecordedInputs): string {
  return recordText(inputs, planName);
}

/** What was recorded, with the plan versions that `planOf` answers in it. */
export function readInputs(text: string, planOf: (name: string) => PlanVersionOfPlan): RecordedInputs {
  const read = readRecord(text, planOf) as RecordedInputs;
  if (read.version !== 1) throw new RangeError(`Inputs of version ${read.version} are not known`);
  return read;
}
