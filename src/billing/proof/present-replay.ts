import { z } from 'zod';
import { decimalText, formatAmount } from '#kernel';
import type { Replay } from './replay.ts';
import { DIFFERENCE_KINDS } from './replay-difference.ts';

const figuresSchema = z.object({ quantity: z.string(), amount: z.string() });

export const replaySchema = z.object({
  invoice_id: z.string(),
  number: z.string().nullable(),
  currency: z.string(),
  same: z.boolean().describe('The same events made the same invoice, to the cent'),
  digest: z.object({
    recorded: z.string().nullable().describe('sha-256 of what the invoice was made of; null: not kept'),
    recomputed: z.string().nullable().describe('null: it cannot be made again'),
  }),
  lines: z.array(
    z.object({
      position: z.int().nullable().describe('null: it is not on the invoice and should be'),
      description: z.string(),
      billed: figuresSchema.nullable(),
      recomputed: figuresSchema.nullable(),
    }),
  ),
  differences: z.array(z.object({ kind: z.enum(DIFFERENCE_KINDS), detail: z.string() })),
});

export type ReplayAnswer = z.input<typeof replaySchema>;

/** `insider`: the seller or the operator, who may see how the net is shared. */
export function presentReplay(replay: Replay, insider: boolean): ReplayAnswer {
  const { invoice, same, digest, differences } = replay;
  const { currency } = invoice;
  const figures = (quantity: Parameters<typeof decimalText>[0], minor: bigint) => {
    return { quantity: decimalText(quantity), amount: formatAmount({ minor, currency }) };
  };
  return {
    invoice_id: invoice.id,
    number: invoice.number,
    currency,
    same,
    digest: { ...digest },
    lines: replay.lines.map(({ line, again }) => ({
      position: line?.position ?? null,
      description: (line ?? again)!.description,
      billed: line && figures(line.quantity, line.amountMinor),
      recomputed: again && figures(again.quantity, again.amountMinor),
    })),
    differences: differences.map(({ kind, detail, confidential }) => ({
      kind,
      detail: confidential && !insider ? 'the shares of the net differ' : detail,
    })),
  };
}

/** For a terminal. */
export function replayText(answer: ReplayAnswer): string {
  const name = answer.number ? `${answer.number} (${answer.invoice_id})` : answer.invoice_id;
  const lines = answer.lines.map(({ position, description, billed, recomputed }) => {
    const of = (figures: typeof billed) =>
      figures ? `${figures.quantity} for ${figures.amount} ${answer.currency}` : 'nothing';
    const same = of(billed) === of(recomputed);
    const what = same ? of(billed) : `billed ${of(billed)}, recomputed ${of(recomputed)}`;
    return `  ${same ? 'same' : 'DIFF'} ${position ?? '-'}. ${description}: ${what}`;
  });
  const { recorded, recomputed } = answer.digest;
  const digest = recorded === recomputed ? recorded : `recorded ${recorded}, recomputed ${recomputed}`;
  const differences = answer.differences.map(
    ({ kind, detail }) => `  ${kind === 'not_replayable' ? 'not replayable' : kind}: ${detail}`,
  );
  const verdict = answer.same
    ? 'The same events make the same invoice.'
    : `${differences.length} difference(s):`;
  return [`Invoice ${name}`, ...lines, `  digest ${digest ?? 'none'}`, verdict, ...differences].join('\n');
}
