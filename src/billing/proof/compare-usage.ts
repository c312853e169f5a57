import type { Decimal } from '#kernel';
import { instantText } from '#kernel';
import type { UsageWindow } from '../invoices/index.ts';
import type { ReplayDifference } from './replay-difference.ts';

/** What was counted when the invoice was made against what the usage store has of it now. */
export function compareUsage(
  windows: readonly UsageWindow[],
  recorded: readonly Decimal[],
  now: readonly Decimal[],
  upToBatch: bigint,
): ReplayDifference[] {
  if (windows.length !== recorded.length)
    return [
      {
        kind: 'usage',
        detail: `${recorded.length} quantities were recorded, ${windows.length} are asked for`,
      },
    ];
  return windows.flatMap(({ subscriptionId, meter, fromAt, toAt }, index) => {
    const [then, today] = [recorded[index]!, now[index]!];
    if (then.eq(today)) return [];
    const span = `from ${instantText(fromAt)} to ${instantText(toAt)}, up to batch ${upToBatch}`;
    const figures = `${then.toFixed()} were billed, the usage store has ${today.toFixed()}`;
    return [{ kind: 'usage' as const, detail: `${meter} of ${subscriptionId} ${span}: ${figures}` }];
  });
}
