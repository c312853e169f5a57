/** Providers' header rules, compiled once per version of the snapshot, applied after all hygiene. */
import type { Forward, SnapshotHeaderRule } from '#enforcement/admission';

type Part = string | ((decision: Forward, requestId: string) => string);

interface Rule {
  readonly op: SnapshotHeaderRule['op'];
  readonly name: string;
  readonly lower: string;
  readonly parts: readonly Part[];
}
export type HeaderRules = readonly Rule[];

const PLACEHOLDERS: Readonly<Record<string, Part>> = {
  consumer_id: (decision) => decision.caller.consumerId,
  plan: (decision) => decision.plan.slug,
  subscription_id: (decision) => decision.caller.subscriptionId,
  request_id: (_, requestId) => requestId,
};

/** The catalog has judged names and values. */
export function compileRules(rules: readonly SnapshotHeaderRule[]): HeaderRules {
  return rules.map(({ op, name, value }) => ({
    op,
    name,
    lower: name.toLowerCase(),
    // Odd pieces are what stood between `${` and `}`.
    parts: (value ?? '')
      .split(/\$\{([^}]*)\}/)
      .map((piece, index): Part => (index % 2 === 0 ? piece : (PLACEHOLDERS[piece] ?? ''))),
  }));
}

/** A header whose value is taken as it is: no placeholder in it means anything. */
export function fixedHeader({ name, value }: { name: string; value: string }): HeaderRules {
  return [{ op: 'set', name, lower: name.toLowerCase(), parts: [value] }];
}

/** Changes a flat name, value list in place. */
export function applyRules(
  rules: HeaderRules,
  headers: string[],
  decision: Forward,
  requestId: string,
): void {
  for (const { op, name, lower, parts } of rules) {
    if (op !== 'add') removeHeader(headers, lower);
    if (op === 'remove') continue;
    let value = '';
    for (const part of parts) value += typeof part === 'string' ? part : part(decision, requestId);
    headers.push(name, value);
  }
}

export function removeHeader(headers: string[], lower: string): void {
  for (let i = headers.length - 2; i >= 0; i -= 2) {
    if (headers[i]!.toLowerCase() === lower) headers.splice(i, 2);
  }
}
