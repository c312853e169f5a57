/**
 * What changes of subscriptions come to in money: the close that would follow each of them, not carried out. Many at
 * once cost as many questions as one.
 */

import type { Db } from '#kernel';
import { openSegments, type PlannedChange, type Segment } from '#subscriptions';
import { billables, type Charge, type CloseDeps, itemText, previewCloses } from '../invoices/index.ts';

export interface MoneyLine {
  readonly description: string;
  readonly kind: Charge['kind'];
  readonly amountMinor: bigint;
  readonly explanation: Readonly<Record<string, unknown>>;
}

export interface ChangeMoney {
  readonly currency: string;
  readonly lines: readonly MoneyLine[];
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
  /** With tax; zero when nothing is due now. */
  readonly dueMinor: bigint;
  /** Without tax; what is taken off the next invoice. */
  readonly creditMinor: bigint;
  /** As far as it is known now, without what will be used; null when none comes by itself. */
  readonly next: {
    readonly at: Temporal.Instant;
    readonly lines: readonly MoneyLine[];
    readonly netMinor: bigint;
  } | null;
}

export interface ChangesMoney {
  readonly of: ReadonlyMap<string, ChangeMoney>;
  readonly refused: ReadonlyMap<string, string>;
}

/** Long enough after every period's end for its grace to be over. */
const AFTERWARDS = { hours: 24 * 366 * 4 };

export async function previewChanges(
  db: Db,
  deps: CloseDeps,
  planned: readonly PlannedChange[],
  at: Temporal.Instant,
): Promise<ChangesMoney> {
  const ids = planned.map(({ after }) => after.id);
  const open = await openSegments(db, ids);
  const cut = new Map(planned.map((one) => [one.after.id, afterwards(open.get(one.after.id) ?? [], one)]));
  const found = await billables(
    db,
    planned.map(({ after }) => after),
    cut,
  );
  const subscriptions = [...found.values()];
  const now = await previewCloses(db, deps, subscriptions, { mode: 'change', at });
  const later = await previewCloses(db, deps, subscriptions, { mode: 'due', at: at.add(AFTERWARDS) });
  const of = new Map<string, ChangeMoney>();
  for (const { after } of planned) {
    const close = now.of.get(after.id);
    if (!close) continue;
    const { plan, invoice } = close;
    const waiting = plan.lines.length > 0 ? [] : plan.charges;
    const net = sum(plan.lines.length > 0 ? plan.lines : waiting);
    const billed = new Set(plan.lines.map(chargeText));
    const rest = later.of.get(after.id)?.plan.lines.filter((line) => !billed.has(chargeText(line))) ?? [];
    const comes = after.state !== 'canceled' && after.state !== 'paused';
    of.set(after.id, {
      currency: after.currency,
      lines: (plan.lines.length > 0 ? plan.lines : waiting)
        .map(lineOf)
        .filter((line) => line.amountMinor !== 0n),
      netMinor: net,
      taxMinor: invoice?.taxMinor ?? 0n,
      dueMinor: invoice?.totalMinor ?? 0n,
      creditMinor: invoice === null && net < 0n ? -net : 0n,
      next: comes ? { at: after.currentPeriodEndAt, lines: rest.map(lineOf), netMinor: sum(rest) } : null,
    });
  }
  return { of, refused: now.refused };
}

/** The segments that wait for a bill once the change is made. */
function afterwards(open: readonly Segment[], { ended, bounds }: PlannedChange): Segment[] {
  const bounded = open.map((segment) => {
    if (!bounds?.startAt.equals(segment.period.startAt)) return segment;
    return { ...segment, period: bounds, dueAt: bounds.endAt };
  });
  return [...bounded, ...ended];
}

function chargeText(charge: Charge): string {
  return `${itemText(charge)}|${charge.sequence}`;
}

function lineOf({ description, kind, amountMinor, explanation }: Charge): MoneyLine {
  const { query: _query, ...rest } = explanation;
  return { description, kind, amountMinor, explanation: rest };
}

function sum(charges: readonly { readonly amountMinor: bigint }[]): bigint {
  return charges.reduce((total, { amountMinor }) => total + amountMinor, 0n);
}
