/** How a line came about, read from what the server stored with it. Unknown parts are left out, never guessed. */

export interface ExplainedStep {
  /** Bounds of the tier: more than `from`, up to and including `upTo`. */
  from: string | null;
  upTo: string | null;
  quantity: string;
  unitPrice: string | null;
  flatFee: string | null;
  amount: string;
  kind: string;
}

export interface Explanation {
  steps: ExplainedStep[];
  unitPrice: string | null;
  total: string | null;
  billedBefore: string | null;
  planVersion: number | null;
  isWaived: boolean;
}

export function readExplanation(source: Record<string, unknown>): Explanation {
  const steps = Array.isArray(source.steps) ? source.steps.flatMap(readStep) : [];
  const billedBefore = textOf(source.billed_before);
  return {
    steps,
    unitPrice: textOf(source.unit_price),
    total: textOf(source.total),
    // A first bill has nothing before it: saying "0.00" would only raise questions.
    billedBefore: billedBefore !== null && /[1-9]/.test(billedBefore) ? billedBefore : null,
    planVersion: typeof source.plan_version === 'number' ? source.plan_version : null,
    isWaived: source.waived !== undefined,
  };
}

export function hasDetails(explanation: Explanation): boolean {
  return explanation.steps.length > 0 || explanation.billedBefore !== null || explanation.isWaived;
}

function readStep(step: unknown): ExplainedStep[] {
  if (typeof step !== 'object' || step === null) return [];
  const fields = step as Record<string, unknown>;
  const quantity = textOf(fields.quantity);
  const amount = textOf(fields.amount);
  if (quantity === null || amount === null) return [];
  return [
    {
      kind: textOf(fields.kind) ?? '',
      from: textOf(fields.from),
      upTo: textOf(fields.up_to),
      unitPrice: textOf(fields.unit_price),
      flatFee: textOf(fields.flat_fee),
      quantity,
      amount,
    },
  ];
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
