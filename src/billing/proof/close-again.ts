import { type Charge, type CloseInput, itemText, type RecordedClose } from '../invoices/index.ts';
import type { ReplayDifference } from './replay-difference.ts';

/** A close made again: what it was decided by, and what it comes to by the figures of today. */
export interface CloseAgain {
  readonly input: CloseInput;
  readonly charges: readonly Charge[];
  /** The same facts with the figures of today. */
  readonly recorded: RecordedClose;
  readonly differences: readonly ReplayDifference[];
}

/** Natural key of a charge and of the line that it became. */
export function chargeName(charge: Parameters<typeof itemText>[0] & { readonly sequence: number }): string {
  return `${itemText(charge)}|${charge.sequence}`;
}

/** What the close charges, and the charges of closes before it that it found waiting. */
export function chargesOf(again: readonly CloseAgain[]): Map<string, Charge> {
  const all = again.flatMap(({ input, charges }) => [...charges, ...input.carried]);
  return new Map(all.map((charge) => [chargeName(charge), charge]));
}
